"""Question in, cited answer out: the main path, in order.

understand → for each part: scope → retrieve → rerank → read → decide whether the evidence suffices → compose and verify
→ assemble → annotate. None of the steps changes what another made. Composing and verifying go together, because what
does not verify is composed again by quoting.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date

from index import regions
from index.reranking import Reranker
from index.search import ClauseIndex
from index.types import Hit
from rag.answering.annotate import missing_notices, notices_for, partial_reason, validity_notices
from rag.answering.assemble import assemble
from rag.answering.frames import frames_for
from rag.answering.generator import Generator
from rag.answering.write import write
from rag.cancel import checkpoint
from rag.clock import Clock, today_in_china
from rag.library import Library
from rag.part import Part
from rag.reading.confidence import LEAST_CONFIDENCE, rated, shipped_model
from rag.reading.evidence import read_evidence
from rag.reading.sufficiency import insufficiency
from rag.retrieval.rerank import rerank
from rag.retrieval.retrieve import retrieve
from rag.retrieval.scope import scope_of
from rag.types import Answer, Evidence, Particular, Provenance, Question, Reason, Turn
from rag.understanding.understand import understand


class Pipeline:
    """Answers questions from one index generation. Holds no state between questions; safe to share between threads."""

    def __init__(
        self,
        index: ClauseIndex,
        generator: Generator,
        *,
        reranker: Reranker | None = None,
        least_confidence: float = LEAST_CONFIDENCE,
        today: Callable[[], date] = today_in_china,
    ) -> None:
        """Answers from ``index``; ``least_confidence`` lets a clause answer in other words than the question's."""
        self.index = index
        self.library = Library(index)
        self.generator = generator
        self.reranker = reranker
        self.today = today
        self._model = shipped_model()
        self._least = least_confidence

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
            Cancelled: Nobody waits for the answer any more (see :mod:`rag.cancel`).
        """
        clock = Clock()
        with clock("understand"):
            asked = understand(
                text,
                self.library,
                as_of=as_of or self.today(),
                history=history,
                region=region,
                document_ids=document_ids,
            )
        parts = [self._part(ways, chr(ord("E") + place), clock) for place, ways in enumerate(asked)]
        answered = [part for part in parts if part.statements]
        if not answered:
            return self._refusal(parts, clock)
        question, missing = parts[0].question, [part for part in parts if not part.statements]
        asked_of = [(part.question, part.scope) for part in parts]
        reason = missing[0].gap if missing else partial_reason(asked_of)
        body, citations = assemble(
            [statement for part in answered for statement in part.statements],
            [item for part in answered for item in part.evidence],
            frames_for(question.language),
            judgements=list(dict.fromkeys((part.question.claim, part.judgement) for part in answered)),
        )
        return Answer(
            status="partial" if reason else "answered",
            reason=reason,
            text=body,
            citations=citations,
            notices=(
                *notices_for(asked_of, citations),
                *missing_notices([part.question for part in missing]),
                *dict.fromkeys(notice for part in answered for notice in part.notices),
            ),
            related=tuple(hit for part in missing for hit in part.related),
            hits=_found(parts),
            confidence=min(part.confidence for part in answered),
            as_of=question.as_of,
            provenance=self._provenance(answered[0].generator),
            timings_ms=clock.timings,
        )

    def _part(self, ways: Sequence[Question], series: str, clock: Clock) -> Part:
        """What there is to say to one part, in the first way of meaning it that can be answered."""
        first = self._read(ways[0], series, clock)
        if first.statements:
            return first
        others = (self._read(way, series, clock) for way in ways[1:])
        return next((part for part in others if part.statements), first)

    def _read(self, question: Question, series: str, clock: Clock) -> Part:
        """What there is to say to ``question``: statements, or the reason why there is nothing."""
        checkpoint()
        part = self._find(question, series, clock)
        if gap := insufficiency(question, part.scope, part.evidence):
            return replace(part, gap=gap)
        with clock("compose"):
            written = write(question, part.evidence, self.generator)
        if not written.statements:
            return replace(part, gap=Reason.NO_EVIDENCE)
        return replace(part, statements=written.statements, generator=written.generator, notices=written.notices)

    def _find(self, question: Question, series: str, clock: Clock) -> Part:
        """What is found and read for ``question``, before anything is decided."""
        scope = scope_of(question, self.library.documents)
        with clock("retrieve"):
            hits = retrieve(question, scope, self.library)
        with clock("rerank"):
            hits = rerank(question, hits, self.library, self.reranker)
        with clock("read"):
            evidence = read_evidence(question, hits, self.library, series=series)
            evidence = rated(question, evidence, self.library, self._model, least=self._least)
        return Part(question=question, scope=scope, hits=hits, evidence=evidence, generator=self.generator)

    def search(
        self, text: str, *, region: str | None = None, document_ids: Collection[str] = (), count: int = 10
    ) -> tuple[Hit, ...]:
        """The clauses that an answer to ``text``, or to its first part, would be looked for in, best first.

        Raises:
            QuestionError: The text cannot be taken.
        """
        parts = understand(text, self.library, as_of=self.today(), region=region, document_ids=document_ids)
        question = parts[0][0]
        scope = scope_of(question, self.index.documents)
        hits = retrieve(question, scope, self.library, count=count)
        return rerank(question, hits, self.library, self.reranker)[:count]

    def evidence(self, question: Question) -> tuple[Evidence, ...]:
        """What is read for ``question``, before anything is decided."""
        return self._find(question, "E", Clock()).evidence

    def covered_regions(self) -> dict[str, str]:
        """The everyday names of the regions that have documents, by GB/T 2260 code, in document order."""
        codes = dict.fromkeys(document.region_code for document in self.index.documents.values())
        return {code: regions.short_name(code) for code in codes if code}

    def _refusal(self, parts: Sequence[Part], clock: Clock) -> Answer:
        part = parts[0]
        question, reason = part.question, part.gap or Reason.NO_EVIDENCE
        of_validity = Particular.VALIDITY in question.particulars
        return Answer(
            status="not_found",
            reason=reason,
            text=frames_for(question.language).refusal(reason, list(self.covered_regions().values())),
            citations=(),
            notices=validity_notices(
                question, [self.library.documents[i] for i in part.scope.document_ids] if of_validity else []
            ),
            related=part.related,
            hits=_found(parts),
            confidence=max(each.confidence for each in parts),
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


def _found(parts: Sequence[Part]) -> tuple[Hit, ...]:
    """What was found for ``parts``, part by part, each clause where it comes first."""
    found = dict[str, Hit]()
    for hit in (hit for part in parts for hit in part.hits):
        found.setdefault(hit.clause.id, hit)
    return tuple(found.values())
