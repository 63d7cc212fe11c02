"""Hybrid retrieval: BM25 and vectors, fused by a convex combination (Bruch et al. 2023), within the question's scope."""

from collections.abc import Sequence
from dataclasses import replace

from index.matching.fusion import fused
from index.search import Candidate, ClauseIndex
from index.types import Hit
from rag.library import Library
from rag.retrieval.lookup import addressed, leaves, named_sections
from rag.retrieval.siblings import with_siblings
from rag.retrieval.stated import stated
from rag.types import Intent, Question, Scope

_POOL = 60  # candidates of each search; beyond it nothing useful was seen in the pilot
_ALTERNATIVE, _WHOLE = 0.6, 0.3  # weights of a term's equivalents, and of the question as it stands
_OUTER = 0.85  # a document of an outer division (四川 for a question on 成都) counts for this much


def retrieve(question: Question, scope: Scope, library: Library, *, count: int = 24) -> tuple[Hit, ...]:
    """The clauses that may answer ``question``, best first.

    A clause that the question but names by its address, or a section that it names by its heading, is returned whole.
    What it asks of a clause named by address is searched for below that. Otherwise at most ``count`` fused hits; for a
    comparison half as many for each region.
    """
    if not scope.groups:
        return ()
    if question.particulars:
        return stated(question, scope, library)
    places = addressed(question, scope, library)
    if question.addresses and not places:
        return ()
    if question.intent is Intent.LOOKUP:
        return leaves(places, library)
    if places and all(term.is_aspect or len(term.text) == 1 for term in question.terms):
        return leaves(places, library)
    if places:
        below = leaves(places, library)
        return _within(question, below, library)[:count] or below
    if question.intent is Intent.COMPARE:
        pools = [_search(question, ids, library.index)[: max(1, count // 2)] for _, ids in scope.groups]
        hits = {hit.clause.id: hit for pool in pools for hit in pool}
        return tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits.values(), 1))
    if sections := named_sections(question, scope, library):
        return leaves(sections, library)
    return with_siblings(_search(question, scope.document_ids, library.index)[:count], library)


def _within(question: Question, below: Sequence[Hit], library: Library) -> tuple[Hit, ...]:
    """The hits of ``question`` among the clauses of ``below``, ranked anew."""
    inside = {hit.clause.id for hit in below}
    documents = tuple(dict.fromkeys(hit.clause.document_id for hit in below))
    every = _search(question, documents, library.index, pool=sum(len(library.index.clauses_of(d)) for d in documents))
    hits = (hit for hit in every if hit.clause.id in inside)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits, 1))


def _search(
    question: Question, document_ids: Sequence[str], index: ClauseIndex, *, pool: int = _POOL
) -> tuple[Hit, ...]:
    wanted = [(question.standalone, _WHOLE), *((term.text, 1.0) for term in question.terms)]
    instead = [(alternative, _ALTERNATIVE) for term in question.terms for alternative in term.alternatives]
    found = index.candidates(wanted, _dense_text(question), count=pool, instead=instead, documents=document_ids)
    scores = fused([candidate.lexical for candidate in found], [candidate.cosine for candidate in found])
    innermost = {region.code for region in question.regions}
    rated = [
        Hit(
            clause=candidate.clause,
            score=float(score) * (_OUTER if innermost and _region(candidate, index) not in innermost else 1.0),
            rank=0,
            source="fused",
            lexical=candidate.lexical,
            cosine=candidate.cosine,
        )
        for score, candidate in zip(scores, found, strict=True)
    ]
    rated.sort(key=lambda hit: (-hit.score, hit.clause.id))
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(rated, 1))


def _region(candidate: Candidate, index: ClauseIndex) -> str | None:
    return index.documents[candidate.clause.document_id].region_code


def _dense_text(question: Question) -> str:
    """The question in the documents' language: an English one by what its terms are called there."""
    if question.language == "zh":
        return question.standalone
    return " ".join(term.alternatives[0] for term in question.terms if term.alternatives) or question.standalone
