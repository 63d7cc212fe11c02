"""One part of a question on its way to an answer: what was found, and what there is to say or why there is nothing."""

from dataclasses import dataclass

from index.types import Hit
from rag.answering.generator import Generator
from rag.answering.judgement import judge
from rag.reading.sufficiency import answer_confidence
from rag.types import Evidence, Judgement, Notice, Question, Reason, Scope, Statement

_RELATED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """``gap`` says why there are no ``statements``; ``generator`` wrote those there are."""

    question: Question
    scope: Scope
    hits: tuple[Hit, ...]
    evidence: tuple[Evidence, ...]
    generator: Generator
    statements: tuple[Statement, ...] = ()
    notices: tuple[Notice, ...] = ()
    gap: Reason | None = None

    @property
    def related(self) -> tuple[Hit, ...]:
        """The nearest hits, as leads, where something near was found."""
        return self.hits[:_RELATED] if self.gap in (Reason.MISSING_DETAIL, Reason.NO_EVIDENCE) else ()

    @property
    def confidence(self) -> float:
        """How likely what was read is to answer; 0 where the places or documents asked of are not held."""
        not_held = self.gap in (Reason.OUTSIDE_COVERAGE, Reason.UNKNOWN_REFERENCE)
        return 0.0 if not_held else answer_confidence(self.question, self.evidence)

    @property
    def judgement(self) -> Judgement | None:
        """How the statements stand to what the question claims."""
        claim = self.question.claim
        return judge(claim, [statement.text for statement in self.statements]) if claim else None
