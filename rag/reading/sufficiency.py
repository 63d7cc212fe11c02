"""Whether the evidence suffices, decided before any word is written: a ladder from the plain cases to the confidence."""

from collections.abc import Sequence

from rag.types import Evidence, Intent, Question, Reason, Scope, Sentence, Value

_ENOUGH_COVERAGE = 0.52  # share of a question's content, by weight, that a sentence with its surroundings must cover
_ENOUGH_WITH_VALUE = 0.4  # a sentence that holds the value asked for may say the rest in other words
_ENOUGH_TOPICS = 0.55  # share of the topics alone, for which nothing but the sentence and its surroundings counts
_LIKELY_TOPICS = 0.4  # the same where the clause is likely to answer anyhow: of a far question no clause may be sure
DOUBTFUL = 0.3
"""Confidence of the surest clause below which even one that covers the words does not answer (docs/reports/calibrate)."""

_FAR = 0.05  # cosine below which a clause that shares words with a question is about something else
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
    if not is_doubtful(question, evidence) and any(
        answers(question, item, sentence) for item in evidence for sentence in item.sentences
    ):
        return None
    asks_detail = question.expects is not None or question.intent is Intent.FIGURE
    sentences = (sentence for item in evidence for sentence in item.sentences)
    touched = any(s.on_topic and s.topic_share >= _TOUCHED_TOPICS for s in sentences)
    return Reason.MISSING_DETAIL if asks_detail and touched else Reason.NO_EVIDENCE


def is_doubtful(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether no clause is at all likely to answer, whatever words it shares; a value asked for speaks for itself."""
    surest = max((item.confidence for item in evidence), default=0.0)
    return question.expects is None and surest < DOUBTFUL


def answers(question: Question, item: Evidence, sentence: Sentence) -> bool:
    """Whether ``sentence`` of ``item`` may stand in an answer, by what it covers or by how sure its clause is to answer."""
    return covers(question, sentence) or is_likely(question, item, sentence)


def covers(question: Question, sentence: Sentence) -> bool:
    """Whether ``sentence`` says enough of what was asked in the words of the question or their equivalents."""
    enough = _ENOUGH_WITH_VALUE if question.expects is not None else _ENOUGH_COVERAGE
    on_topic = sentence.on_topic and sentence.topic_share >= _ENOUGH_TOPICS
    return on_topic and _fits(question, sentence) and sentence.coverage >= enough


def is_likely(question: Question, item: Evidence, sentence: Sentence) -> bool:
    """Whether the clause of ``sentence`` is sure enough to answer, and the sentence touches on what was asked."""
    far = item.hit.source != "lookup" and item.hit.cosine < _FAR
    likely = item.suffices and not far and sentence.topic_share >= _LIKELY_TOPICS
    return likely and _fits(question, sentence)


def _fits(question: Question, sentence: Sentence) -> bool:
    of_year = question.claim is not None and question.claim.value is Value.DATE  # which is what is asked
    return (sentence.in_years or of_year) and (question.expects is None or sentence.has_value)
