"""Our own pipeline, in this process."""

import time
from collections.abc import Mapping
from datetime import date

from eval.cases.case import Case
from eval.identity import identity_of
from eval.response import Cited, Noticed, Response
from rag import Answer, Pipeline


class PipelineTarget:
    """``pipeline``, asked as of ``as_of`` where a case does not say when."""

    name = "pipeline"

    def __init__(self, pipeline: Pipeline, as_of: date) -> None:
        self._pipeline = pipeline
        self._as_of = as_of

    def identity(self) -> Mapping[str, str]:
        """What made the answers: documents, models, prompt, and the code itself."""
        return identity_of(self._pipeline, self.name, self._as_of)

    def ask(self, case: Case) -> Response:
        """The answer of the pipeline."""
        started = time.perf_counter()
        answer = self._pipeline.answer(
            case.question, history=case.turns, region=case.region, as_of=case.as_of or self._as_of
        )
        return response_of(answer, milliseconds=(time.perf_counter() - started) * 1000)


def response_of(answer: Answer, *, milliseconds: float) -> Response:
    """``answer`` as the harness takes it."""
    return Response(
        status=answer.status,
        reason=answer.reason,
        text=answer.text,
        citations=tuple(
            Cited(number=citation.number, clause_ids=(citation.clause.id,), text=citation.cited_text)
            for citation in answer.citations
        ),
        notices=tuple(Noticed(code=notice.code, document_id=notice.document_id) for notice in answer.notices),
        retrieved=tuple((hit.clause.id,) for hit in answer.hits),
        confidence=answer.confidence,
        milliseconds=milliseconds,
    )
