"""What the gold clauses of a case say that it asks for: the words of a reference answer, and where they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.cases.case import Case
from eval.cases.cells import cells_of
from eval.cases.strings import holds
from index.search import ClauseIndex
from index.text import sentences
from index.types import Clause

_LONGEST = 2_000  # characters of a section quoted whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """``text`` says what ``clause.text[start:end]`` says: the same words, or of a row its cells as a sentence."""

    clause: Clause
    start: int
    end: int
    text: str


def quotations(case: Case, index: ClauseIndex) -> tuple[Quoted, ...]:
    """For each gold set of ``case`` the sentences of one of its clauses: those with what is required, else all.

    Of several clauses in a set the one that holds most of what is required; nothing that holds what is forbidden.
    """
    found = list[Quoted]()
    for group in case.gold:
        clauses = [clause for identifier in group if (clause := index.clause(identifier))]
        each = [tuple(_quoted(clause, case, index)) for clause in clauses]
        best: tuple[Quoted, ...] = max(each, key=lambda q: (len(_held(q, case)), -_length(q)), default=())
        found += best
    return tuple(dict.fromkeys(found))


def reference_of(case: Case, index: ClauseIndex) -> str:
    """The words of ``quotations`` in a row; empty for a case that is not answerable."""
    return "".join(quoted.text for quoted in quotations(case, index))


def leaves_of(clause: Clause, index: ClauseIndex) -> Iterator[Clause]:
    """The leaves below ``clause`` in order, itself if it is one; headings left out where anything else is there."""
    if clause.is_leaf:
        yield clause
        return
    for child in clause.children:
        if (found := index.clause(child)) is not None and not (found.is_leaf and found.kind == "heading"):
            yield from leaves_of(found, index)


def _quoted(clause: Clause, case: Case, index: ClauseIndex) -> Iterator[Quoted]:
    every = [
        quoted
        for leaf in leaves_of(clause, index)
        for quoted in (_rows(leaf, case.forbidden) if leaf.columns else _sentences(leaf))
        if not any(holds(quoted.text, string) for string in case.forbidden)
    ]
    telling = [quoted for quoted in every if _held([quoted], case)]
    length = 0
    for quoted in telling or every:
        if length <= _LONGEST:
            yield quoted
        length += len(quoted.text)


def _sentences(leaf: Clause) -> Iterator[Quoted]:
    for start, end in sentences(leaf.text):
        yield Quoted(clause=leaf, start=start, end=end, text=leaf.text[start:end])


def _rows(leaf: Clause, forbidden: Sequence[str]) -> Iterator[Quoted]:
    """A row as a sentence, ``name：column value unit，…``, without the cells that hold what is forbidden."""
    name, said = cells_of(leaf)
    kept = [cell for cell in said if not any(holds(cell, string) for string in forbidden)]
    yield Quoted(clause=leaf, start=0, end=len(leaf.text), text=f"{name}：{'，'.join(kept)}。")


def _held(quoted: Sequence[Quoted], case: Case) -> list[str]:
    text = "\n".join(each.text for each in quoted)
    return [string for string in case.required if holds(text, string)]


def _length(quoted: Sequence[Quoted]) -> int:
    return sum(len(each.text) for each in quoted)
