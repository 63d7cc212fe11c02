"""Clauses found by name instead of by search: an address (专栏6), or a section whose heading the question names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.build import is_searched
from index.text import fold
from index.types import Clause, Hit
from rag.library import Library, Section
from rag.terms import met, years_of
from rag.types import Intent, Question, Scope, Term

_HEADING_NAMED = 0.75  # share of a heading's words (by weight) that the question must hold to name it
_QUESTION_NAMED = 0.45  # share of the question's words that the heading and what stands above it must hold
_ASKED_NAMED = 0.3  # the same without what a question implies: a procedure for something else answers nothing
_MOST_SECTIONS = 3
_ABOVE, _ELSEWHERE = 0.8, 0.4  # what a term counts for in the headings above a section, and elsewhere in its document
_PROCEDURE = ("工作程序", "程序", "流程")
_NEAR_BEST = 0.6  # a question may name two sections (谁能申报，要什么条件); a worse named one is not meant


def addressed(question: Question, scope: Scope, library: Library) -> tuple[Clause, ...]:
    """The clauses that the question's addresses name in the documents in scope, in document order.

    For a question on a place, in what that place itself issued, if anything there is so named.
    """
    found = [
        clause
        for identifier in scope.document_ids
        for address in question.addresses
        for clause in library.places(identifier).named(address)
    ]
    own = {region.code for region in question.regions}
    inner = [clause for clause in found if library.documents[clause.document_id].region_code in own]
    return tuple(inner or found)


def named_sections(question: Question, scope: Scope, library: Library) -> tuple[Clause, ...]:
    """The sections whose headings the question names, none inside another, in document order.

    A question after what a section lists (申报条件有哪些) is answered by the section whole, not by its likeliest clause.
    """
    lists = question.intent in (Intent.LIST, Intent.PROCEDURE, Intent.GENERAL)
    if not question.terms or not (lists or (question.intent is Intent.FIGURE and question.expects is None)):
        return ()
    asked = _asked(question, library)
    rated = [
        (_named(asked, section, library), section.clause)
        for identifier in scope.document_ids
        for section in library.sections(identifier)
    ]
    rated.sort(key=lambda item: (-item[0], len(item[1].text)))
    chosen = list[Clause]()
    for rating, clause in rated:
        if len(chosen) == _MOST_SECTIONS or rating == 0 or rating < _NEAR_BEST * rated[0][0]:
            break
        if not any(_overlap(clause, other) for other in chosen):
            chosen.append(clause)
    documents = [clause.document_id for clause in chosen]
    return tuple(sorted(chosen, key=lambda clause: (documents.index(clause.document_id), clause.start)))


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


def _overlap(one: Clause, other: Clause) -> bool:
    return one.document_id == other.document_id and one.start < other.end and other.start < one.end


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A question as headings are held against it; ``implied`` is what it asks for without saying it."""

    terms: Sequence[Term]
    implied: Sequence[Term]
    pivots: Sequence[Term]
    years: Sequence[str]
    text: str


def _asked(question: Question, library: Library) -> _Asked:
    implied = list[Term]()
    if question.intent is Intent.PROCEDURE:  # how to do a thing asks for its procedure
        implied.append(Term(text="流程", alternatives=_PROCEDURE, weight=library.weight("程序"), is_aspect=True))
    words = (word for term in (*question.terms, *implied) for word in term.alternatives)
    text = fold(" ".join([question.standalone, *words]))
    return _Asked(
        terms=question.terms, implied=implied, pivots=library.pivots(question.terms), years=question.years, text=text
    )


def _named(asked: _Asked, section: Section, library: Library) -> float:
    """How well the question names ``section`` (0–1); 0 if not well enough, or if the section is about something else."""
    document = section.clause.document_id
    heading, above = fold(section.clause.heading or ""), fold(" ".join(section.clause.path))
    if not set(asked.years) <= set(years_of(heading)):
        return 0.0
    weight = sum(w for _, w in section.words)
    named = sum(w for word, w in section.words if word in asked.text) / weight if weight else float(bool(asked.years))
    if named < _HEADING_NAMED:
        return 0.0
    places = ((heading, 1.0), (above, _ABOVE), (library.folded(document), _ELSEWHERE))
    about = any(met(term, heading) or met(term, above) or library.is_subject(term, document) for term in asked.pivots)

    def covered(of: Sequence[Term]) -> float:
        total = sum(term.weight for term in of)
        found = sum(term.weight * next((share for text, share in places if met(term, text)), 0.0) for term in of)
        return found / total if total else 0.0

    share = covered([*asked.terms, *asked.implied])
    enough = share >= _QUESTION_NAMED and covered(asked.terms) >= _ASKED_NAMED
    return named * share if about and enough else 0.0
