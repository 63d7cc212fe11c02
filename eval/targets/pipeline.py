"""Our own pipeline, in this process."""

import hashlib
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from eval.cases.case import Case
from eval.targets.contract import Cited, Noticed, Response
from rag import Answer, Pipeline

_CODE = ("index", "rag", "prompts")
_ROOT = Path(__file__).parents[2]


class PipelineTarget:
    """``pipeline``, asked as of ``as_of`` where a case does not say when."""

    name = "pipeline"

    def __init__(self, pipeline: Pipeline, as_of: date) -> None:
        self._pipeline = pipeline
        self._as_of = as_of

    def identity(self) -> Mapping[str, str]:
        """What made the answers: documents, models, prompt, and the code itself."""
        pipeline = self._pipeline
        return {
            "target": self.name,
            "corpus": corpus_sha256(pipeline),
            "embedder": pipeline.index.embedder_id,
            "reranker": pipeline.reranker.id if pipeline.reranker else "none",
            "generator": pipeline.generator.id,
            "prompt_sha256": pipeline.generator.prompt_sha256 or "none",
            "code_sha256": code_sha256(),
        }

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


def corpus_sha256(pipeline: Pipeline) -> str:
    """One hash over the documents: ids and sources."""
    lines = (f"{document.id} {document.sha256}\n" for document in pipeline.index.documents.values())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def code_sha256() -> str:
    """One hash over the code, data and prompts that answers depend on."""
    digest = hashlib.sha256()
    for folder in _CODE:
        for path in sorted((_ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(_ROOT)).encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
