"""Whether a clause tree is sound, and what in it a person should look at."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from index.text import squeeze
from index.types import Clause

LONGEST_CLAUSE = 1_500  # characters; a longer leaf is hard to cite, and most often a heading was not recognised
_COUNTED = ("part", "subpart", "chapter", "section", "article", "h1", "h2", "h3", "h4", "item", "sub", "box", "annex")


def faults(text: str, clauses: Sequence[Clause]) -> tuple[str, ...]:
    """What is wrong with the tree of ``text``, a line each: nothing, for whatever text the parser was given.

    Offsets are exact, ids unique, parents hold their children, and the leaves in order are the whole text.
    """
    return tuple(_faults(text, clauses))


def warnings(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """What a person should look at: numbers left out or repeated, clauses too long to cite."""
    return (*_numbering(clauses), *_length(clauses))


def _faults(text: str, clauses: Sequence[Clause]) -> Iterator[str]:
    by_id = {clause.id: clause for clause in clauses}
    if len(by_id) != len(clauses):
        yield "two clauses have the same id"
    for clause in clauses:
        if text[clause.start : clause.end] != clause.text:
            yield f"{clause.eid}: its text is not what stands at its place"
        for child in map(by_id.get, clause.children):
            if child is None or child.parent != clause.id or not clause.start <= child.start <= child.end <= clause.end:
                yield f"{clause.eid}: a child is missing or reaches beyond it"
    leaves = [clause for clause in clauses if clause.is_leaf]
    if any(before.end > after.start for before, after in pairwise(leaves)):
        yield "two leaves overlap"
    if squeeze("".join(leaf.text for leaf in leaves)) != squeeze(text):
        yield "the leaves are not the whole text"


def _numbering(clauses: Sequence[Clause]) -> Iterator[str]:
    """Numbers that do not follow on, level by level. A level may start anew below each parent or run through."""
    for kind in _COUNTED:
        level = [clause for clause in clauses if clause.kind == kind and (clause.number or "").isdecimal()]
        last = 0
        for _, siblings in groupby(level, key=lambda clause: clause.parent):
            for place, clause in enumerate(siblings):
                number = int(clause.number or 0)
                starts_anew = place == 0 and number == 1 and kind != "article"
                if number != last + 1 and not starts_anew:
                    what = "repeats or goes back" if number <= last else "leaves numbers out"
                    yield f"{clause.eid}: {clause.label} {what} after {last}"
                last = number


def _length(clauses: Sequence[Clause]) -> Iterator[str]:
    for clause in clauses:
        if clause.is_leaf and len(clause.text) > LONGEST_CLAUSE:
            yield f"{clause.eid}: {len(clause.text)} characters in one clause"
