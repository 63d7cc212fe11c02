"""Retrieve chunks, let the generator answer from the first few, cite the chunks: what the usual tutorial builds.

The generator is the same as ours, and sees the same question; it is ours that nothing stands around: no structure, no
scope, no decision whether to answer, no check of what was written.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from eval.baselines.chunks import Chunk
from eval.cases.case import Case
from eval.identity import identity_of
from eval.response import Cited, Response
from index.types import Hit
from rag import Pipeline
from rag.answering.assemble import assemble
from rag.answering.frames import frames_for
from rag.reading.evidence import read_evidence
from rag.types import Evidence, Question
from rag.understanding.understand import understand

READ, _RETRIEVED = 4, 10
"""Chunks that are read, LangChain's default; ten are kept for the metrics of retrieval."""


class Retriever(Protocol):
    """``chunks`` of all documents, and which are nearest to a query."""

    @property
    def chunks(self) -> Sequence[Chunk]:
        """Every chunk, by row."""
        ...

    def nearest(self, query: str, count: int) -> list[tuple[int, float]]:
        """``(row, score)`` of at most ``count`` chunks, best first."""
        ...


class ChunkPipeline:
    """A pipeline over ``retriever`` under ``name``, with the generator, the documents and the reading of ``ours``."""

    def __init__(self, name: str, retriever: Retriever, ours: Pipeline, as_of: date) -> None:
        self.name = name
        self._retriever = retriever
        self._ours = ours
        self._as_of = as_of

    def identity(self) -> Mapping[str, str]:
        """What made ours, under this one's name."""
        return {**identity_of(self._ours, self.name, self._as_of), "reranker": "none"}

    def ask(self, case: Case) -> Response:
        """What the generator says to the chunks nearest to the question, with what was asked before it."""
        started = time.perf_counter()
        as_of = case.as_of or self._as_of
        question = understand(case.question, self._ours.library, as_of=as_of, history=case.turns)[0][0]
        found = [
            (self._retriever.chunks[row], score)
            for row, score in self._retriever.nearest(case.conversation, _RETRIEVED)
        ]
        evidence = self._evidence(question, found[:READ])
        response = self._answer(question, evidence, {chunk.clause.id: chunk for chunk, _ in found})
        return replace(
            response,
            retrieved=tuple(chunk.clause_ids for chunk, _ in found),
            confidence=found[0][1] if found else 0.0,
            milliseconds=(time.perf_counter() - started) * 1000,
        )

    def _evidence(self, question: Question, found: Sequence[tuple[Chunk, float]]) -> tuple[Evidence, ...]:
        hits = [
            Hit(clause=chunk.clause, score=score, rank=rank, source="fused")
            for rank, (chunk, score) in enumerate(found, 1)
        ]
        read = read_evidence(question, hits, self._ours.library)
        return tuple(replace(item, confidence=1.0, suffices=True) for item in read)

    def _answer(self, question: Question, evidence: Sequence[Evidence], chunks: Mapping[str, Chunk]) -> Response:
        draft = self._ours.generator.generate(question, evidence) if evidence else None
        if draft is None or not draft.statements:
            return Response(status="not_found", text="没有找到相关内容。", reason="no_evidence")
        # A chunk runs over lines; what is said of it is one statement.
        said = [replace(statement, text=" ".join(statement.text.split())) for statement in draft.statements]
        text, citations = assemble(said, evidence, frames_for(question.language))
        return Response(
            status="answered",
            text=text,
            citations=tuple(
                Cited(
                    number=citation.number,
                    clause_ids=chunks[citation.clause.id].clause_ids,
                    text=citation.clause.text,
                )
                for citation in citations
            ),
        )
