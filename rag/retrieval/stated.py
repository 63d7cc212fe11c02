"""The lines in which a document states a particular of itself: its number, its issuer, its date."""

import re
from collections.abc import Mapping, Sequence

from index.parse import NOTICE
from index.types import Clause, Document, Hit
from rag.library import Library
from rag.types import Particular, Question, Scope

_KINDS = ("意见", "规划", "通知", "办法", "方案")
_FORWARDED = re.compile(r"转发")

_FIELDS: Mapping[Particular, tuple[str, ...]] = {
    Particular.NUMBER: ("document_number",),
    Particular.AUTHORITY: ("issuing_authority", "document_number"),  # whose letters open the number
    Particular.DATE: ("written_date", "publish_date", "document_number"),  # which holds the year
    Particular.ADDRESSEES: ("addressees",),
    Particular.BASIS: ("legal_basis",),
}
"""The fields of a document that hold each, the first that is stated."""

_SPAN = re.compile(r"(\d+):(\d+)")


def stated(question: Question, scope: Scope, library: Library) -> tuple[Hit, ...]:
    """The lines in which the documents that ``question`` means state what it asks, as hits of source ``lookup``."""
    found = dict[str, Clause]()
    for document in _meant(question, scope, library):
        notice = library.documents.get(document.forwarded_by.document_id) if document.forwarded_by else None
        for particular in question.particulars:
            forwarded = notice is not None and _FORWARDED.search(question.standalone)
            sources = [notice, document] if forwarded else [document, notice]
            lines = (_line(source, _FIELDS[particular], library) for source in sources if source)
            if line := next(filter(None, lines), None):
                found[line.id] = line
    return tuple(
        Hit(clause=clause, score=1.0, rank=rank, source="lookup") for rank, clause in enumerate(found.values(), 1)
    )


def _meant(question: Question, scope: Scope, library: Library) -> Sequence[Document]:
    """The documents of ``scope`` that hold the most of what ``question`` calls them by, of the very places it names."""
    documents = [library.documents[identifier] for identifier in scope.document_ids]
    own = {region.code for region in question.regions}
    documents = [document for document in documents if document.region_code in own] or documents
    documents = [document for document in documents if not document.id.endswith(NOTICE)] or documents
    said = {kind for kind in _KINDS if kind in question.standalone}
    if said:  # 成都规划是谁发布的: there is none
        documents = [document for document in documents if any(kind in (document.document_type or "") for kind in said)]
    if not documents:
        return ()
    held = {d.id: sum(library.introduces(term, d.id) for term in question.terms) for d in documents}
    return [document for document in documents if held[document.id] == max(held.values())]


def _line(document: Document, fields: Sequence[str], library: Library) -> Clause | None:
    """The leaf of ``document`` in which the first stated one of ``fields`` was read."""
    for field in fields:
        if span := _SPAN.fullmatch(document.origins.get(field, "")):
            start = int(span[1])
            leaves = (clause for clause in library.index.clauses_of(document.id) if clause.is_leaf)
            return next((leaf for leaf in leaves if leaf.start <= start < leaf.end), None)
    return None
