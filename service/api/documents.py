"""``/v1/documents`` and ``/v1/clauses``: what is answered from, to read."""

from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException

from service.api import schemas
from service.api.present import clause_out, document_out
from service.parts import PipelineNow
from service.problems import RESPONSES

router = APIRouter(prefix="/v1", responses=RESPONSES)
_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: RESPONSES[422]}


@router.get("/documents", operation_id="list_documents")
def documents(pipeline: PipelineNow) -> schemas.DocumentList:
    """Every document, with its metadata."""
    data = [
        document_out(document, len(pipeline.index.clauses_of(document.id)), pipeline.today())
        for document in pipeline.library.documents.values()
    ]
    return schemas.DocumentList(data=data, generation=pipeline.index.generation)


@router.get("/documents/{document_id}", operation_id="get_document", responses=_NOT_FOUND)
def document(document_id: str, pipeline: PipelineNow) -> schemas.DocumentOut:
    """One document's metadata."""
    found = pipeline.library.documents.get(document_id)
    if found is None:
        raise HTTPException(404, "No document has this id.")
    return document_out(found, len(pipeline.index.clauses_of(found.id)), pipeline.today())


@router.get("/clauses/{clause_id:path}", operation_id="get_clause", responses=_NOT_FOUND)
def clause(clause_id: str, pipeline: PipelineNow) -> schemas.ClauseOut:
    """One clause, by the id that citations carry."""
    found = pipeline.index.clause(clause_id)
    if found is None:
        raise HTTPException(404, "No clause has this id.")
    return clause_out(found, pipeline.library.documents[found.document_id], pipeline.today())
