"""Question in, cited answer out: the main path, in order.

understand → scope → retrieve → rerank → read → decide whether the evidence suffices → compose and verify → assemble → annotate.
None of the steps changes what another made. Composing and verifying go together, because what does not verify is
composed again by quoting.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from index import regions
from index.reranking import Reranker
from index.search import ClauseIndex
from index.types import Hit
from rag.annotate import notices_for, partial_reason, validity_notices
from rag.assemble import assemble
from rag.compose import ExtractiveGenerator
from rag.errors import GeneratorError
from rag.evidence import read_evidence
from rag.frames import frames_for
from rag.generator import Generator
from rag.library import Library
from rag.rerank import rerank
from rag.retrieve import retrieve
from rag.scope import scope_of
from rag.sufficiency import insufficiency
from rag.types import Answer, Evidence, Intent, Notice, Provenance, Question, Reason, Scope, Statement, Turn
from rag.understand import understand
from rag.verify import verify

_RELATED = 3
_log = logging.getLogger(__name__)


def today_in_china() -> date:
    """The day it is where the documents apply (UTC+8, no summer time), whatever the machine's clock is set to."""
    return datetime.now(timezone(timedelta(hours=8))).date()


class Pipeline:
    """Answers questions from one index generation. Holds no state between questions; safe to share between threads."""

    def __init__(
        self,
        index: ClauseIndex,
        generator: Generator,
        *,
        reranker: Reranker | None = None,
        today: Callable[[], date] = today_in_china,
    ) -> None:
        self.index = index
        self.library = Library(index)
        self.generator = generator
        self.reranker = reranker
        self.today = today
        self._quoting = ExtractiveGenerator()

    def answer(
        self,
        text: str,
        *,
        history: Sequence[Turn] = (),
        region: str | None = None,
        document_ids: Collection[str] = (),
        as_of: date | None = None,
    ) -> Answer:
        """The answer to ``text``; where the documents do not say, its status is ``not_found``.

        Args:
            text: The question, 1–500 characters, Chinese or English.
            history: Earlier turns, oldest first.
            region: GB/T 2260 code to answer for where the question names no place.
            document_ids: Answer from these documents alone.
            as_of: The day for which validity is judged; today if not given.

        Raises:
            QuestionError: The question cannot be taken.
        """
        clock = _Clock()
        with clock("understand"):
            question = understand(
                text,
                self.library,
                as_of=as_of or self.today(),
                history=history,
                region=region,
                document_ids=document_ids,
            )
            scope = scope_of(question, self.library.documents)
        with clock("retrieve"):
            hits = retrieve(question, scope, self.library)
        with clock("rerank"):
            hits = rerank(question, hits, self.library, self.reranker)
        with clock("read"):
            evidence = read_evidence(question, hits, self.library)
        if gap := insufficiency(question, scope, evidence):
            return self._refusal(gap, question, scope, hits, clock)
        with clock("compose"):
            composed = self._compose_verified(question, evidence)
        if not composed.statements:
            return self._refusal(Reason.NO_EVIDENCE, question, scope, hits, clock)
        body, citations = assemble(composed.statements, evidence, frames_for(question.language))
        reason = partial_reason(question, scope)
        return Answer(
            status="partial" if reason else "answered",
            reason=reason,
            text=body,
            citations=citations,
            notices=(*notices_for(question, scope, citations), *composed.notices),
            related=(),
            as_of=question.as_of,
            provenance=self._provenance(composed.generator),
            timings_ms=clock.timings,
        )

    def search(
        self, text: str, *, region: str | None = None, document_ids: Collection[str] = (), count: int = 10
    ) -> tuple[Hit, ...]:
        """The clauses that an answer to ``text`` would be looked for in, best first.

        Raises:
            QuestionError: The text cannot be taken.
        """
        question = understand(text, self.library, as_of=self.today(), region=region, document_ids=document_ids)
        scope = scope_of(question, self.index.documents)
        hits = retrieve(question, scope, self.library, count=count)
        return rerank(question, hits, self.library, self.reranker)[:count]

    def covered_regions(self) -> tuple[str, ...]:
        """The everyday names of the regions that have documents, in document order."""
        codes = dict.fromkeys(document.region_code for document in self.index.documents.values())
        return tuple(regions.short_name(code) for code in codes if code)

    def _compose_verified(self, question: Question, evidence: Sequence[Evidence]) -> "_Composed":
        """The generator's statements that its evidence bears out; quotations where it failed or none was borne out."""
        fault = ""
        if self.generator.id != self._quoting.id:
            try:
                verified = verify(self.generator.generate(question, evidence), evidence)
            except GeneratorError as error:
                _log.warning("generator failed, quoting instead: %s", error)
                fault = "generator_unavailable"
            else:
                if verified.statements:
                    return _Composed(statements=verified.statements, generator=self.generator, notices=())
                fault = "generator_unverified"
        draft = self._quoting.generate(question, evidence)
        codes = [code for code in (fault, "excerpt" if draft.excerpted else "") if code]
        frames = frames_for(question.language)
        return _Composed(
            statements=verify(draft, evidence).statements,
            generator=self._quoting,
            notices=tuple(Notice(code=code, text=frames.notice(code)) for code in codes),
        )

    def _refusal(
        self, reason: Reason, question: Question, scope: Scope, hits: Sequence[Hit], clock: "_Clock"
    ) -> Answer:
        asked_of = [self.library.documents[i] for i in scope.document_ids] if question.intent is Intent.VALIDITY else []
        related = tuple(hits[:_RELATED]) if reason in (Reason.MISSING_DETAIL, Reason.NO_EVIDENCE) else ()
        return Answer(
            status="not_found",
            reason=reason,
            text=frames_for(question.language).refusal(reason, self.covered_regions()),
            citations=(),
            notices=validity_notices(question, asked_of),
            related=related,
            as_of=question.as_of,
            provenance=self._provenance(self.generator),
            timings_ms=clock.timings,
        )

    def _provenance(self, generator: Generator) -> Provenance:
        return Provenance(
            generation=self.index.generation,
            embedder=self.index.embedder_id,
            generator=generator.id,
            prompt_sha256=generator.prompt_sha256,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Composed:
    """Verified statements, who wrote them, and what to say if it was not the generator asked for."""

    statements: tuple[Statement, ...]
    generator: Generator
    notices: tuple[Notice, ...]


@dataclass(slots=True)
class _Clock:
    """Milliseconds spent in each named step."""

    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.timings[step] = round((time.perf_counter() - started) * 1000, 3)
