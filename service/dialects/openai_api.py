"""What OpenAI's clients speak: ``/v1/chat/completions`` and ``/v1/models``. Citations are annotations and an extra key."""

import json
import time
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from rag import QuestionError
from service.api import schemas
from service.api.answers import make_answer
from service.api.events import pieces
from service.api.present import new_id
from service.api.streaming import streamed
from service.dialects import openai_schemas as chat
from service.parts import PartsNow
from service.problems import RESPONSES

MODEL = "zhangju"
_LONGEST_HISTORY = 20
_DONE = "data: [DONE]\n\n"

router = APIRouter(prefix="/v1", responses=RESPONSES)


@router.get("/models", operation_id="list_models")
async def models() -> chat.ModelList:
    """The one model there is: the whole service."""
    return chat.ModelList(data=[chat.ModelOut(id=MODEL)])


@router.get("/models/{model}", operation_id="get_model", responses={404: RESPONSES[422]})
async def model(model: str) -> chat.ModelOut:
    """That model, if it is the one there is."""
    if model != MODEL:
        raise HTTPException(404, "There is no such model. GET /v1/models lists the one there is.")
    return chat.ModelOut(id=MODEL)


@router.post("/chat/completions", operation_id="chat", response_model=chat.ChatCompletion)
async def completions(body: chat.ChatRequest, request: Request, parts: PartsNow) -> Any:
    """Answer the last message of a conversation, as OpenAI's chat completions do."""
    identifier, asked = new_id(), _asked(body)
    base = parts.settings.base_url
    if not body.stream:
        return _completion(await make_answer(parts, asked, identifier, request.is_disconnected), base)
    usage = body.stream_options is not None and body.stream_options.include_usage
    return await streamed(
        parts.serving,
        lambda: make_answer(parts, asked, identifier, request.is_disconnected),
        opening=_frame(identifier, delta={"role": "assistant", "content": ""}),
        frames=lambda out: _frames(out, base, usage=usage),
        failure=lambda error: _data({"error": {**error, "param": None}}) + _DONE,
    )


def _completion(answer: schemas.AnswerOut, base: str) -> chat.ChatCompletion:
    """``answer`` in OpenAI's shape."""
    annotations = [note for citation in answer.citations for note in _annotations(citation, base)]
    return chat.ChatCompletion(
        id=answer.id,
        created=int(time.time()),
        model=MODEL,
        choices=[
            chat.Choice(
                message=chat.ChatMessage(content=answer.answer + _beside(answer, base), annotations=annotations)
            )
        ],
        citations=answer.citations,
        notices=answer.notices,
        status=answer.status,
        reason=answer.reason,
        aigc=answer.aigc.model_dump(),
    )


def _asked(body: chat.ChatRequest) -> schemas.AnswerRequest:
    """The question of a conversation: its last message, which the user must have said.

    Raises:
        QuestionError: There is none, or it is too long.
    """
    if body.messages[-1].role != "user":
        raise QuestionError("The last message must be the user's. Send the question last.")
    said = [message.said.strip() for message in body.messages if message.role == "user"]
    history = [{"question": text[:500]} for text in said[:-1] if text][-_LONGEST_HISTORY:]
    try:
        limits = {"region": body.region, "as_of": body.as_of, "document_ids": body.document_ids}
        return schemas.AnswerRequest.model_validate({"question": said[-1], "history": history, **limits})
    except ValidationError as error:
        raise QuestionError("The question must have 1 to 500 characters and no control characters.") from error


def _beside(answer: schemas.AnswerOut, base: str) -> str:
    """What a client that shows the content alone must show too: the sources of the markers, the notices, the label."""
    sources = [f"[{c.number}] {c.document.title} {c.locator.label} {base}{c.url}" for c in answer.citations]
    notices = [f"注意：{notice.text}" for notice in answer.notices]
    groups = [["依据：", *sources] if sources else [], notices, [answer.aigc.label]]
    return "".join("\n\n" + "\n".join(lines) for lines in groups if lines)


def _annotations(citation: schemas.CitationOut, base: str) -> list[chat.Annotation]:
    title = f"{citation.document.title} {citation.locator.label}"
    return [
        chat.Annotation(
            url_citation=chat.UrlCitation(
                start_index=span.start, end_index=span.end, url=base + citation.url, title=title
            )
        )
        for span in citation.answer_spans
    ]


def _frames(answer: schemas.AnswerOut, base: str, *, usage: bool) -> Iterator[str]:
    for text, citations in pieces(answer):
        notes = [note.model_dump() for citation in citations for note in _annotations(citation, base)]
        yield _frame(answer.id, delta={"content": text, **({"annotations": notes} if notes else {})})
    yield _frame(answer.id, delta={"content": _beside(answer, base)})
    whole = answer.model_dump(mode="json", include={"citations", "notices", "status", "reason", "aigc"})
    yield _frame(answer.id, delta={}, finish="stop", **whole)
    if usage:
        yield _data({**_head(answer.id), "choices": [], "usage": chat.Usage().model_dump()})
    yield _DONE


def _frame(identifier: str, *, delta: dict[str, Any], finish: str | None = None, **beside: Any) -> str:
    return _data({**_head(identifier), "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **beside})


def _head(identifier: str) -> dict[str, Any]:
    return {"id": identifier, "object": "chat.completion.chunk", "created": int(time.time()), "model": MODEL}


def _data(value: dict[str, Any]) -> str:
    """A frame without a name: OpenAI's clients take a named one for a chunk."""
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"
