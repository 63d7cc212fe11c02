"""``POST /v1/answers`` and ``/v1/search``: what asks the pipeline, off the event loop and admitted."""

import logging
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request

from rag import Pipeline, Turn
from service.admission import IsGone
from service.api import schemas
from service.api.events import events_of, frame
from service.api.present import answer_out, hits_out, new_id
from service.api.streaming import streamed
from service.errors import RecordError
from service.parts import Parts, PartsNow
from service.problems import RESPONSES

_log = logging.getLogger(__name__)
_STREAM: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {}}}}

router = APIRouter(prefix="/v1", responses=RESPONSES)


@router.post("/answers", operation_id="answer", response_model=schemas.AnswerOut, responses=_STREAM)
async def answer(body: schemas.AnswerRequest, request: Request, parts: PartsNow) -> Any:
    """Answer a question from the documents, each sentence cited to its clause, or say that they do not say.

    With ``stream`` the answer comes as server-sent events: answer.created, answer.sources, answer.citation.added,
    answer.text.delta, answer.completed; or error.
    """
    identifier = new_id()
    if not body.stream:
        return await make_answer(parts, body, identifier, request.is_disconnected)

    def frames(out: schemas.AnswerOut) -> Iterator[str]:
        for number, (kind, data) in enumerate(events_of(out), 1):
            yield frame(kind, identifier, number, data)

    return await streamed(
        parts.serving,
        lambda: make_answer(parts, body, identifier, request.is_disconnected),
        opening=frame("answer.created", identifier, 0, {"id": identifier}),
        frames=frames,
        failure=lambda error: frame("error", identifier, 1, {"error": error}),
    )


async def make_answer(
    parts: Parts, asked: schemas.AnswerRequest, identifier: str, is_gone: IsGone
) -> schemas.AnswerOut:
    """The answer to ``asked`` under ``identifier``, counted and, where that is wanted, kept.

    Raises:
        QuestionError: The question cannot be taken.
        Overloaded: Too many wait already.
        Cancelled: Nobody waits for it any more.
    """

    def work(pipeline: Pipeline) -> schemas.AnswerOut:
        found = pipeline.answer(
            asked.question,
            history=[Turn(question=turn.question) for turn in asked.history],
            region=asked.region,
            document_ids=asked.document_ids,
            as_of=asked.as_of,
        )
        out = answer_out(found, pipeline.library.documents, identifier, with_retrieved="retrieved" in asked.include)
        try:
            parts.content_log.add({"id": identifier, "question": asked.question, "answer": out.answer})
        except RecordError as error:  # an answer is not withheld because it could not be kept
            _log.error("%s", error)
        return out

    out = await parts.serving.run(work, is_gone)
    parts.metrics.answers.labels(out.status).inc()
    return out


@router.post("/search", operation_id="search")
async def search(body: schemas.SearchRequest, request: Request, parts: PartsNow) -> schemas.SearchOut:
    """Find clauses by words and meaning, without composing an answer."""

    def work(pipeline: Pipeline) -> schemas.SearchOut:
        hits = pipeline.search(body.query, region=body.region, document_ids=body.document_ids, count=body.count)
        data = hits_out(hits, pipeline.library.documents, pipeline.today())
        return schemas.SearchOut(data=data, generation=pipeline.index.generation)

    return await parts.serving.run(work, request.is_disconnected)
