"""Question in, cited answer out: the main path, in order.

understand → scope → retrieve → read → decide whether the evidence suffices → compose → verify → assemble → annotate.
Each step is one call into one module; none changes what another made.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from index import regions
from index.search import ClauseIndex
from index.types import Hit
from rag.annotate import notices_for, validity_notices
from rag.assemble import assemble
from rag.compose import ExtractiveGenerator
from rag.errors import GeneratorError
from rag.evidence import read_evidence
from rag.frames import frames_for
from rag.generator import Generator
from rag.library import Library
from rag.retrieve import retrieve
from rag.scope import scope_of
from rag.sufficiency import insufficiency
from rag.types import Answer, Draft, Evidence, Intent, Notice, Provenance, Question, Reason, Scope, Turn
from rag.understand import understand
from rag.verify import verify

_RELATED = 3
_log = logging.getLogger(__name__)


class Pipeline:
    """Answers questions from one index generation. Holds no state between questions; safe to share between threads."""

    def __init__(self, index: ClauseIndex, generator: Generator, *, today: Callable[[], date] = date.today) -> None:
        self.index = index
        self.library = Library(index)
        self.generator = generator
        self._today = today
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
                as_of=as_of or self._today(),
                history=history,
                region=region,
                document_ids=document_ids,
            )
            scope = scope_of(question, self.index.documents)
            frames = frames_for(question.language)
        with clock("retrieve"):
            hits = retrieve(question, scope, self.library) if scope.groups else ()
            evidence = read_evidence(question, hits, self.library)
        if gap := insufficiency(question, scope, evidence):
            return self._refuse(gap, question, scope, hits, clock)
        with clock("generate"):
            draft, fallback = self._draft(question, evidence)
        with clock("verify"):
            statements = verify(draft, evidence).statements
            if not statements and not fallback:
                fallback = True
                statements = verify(self._quoting.generate(question, evidence), evidence).statements
        if not statements:
            return self._refuse(Reason.NO_EVIDENCE, question, scope, hits, clock)
        body, citations = assemble(statements, evidence, frames, as_of=question.as_of)
        notices = notices_for(question, scope, citations)
        if fallback:
            notices = (*notices, Notice(code="fallback", text=frames.notice("fallback")))
        return Answer(
            status="partial" if scope.uncovered else "answered",
            reason=Reason.OUTSIDE_COVERAGE if scope.uncovered else None,
            text=body,
            citations=citations,
            notices=notices,
            related=(),
            provenance=self._provenance(),
            timings_ms=clock.timings,
        )

    def _draft(self, question: Question, evidence: Sequence[Evidence]) -> tuple[Draft, bool]:
        """The generator's draft, or quotations and ``True`` where it did not answer."""
        try:
            return self.generator.generate(question, evidence), False
        except GeneratorError as error:
            _log.warning("generator failed, quoting instead: %s", error)
            return self._quoting.generate(question, evidence), True

    def _refuse(self, reason: Reason, question: Question, scope: Scope, hits: Sequence[Hit], clock: "_Clock") -> Answer:
        asked_of = [self.library.documents[i] for i in scope.document_ids] if question.intent is Intent.VALIDITY else []
        related = tuple(hits[:_RELATED]) if reason in (Reason.MISSING_DETAIL, Reason.NO_EVIDENCE) else ()
        return Answer(
            status="not_found",
            reason=reason,
            text=frames_for(question.language).refusal(reason, self.covered_regions()),
            citations=(),
            notices=validity_notices(question, asked_of),
            related=related,
            provenance=self._provenance(),
            timings_ms=clock.timings,
        )

    def search(
        self, text: str, *, region: str | None = None, document_ids: Collection[str] = (), count: int = 10
    ) -> tuple[Hit, ...]:
        """The clauses that an answer to ``text`` would be looked for in, best first.

        Raises:
            QuestionError: The text cannot be taken.
        """
        question = understand(text, self.library, as_of=self._today(), region=region, document_ids=document_ids)
        scope = scope_of(question, self.index.documents)
        return retrieve(question, scope, self.library, count=count)[:count] if scope.groups else ()

    def covered_regions(self) -> tuple[str, ...]:
        """The everyday names of the regions that have documents, in document order."""
        codes = dict.fromkeys(document.region.code for document in self.index.documents.values())
        return tuple(regions.short_name(code) for code in codes)

    def _provenance(self) -> Provenance:
        return Provenance(
            generation=self.index.generation,
            embedder=self.index.embedder_id,
            generator=self.generator.id,
            prompt_sha256=self.generator.prompt_sha256,
        )


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
