"""An answer as typed server-sent events: every citation before the text that bears its marker, the whole object last."""

import json
from collections.abc import Iterator
from typing import Any

from service.api import schemas


def frame(kind: str, answer_id: str, number: int, data: dict[str, Any]) -> str:
    """One event: its name, an id to resume at, and JSON that repeats both."""
    body = json.dumps({"type": kind, "sequence_number": number, **data}, ensure_ascii=False)
    return f"event: {kind}\nid: {answer_id}:{number}\ndata: {body}\n\n"


def events_of(answer: schemas.AnswerOut) -> Iterator[tuple[str, dict[str, Any]]]:
    """``(kind, data)`` of everything that follows ``answer.created``."""
    clauses = {citation.clause_id: citation for citation in answer.citations}
    sources = [
        {"clause_id": c.clause_id, "document": c.document.model_dump(mode="json"), "locator": c.locator.model_dump()}
        for c in clauses.values()
    ]
    yield "answer.sources", {"sources": sources}
    for text, citations in pieces(answer):
        for citation in citations:
            yield "answer.citation.added", {"citation": citation.model_dump(mode="json")}
        yield "answer.text.delta", {"delta": text}
    yield "answer.completed", {"answer": answer.model_dump(mode="json")}


def pieces(answer: schemas.AnswerOut) -> Iterator[tuple[str, list[schemas.CitationOut]]]:
    """The text cut behind each marker, and with each piece the citations that it is the first to mark.

    A marker stands where a citation's span ends; [1] within a quotation is text as any other.
    """
    waiting = {citation.number: citation for citation in answer.citations}
    ends = sorted((span.end, citation.number) for citation in answer.citations for span in citation.answer_spans)
    start = 0
    for end, number in ends:
        behind = end + len(f"[{number}]")
        added = [waiting.pop(number)] if number in waiting else []
        yield answer.answer[start:behind], added
        start = behind
    if start < len(answer.answer):
        yield answer.answer[start:], []
