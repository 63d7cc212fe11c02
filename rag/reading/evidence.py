"""Hits read closely: sentence by sentence, how much of the question each covers, and whether it holds the value asked."""

from collections.abc import Mapping, Sequence

from index.text import fold, sentences
from index.types import Clause, Hit
from rag.library import Library
from rag.reading.rows import row_sentence
from rag.terms import met, years_of
from rag.types import Evidence, Question, Sentence, Term, Value
from rag.values import holds, holds_near

# What a term counts for, by where it stands: the sentence itself, its clause, the headings above, the document.
_IN_SENTENCE, _IN_CLAUSE, _IN_HEADINGS, _IN_SUBJECT, _IN_TITLE, _IN_DOCUMENT = 1.0, 0.75, 0.85, 0.5, 0.5, 0.25
_YEAR_WEIGHT = 2.0  # of a year of the question, against about 1–6 for a word


def read_evidence(
    question: Question, hits: Sequence[Hit], library: Library, *, series: str = "E"
) -> tuple[Evidence, ...]:
    """The evidence in ``hits``, in their order, keyed E1, E2 and so on after ``series``."""
    documents = {hit.clause.document_id for hit in hits}
    around = {identifier: _document_shares(question, identifier, library) for identifier in documents}
    pivots = library.pivots(question.terms)
    return tuple(
        Evidence(
            key=f"{series}{place}",
            hit=hit,
            document=library.documents[hit.clause.document_id],
            sentences=_sentences(question, hit.clause, around[hit.clause.document_id], pivots),
        )
        for place, hit in enumerate(hits, 1)
    )


def _document_shares(question: Question, document_id: str, library: Library) -> dict[str, float]:
    """What each term counts for anywhere in a document: more if the document is about it."""
    title, text = fold(library.documents[document_id].name), library.folded(document_id)
    shares = dict[str, float]()
    for term in question.terms:
        if met(term, title):
            shares[term.text] = _IN_TITLE
        elif met(term, text):
            shares[term.text] = _IN_SUBJECT if library.is_subject(term, document_id) else _IN_DOCUMENT
    return shares


def _sentences(
    question: Question, clause: Clause, in_document: Mapping[str, float], pivots: Sequence[Term]
) -> tuple[Sentence, ...]:
    headings = fold(" ".join([*clause.path, clause.heading or ""]))
    whole = fold(clause.reading)
    total = sum(term.weight for term in question.terms) + _YEAR_WEIGHT * len(question.years)
    topics = question.topics
    # What closes a document speaks of the document, whatever else the document is about.
    about = {} if clause.eid.startswith("closing") else in_document

    def is_near(term: Term, own: str) -> bool:
        """Whether the sentence is about ``term``: a value belongs to its own sentence, heading or document."""
        if met(term, own) or met(term, headings):
            return True
        if question.expects is None:
            return met(term, whole)
        return question.expects is not Value.NUMBER and about.get(term.text, 0.0) >= _IN_SUBJECT

    def sentence(start: int, end: int, reads: str) -> Sentence:
        own = fold(reads)

        def share(term: Term) -> float:
            places = ((own, _IN_SENTENCE), (whole, _IN_CLAUSE), (headings, _IN_HEADINGS))
            near = [value for text, value in places if met(term, text)]
            return max([*near, in_document.get(term.text, 0.0)])

        dating = own if years_of(own) else " ".join(years_of(clause.text[:start])[-1:])  # 到2016年 governs what follows
        dated = [
            _IN_SENTENCE if year in dating else _IN_HEADINGS if year in headings else 0.0 for year in question.years
        ]
        covered = sum(term.weight * share(term) for term in question.terms) + _YEAR_WEIGHT * sum(dated)
        weight = sum(term.weight for term in topics)
        near = sum(term.weight for term in topics if is_near(term, own))
        return Sentence(
            start=start,
            end=end,
            text=clause.text[start:end],
            coverage=covered / total if total else 0.0,
            topic_share=near / weight if weight else 1.0,
            on_topic=any(is_near(term, own) for term in pivots),
            in_years=not question.years or any(dated),
            has_value=_has_value(question, reads, headings, pivots),
        )

    if clause.columns:
        return (sentence(0, len(clause.text), row_sentence(clause, question)),)
    return tuple(sentence(start, end, clause.text[start:end]) for start, end in sentences(clause.text))


def _has_value(question: Question, reads: str, headings: str, pivots: Sequence[Term]) -> bool:
    if question.expects is None or (question.value_name and question.value_name not in reads):
        return False
    if question.expects in (Value.PROCEDURE, Value.CONDITION):  # which a heading may announce
        return holds(reads, question.expects) or holds(headings, question.expects)
    if question.expects is Value.NUMBER:  # a count is of what stands beside it
        headed = any(met(term, headings) for term in pivots)
        counted = [term for term in question.terms if not term.is_aspect] if headed else pivots
        return holds_near(reads, Value.NUMBER, [word for term in counted for word in (term.text, *term.alternatives)])
    return holds(reads, question.expects)
