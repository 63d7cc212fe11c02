"""Whether the evidence suffices, decided before any word is written: a ladder from the plain cases to the score."""

from collections.abc import Sequence

from rag.types import Evidence, Intent, Question, Reason, Scope, Value

ENOUGH_COVERAGE = 0.5
"""The share of a question's content (by weight) that its best sentence, with what stands around it, must cover."""

_ENOUGH_WITH_VALUE = 0.4  # a sentence that holds the value asked for may say the rest in other words
_UNITLESS = (Value.NUMBER,)


def insufficiency(question: Question, scope: Scope, evidence: Sequence[Evidence]) -> Reason | None:
    """Why ``evidence`` cannot answer ``question``, or ``None`` if it can."""
    if question.unknown_documents and not question.document_ids:
        return Reason.UNKNOWN_REFERENCE
    if not scope.groups:
        return Reason.OUTSIDE_COVERAGE
    if question.intent is Intent.LOOKUP:
        return None if evidence else Reason.UNKNOWN_REFERENCE
    if not evidence or not question.terms:
        return Reason.NO_EVIDENCE
    if all(item.hit.source == "lookup" for item in evidence):
        return None
    if max(item.coverage for item in evidence) < ENOUGH_COVERAGE:
        return Reason.NO_EVIDENCE
    if question.expects is not None and not _holds_value(question, evidence):
        return Reason.MISSING_DETAIL
    return None


def _holds_value(question: Question, evidence: Sequence[Evidence]) -> bool:
    return any(
        sentence.has_value and sentence.coverage >= _ENOUGH_WITH_VALUE
        for item in evidence
        for sentence in item.sentences
    )
