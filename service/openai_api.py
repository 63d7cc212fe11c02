"""What OpenAI's clients speak: ``/v1/chat/completions`` and ``/v1/models``. Citations are annotations and an extra key."""

import json
import time
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from pydantic import ValidationError

from rag import QuestionError
from service import chat_schemas as chat
from service import schemas
from service.api import PROBLEMS, ServingNow, make_answer
from service.events import pieces
from service.present import new_id
from service.streaming import streamed

MODEL = "zhangju"
_LONGEST_HISTORY = 20

router = APIRouter(prefix="/v1", responses=PROBLEMS)


@router.get("/models", operation_id="list_models")
async def models() -> chat.ModelList:
    """The one model there is: the whole service."""
    return chat.ModelList(data=[chat.ModelOut(id=MODEL)])


@router.post("/chat/completions", operation_id="chat", response_model=chat.ChatCompletion)
async def completions(body: chat.ChatRequest, request: Request, serving: ServingNow) -> Any:
    """Answer the last message of a conversation, as OpenAI's chat completions do."""
    identifier, asked = new_id(), _asked(body)
    made = make_answer(asked, identifier, request, serving)
    if not body.stream:
        return completion(await made)
    usage = body.stream_options is not None and body.stream_options.include_usage
    return streamed(
        serving,
        made,
        opening=_frame(identifier, delta={"role": "assistant", "content": ""}),
        frames=lambda out: _frames(out, usage=usage),
        failure=lambda error: _data({"error": {**error, "type": "server_error", "param": None}}) + _DONE,
    )


def completion(answer: schemas.AnswerOut) -> chat.ChatCompletion:
    """``answer`` in OpenAI's shape."""
    annotations = [note for citation in answer.citations for note in _annotations(citation)]
    return chat.ChatCompletion(
        id=answer.id,
        created=int(time.time()),
        model=MODEL,
        choices=[chat.Choice(message=chat.ChatMessage(content=answer.answer, annotations=annotations))],
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
        return schemas.AnswerRequest.model_validate({"question": said[-1], "history": history})
    except ValidationError as error:
        raise QuestionError("The question must have 1 to 500 characters and no control characters.") from error


def _annotations(citation: schemas.CitationOut) -> list[chat.Annotation]:
    title = f"{citation.document.title} {citation.locator.label}"
    return [
        chat.Annotation(
            url_citation=chat.UrlCitation(start_index=span.start, end_index=span.end, url=citation.url, title=title)
        )
        for span in citation.answer_spans
    ]


def _frames(answer: schemas.AnswerOut, *, usage: bool) -> Iterator[str]:
    for text, citations in pieces(answer):
        notes = [note.model_dump() for citation in citations for note in _annotations(citation)]
        yield _frame(answer.id, delta={"content": text, **({"annotations": notes} if notes else {})})
    whole = answer.model_dump(mode="json", include={"citations", "notices", "status", "reason", "aigc"})
    yield _frame(answer.id, delta={}, finish="stop", **whole)
    if usage:
        yield _data({**_head(answer.id), "choices": [], "usage": chat.Usage().model_dump()})
    yield _DONE


_DONE = "data: [DONE]\n\n"


def _frame(identifier: str, *, delta: dict[str, Any], finish: str | None = None, **beside: Any) -> str:
    return _data({**_head(identifier), "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **beside})


def _head(identifier: str) -> dict[str, Any]:
    return {"id": identifier, "object": "chat.completion.chunk", "created": int(time.time()), "model": MODEL}


def _data(value: dict[str, Any]) -> str:
    """A frame without a name: OpenAI's clients take a named one for a chunk."""
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"
