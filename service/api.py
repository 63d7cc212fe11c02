"""The JSON API, ``/v1/…``. Routes are plain functions: FastAPI runs them in threads, off the event loop."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException

from rag import Pipeline, Turn
from service import schemas
from service.present import answer_out, clause_out, document_out, hit_out

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": schemas.Problem, "content": {"application/problem+json": {}}} for status in (400, 413, 422, 503)
}
_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: _PROBLEMS[422]}

router = APIRouter(prefix="/v1", responses=_PROBLEMS)


def current_pipeline(request: Request) -> Pipeline:
    """The pipeline that the service answers with."""
    pipeline: Pipeline = request.app.state.pipeline
    return pipeline


PipelineNow = Annotated[Pipeline, Depends(current_pipeline)]


@router.post("/answers", operation_id="answer")
def answer(body: schemas.AnswerRequest, pipeline: PipelineNow) -> schemas.AnswerOut:
    """Answer a question from the documents, each sentence cited to its clause, or say that they do not say."""
    found = pipeline.answer(
        body.question,
        history=[Turn(question=turn.question) for turn in body.history],
        region=body.region,
        document_ids=body.document_ids,
        as_of=body.as_of,
    )
    return answer_out(found, pipeline.library.documents)


@router.post("/search", operation_id="search")
def search(body: schemas.SearchRequest, pipeline: PipelineNow) -> schemas.SearchOut:
    """Find clauses by words and meaning, without composing an answer."""
    hits = pipeline.search(body.query, region=body.region, document_ids=body.document_ids, count=body.count)
    documents, today = pipeline.library.documents, pipeline.today()
    data = [hit_out(hit, documents[hit.clause.document_id], today) for hit in hits]
    return schemas.SearchOut(data=data, generation=pipeline.index.generation)


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
