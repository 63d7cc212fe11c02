"""Whether the evidence suffices, decided before any word is written: a ladder from the plain cases to the score."""

from collections.abc import Sequence

from rag.types import Evidence, Intent, Question, Reason, Scope

ENOUGH_COVERAGE = 0.5
"""The share of a question's content (by weight) that its best sentence, with what stands around it, must cover."""

_ENOUGH_WITH_VALUE = 0.4  # a sentence that holds the value asked for may say the rest in other words


def insufficiency(question: Question, scope: Scope, evidence: Sequence[Evidence]) -> Reason | None:
    """Why ``evidence`` cannot answer ``question``, or ``None`` if it can."""
    if question.unknown_documents and not question.document_ids:
        return Reason.UNKNOWN_REFERENCE
    if not scope.groups:
        return Reason.OUTSIDE_COVERAGE
    if question.intent is Intent.LOOKUP:
        return None if evidence else Reason.UNKNOWN_REFERENCE
    if question.intent is Intent.VALIDITY:
        stated = any(sentence.has_value for item in evidence for sentence in item.sentences)
        return None if stated else Reason.MISSING_DETAIL
    if not evidence or not any(len(term.text) > 1 for term in question.terms):
        return Reason.NO_EVIDENCE
    if all(item.hit.source == "lookup" for item in evidence):
        return None
    if max(item.coverage for item in evidence) < ENOUGH_COVERAGE:
        touched = any(sentence.on_topic for item in evidence for sentence in item.sentences)
        return Reason.MISSING_DETAIL if question.expects and touched else Reason.NO_EVIDENCE
    if question.expects is not None or question.intent is Intent.FIGURE:
        return None if _holds_value(question, evidence) else Reason.MISSING_DETAIL
    return None


def _holds_value(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether one sentence holds the value asked for, speaks of the year asked for, and covers enough of the rest."""
    return any(
        (sentence.has_value or question.expects is None)
        and sentence.in_years
        and sentence.coverage >= _ENOUGH_WITH_VALUE
        for item in evidence
        for sentence in item.sentences
    )
