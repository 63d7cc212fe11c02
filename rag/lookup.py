"""Clauses found by name instead of by search: an address (专栏6), or a section whose heading the question names."""

from collections.abc import Iterable, Sequence

from index.build import is_searched
from index.text import fold
from index.types import Clause, Hit
from rag.address import resolve
from rag.library import Library, Section
from rag.terms import met
from rag.types import Intent, Question, Scope

_HEADING_NAMED = 0.75  # share of a heading's words (by weight) that the question must hold to name it
_QUESTION_NAMED = 0.5  # share of the question's words that the heading and what stands above it must hold
_MOST_SECTIONS = 3


def addressed(question: Question, scope: Scope, library: Library) -> tuple[Clause, ...]:
    """The clauses that the question's addresses name in the documents in scope, in document order."""
    return tuple(
        clause
        for identifier in scope.document_ids
        for address in question.addresses
        for clause in resolve(address, library.index.clauses_of(identifier))
    )


def named_sections(question: Question, scope: Scope, library: Library) -> tuple[Clause, ...]:
    """The sections whose headings the question names, at most one of each document, best first.

    A question after what a section lists (申报条件有哪些) is answered by the section whole, not by its likeliest clause.
    """
    if question.intent not in (Intent.LIST, Intent.PROCEDURE, Intent.GENERAL) or not question.terms:
        return ()
    asked = fold(" ".join([question.standalone, *(a for term in question.terms for a in term.alternatives)]))
    best = list[tuple[float, Clause]]()
    for identifier in scope.document_ids:
        rated = [
            (_named(question, asked, section, library), section.clause) for section in library.sections(identifier)
        ]
        if rated:
            best.append(max(rated, key=lambda item: (item[0], -len(item[1].text))))
    best.sort(key=lambda item: -item[0])
    return tuple(clause for rating, clause in best[:_MOST_SECTIONS] if 0 < rating >= best[0][0] - 0.05)


def leaves(clauses: Iterable[Clause], library: Library) -> tuple[Hit, ...]:
    """The searched leaves below ``clauses`` in document order, as hits of source ``lookup``."""
    found = {leaf.id: leaf for clause in clauses for leaf in _descend(clause, library)}
    return tuple(
        Hit(clause=clause, score=1.0, rank=rank, source="lookup") for rank, clause in enumerate(found.values(), 1)
    )


def _descend(clause: Clause, library: Library) -> Sequence[Clause]:
    if clause.is_leaf:
        return [clause] if is_searched(clause) else []
    children = (library.index.clause(child) for child in clause.children)
    return [leaf for child in children if child is not None for leaf in _descend(child, library)]


def _named(question: Question, asked: str, section: Section, library: Library) -> float:
    """How well the question names ``section`` (0–1); 0 if not well enough."""
    weight = sum(w for _, w in section.words)
    named = sum(w for word, w in section.words if word in asked) / weight if weight else 0.0
    if named < _HEADING_NAMED:
        return 0.0
    heading, above = fold(section.clause.heading or ""), fold(" ".join(section.clause.path))
    places = ((heading, 1.0), (above, 0.8), (library.folded(section.clause.document_id), 0.4))
    covered = sum(
        term.weight * next((share for text, share in places if met(term, text)), 0.0) for term in question.terms
    )
    total = sum(term.weight for term in question.terms)
    share = covered / total if total else 0.0
    return named * share if share >= _QUESTION_NAMED else 0.0
