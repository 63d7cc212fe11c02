"""Whether the evidence suffices, decided before any word is written: a ladder from the plain cases to the score."""

from collections.abc import Sequence

from rag.types import Evidence, Intent, Question, Reason, Scope, Sentence

_ENOUGH_COVERAGE = (
    0.52  # share of a question's content (by weight) that a sentence, with what stands around it, must cover
)
_ENOUGH_WITH_VALUE = 0.4  # a sentence that holds the value asked for may say the rest in other words
_TOUCHED_TOPICS = 0.45  # share of the topics that a sentence must name for its document to touch on the subject at all
_ENOUGH_TOPICS = 0.55  # share of the topics alone, for which nothing but the sentence and its surroundings counts


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
    if not any(len(term.text) > 1 for term in question.terms):
        return Reason.NO_EVIDENCE
    if evidence and all(item.hit.source == "lookup" for item in evidence):
        return None
    sentences = [sentence for item in evidence for sentence in item.sentences]
    if any(qualifies(question, sentence) for sentence in sentences):
        return None
    asks_detail = question.expects is not None or question.intent is Intent.FIGURE
    touched = (
        any(s.on_topic and s.topic_share >= _TOUCHED_TOPICS for s in sentences) or question.intent is Intent.VALIDITY
    )
    return Reason.MISSING_DETAIL if asks_detail and touched else Reason.NO_EVIDENCE


def qualifies(question: Question, sentence: Sentence) -> bool:
    """Whether ``sentence`` may stand in an answer: on the topic, of the year, with the value, covering enough."""
    if question.intent is Intent.VALIDITY:
        return sentence.has_value
    if question.expects is not None and not sentence.has_value:
        return False
    enough = _ENOUGH_WITH_VALUE if question.expects is not None else _ENOUGH_COVERAGE
    on_topic = sentence.on_topic and sentence.topic_share >= _ENOUGH_TOPICS
    return on_topic and sentence.in_years and sentence.coverage >= enough
