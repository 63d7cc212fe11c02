"""The lines in which a document states a particular of itself: its number, its date, how long it is valid, its headings."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from index.metadata.validity import read_validity
from index.parse import NOTICE
from index.types import Clause, Document, Hit
from rag.library import Library
from rag.types import Particular, Question, Scope

_KINDS = ("意见", "规划", "通知", "办法", "方案")
_FORWARDED, _DRAFTED = re.compile(r"转发"), re.compile(r"起草|写|制定|拟")
_BOX = "专栏"

_FIELDS: Mapping[Particular, tuple[str, ...]] = {
    Particular.NUMBER: ("document_number",),
    Particular.AUTHORITY: ("issuing_authority", "document_number"),  # whose letters open the number
    Particular.DATE: ("written_date", "publish_date", "document_number"),  # which holds the year
    Particular.ADDRESSEES: ("addressees",),
    Particular.BASIS: ("legal_basis",),
    Particular.VALIDITY: ("effective_date", "target_period"),
    Particular.TITLE: ("title",),
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
            stating = list(
                filter(None, (_lines(particular, source, question, library) for source in sources if source))
            )
            of_both = forwarded and _DRAFTED.search(question.standalone)  # 谁起草的，又是谁转发的
            found |= {line.id: line for lines in stating[: 2 if of_both else 1] for line in lines}
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


def _lines(particular: Particular, document: Document, question: Question, library: Library) -> Sequence[Clause]:
    """The leaves in which ``document`` states ``particular``."""
    if particular is Particular.OUTLINE:
        return _outline(document, library, boxes=_BOX in question.standalone)
    leaves = [clause for clause in library.index.clauses_of(document.id) if clause.is_leaf]
    if particular is Particular.VALIDITY and (lines := [leaf for leaf in leaves if _states_validity(leaf)]):
        return lines[-1:]
    for field in _FIELDS[particular]:
        if span := _SPAN.fullmatch(document.origins.get(field, "")):
            start = int(span[1])
            return [leaf for leaf in leaves if leaf.start <= start < leaf.end][:1]
    return ()


def _outline(document: Document, library: Library, *, boxes: bool) -> Sequence[Clause]:
    """The headings of a document's 专栏, or of its topmost level that has several."""
    headed = [clause for clause in library.index.clauses_of(document.id) if clause.heading and clause.children]
    if boxes:
        chosen = [clause for clause in headed if clause.kind == "box"]
    else:
        by_parent = groupby(sorted(headed, key=lambda clause: clause.parent or ""), key=lambda clause: clause.parent)
        levels = (list(clauses) for _, clauses in by_parent)
        chosen = next((clauses for clauses in levels if len(clauses) > 1), [])
    lines = (library.index.clause(clause.children[0]) for clause in chosen)
    return [line for line in lines if line and line.is_leaf]


def _states_validity(leaf: Clause) -> bool:
    validity = read_validity(leaf.text, published=None, written=date.min)
    return validity.effective is not None or validity.expiry is not None
