"""Whether the evidence suffices, decided before any word is written: a ladder from the plain cases to the confidence."""

from collections.abc import Sequence

from rag.types import Evidence, Intent, Question, Reason, Scope, Sentence

_TOUCHED_TOPICS = 0.45  # share of the topics that a sentence must name for its document to touch on the subject at all


def insufficiency(question: Question, scope: Scope, evidence: Sequence[Evidence]) -> Reason | None:
    """Why ``evidence`` cannot answer ``question``, or ``None`` if it can."""
    if question.unknown_documents and not question.document_ids:
        return Reason.UNKNOWN_REFERENCE
    if not scope.groups:
        return Reason.OUTSIDE_COVERAGE
    if question.addresses and not evidence:
        return Reason.UNKNOWN_REFERENCE
    if question.intent is Intent.LOOKUP:
        return None
    if question.particulars:
        return None if evidence else Reason.MISSING_DETAIL
    if not any(len(term.text) > 1 for term in question.terms):
        return Reason.NO_EVIDENCE
    if evidence and all(item.hit.source == "lookup" for item in evidence):
        return None
    if any(answers(question, item, sentence) for item in evidence for sentence in item.sentences):
        return None
    asks_detail = question.expects is not None or question.intent is Intent.FIGURE
    sentences = (sentence for item in evidence for sentence in item.sentences)
    touched = any(s.on_topic and s.topic_share >= _TOUCHED_TOPICS for s in sentences)
    return Reason.MISSING_DETAIL if asks_detail and touched else Reason.NO_EVIDENCE


def answers(question: Question, item: Evidence, sentence: Sentence) -> bool:
    """Whether ``sentence`` of ``item`` may stand in an answer: its clause is sure enough, and it holds the value asked for.

    A value is one of the thing that the question turns on: that a sentence has some value makes it no answer.
    """
    return item.suffices and _holds(question, sentence)


def answer_confidence(question: Question, evidence: Sequence[Evidence]) -> float:
    """How likely ``evidence`` is to answer (0–1): the confidence of the surest clause that holds the value asked for."""
    sure = (item.confidence for item in evidence if any(_holds(question, sentence) for sentence in item.sentences))
    return max(sure, default=0.0)


def _holds(question: Question, sentence: Sentence) -> bool:
    """Whether ``sentence`` is of the years asked for and holds the value asked for."""
    return sentence.in_years and (question.expects is None or (sentence.has_value and sentence.on_topic))
