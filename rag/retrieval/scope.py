"""Which documents may answer a question: those it names, else those that apply in the places it names, else all.

Jurisdiction inherits downward: what 四川 issues applies in 成都, not the other way round, and never in 天津.
"""

from collections.abc import Mapping

from index import regions
from index.metadata.status import status_of
from index.types import Document, Region, Status
from rag.types import Question, Scope

_IN_ENGLISH = {"plan": "规划", "opinion": "意见", "measures": "办法"}
_ENDED = (Status.AMENDED, Status.REPEALED)


def scope_of(question: Question, documents: Mapping[str, Document]) -> Scope:
    """The scope of ``question`` among ``documents``; within a region the innermost come first, then those in force.

    What another document here has repealed or replaced by then answers only where the question names it.
    """
    if question.document_ids:
        return Scope(groups=_by_region([documents[i] for i in question.document_ids]), uncovered=())
    status = {document.id: status_of(document, question.as_of) for document in documents.values()}
    current = [document for document in documents.values() if status[document.id] not in _ENDED]
    in_order = sorted(current, key=lambda document: status[document.id] is not Status.IN_FORCE)
    if not question.regions:
        return Scope(groups=_by_region(_of_type_named(question, in_order)), uncovered=())
    groups, uncovered = list[tuple[Region | None, tuple[str, ...]]](), list[Region]()
    for region in question.regions:
        within = [d for code in regions.lineage(region.code) for d in in_order if d.region_code == code]
        if within:
            groups.append((region, tuple(document.id for document in _of_type_named(question, within))))
        else:
            uncovered.append(region)
    return Scope(groups=tuple(groups), uncovered=tuple(uncovered))


def _of_type_named(question: Question, documents: list[Document]) -> list[Document]:
    """The documents of the 文种 that the question names (四川规划, 成都的意见), or all if it names none that is held."""
    said = question.standalone + "".join(
        kind for word, kind in _IN_ENGLISH.items() if word in question.standalone.lower()
    )
    named = [document for document in documents if document.document_type and document.document_type in said]
    return named or documents


def _by_region(documents: list[Document]) -> tuple[tuple[Region | None, tuple[str, ...]], ...]:
    groups: dict[Region | None, list[str]] = {}
    for document in documents:
        groups.setdefault(document.region, []).append(document.id)
    return tuple((region, tuple(ids)) for region, ids in groups.items())
