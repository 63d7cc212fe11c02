"""Whether the evidence suffices, decided before any word is written: a ladder from the plain cases to the score."""

from collections.abc import Sequence

from rag.types import Evidence, Intent, Question, Reason, Scope, Sentence

ENOUGH_COVERAGE = 0.52
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
    sentences = [sentence for item in evidence for sentence in item.sentences]
    if question.intent is Intent.VALIDITY:
        return None if any(sentence.has_value for sentence in sentences) else Reason.MISSING_DETAIL
    if not any(len(term.text) > 1 for term in question.terms):
        return Reason.NO_EVIDENCE
    if evidence and all(item.hit.source == "lookup" for item in evidence):
        return None
    if question.expects is not None or question.intent is Intent.FIGURE:
        return _missing_value(question, sentences)
    return None if any(s.on_topic and s.coverage >= ENOUGH_COVERAGE for s in sentences) else Reason.NO_EVIDENCE


def _missing_value(question: Question, sentences: Sequence[Sentence]) -> Reason | None:
    """Why no sentence gives the value asked for, of the thing and the year asked for."""
    if any(_gives_value(question, sentence) for sentence in sentences):
        return None
    return Reason.MISSING_DETAIL if any(sentence.on_topic for sentence in sentences) else Reason.NO_EVIDENCE


def _gives_value(question: Question, sentence: Sentence) -> bool:
    enough = _ENOUGH_WITH_VALUE if question.expects is not None else ENOUGH_COVERAGE
    has_value = sentence.has_value or question.expects is None
    return has_value and sentence.in_years and sentence.on_topic and sentence.coverage >= enough
