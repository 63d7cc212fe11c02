"""The JSON API, ``/v1/…``. What asks the pipeline goes through :mod:`service.serving`, off the event loop and admitted."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException

from rag import Pipeline, Turn
from service import schemas
from service.events import events_of, frame
from service.present import answer_out, clause_out, document_out, hit_out, new_id
from service.serving import Serving
from service.streaming import streamed

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": schemas.Problem, "content": {"application/problem+json": {}}}
    for status in (400, 401, 403, 413, 422, 429, 503)
}
_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: PROBLEMS[422]}
_STREAM: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {}}}}

router = APIRouter(prefix="/v1", responses=PROBLEMS)


def current_serving(request: Request) -> Serving:
    """What the service answers with."""
    serving: Serving = request.app.state.serving
    return serving


def current_pipeline(request: Request) -> Pipeline:
    """The pipeline in use."""
    return current_serving(request).pipeline


ServingNow = Annotated[Serving, Depends(current_serving)]
PipelineNow = Annotated[Pipeline, Depends(current_pipeline)]


@router.post("/answers", operation_id="answer", response_model=schemas.AnswerOut, responses=_STREAM)
async def answer(body: schemas.AnswerRequest, request: Request, serving: ServingNow) -> Any:
    """Answer a question from the documents, each sentence cited to its clause, or say that they do not say.

    With ``stream`` the answer comes as server-sent events: answer.created, answer.sources, answer.citation.added,
    answer.text.delta, answer.completed; or error.
    """
    identifier = new_id()
    made = make_answer(body, identifier, request, serving)
    if not body.stream:
        return await made

    def frames(out: schemas.AnswerOut) -> Iterator[str]:
        for number, (kind, data) in enumerate(events_of(out), 1):
            yield frame(kind, identifier, number, data)

    return streamed(
        serving,
        made,
        opening=frame("answer.created", identifier, 0, {"id": identifier}),
        frames=frames,
        failure=lambda error: frame("error", identifier, 1, {"error": error}),
    )


async def make_answer(
    asked: schemas.AnswerRequest, identifier: str, request: Request, serving: Serving
) -> schemas.AnswerOut:
    """The answer to ``asked`` under ``identifier``."""

    def work(pipeline: Pipeline) -> schemas.AnswerOut:
        found = pipeline.answer(
            asked.question,
            history=[Turn(question=turn.question) for turn in asked.history],
            region=asked.region,
            document_ids=asked.document_ids,
            as_of=asked.as_of,
        )
        out = answer_out(found, pipeline.library.documents, identifier)
        request.app.state.content_log.add({"id": identifier, "question": asked.question, "answer": out.answer})
        return out

    out = await serving.run(request, work)
    request.app.state.metrics.answers.labels(out.status).inc()
    return out


@router.post("/search", operation_id="search")
async def search(body: schemas.SearchRequest, request: Request, serving: ServingNow) -> schemas.SearchOut:
    """Find clauses by words and meaning, without composing an answer."""

    def work(pipeline: Pipeline) -> schemas.SearchOut:
        hits = pipeline.search(body.query, region=body.region, document_ids=body.document_ids, count=body.count)
        documents, today = pipeline.library.documents, pipeline.today()
        data = [hit_out(hit, documents[hit.clause.document_id], today) for hit in hits]
        return schemas.SearchOut(data=data, generation=pipeline.index.generation)

    return await serving.run(request, work)


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
