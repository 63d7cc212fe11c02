"""Hits read closely: sentence by sentence, how much of the question each covers, and whether it holds the value asked."""

from collections.abc import Sequence

from index.text import fold, sentences
from index.types import Clause, Hit
from rag.library import Library
from rag.rows import row_sentence
from rag.terms import met
from rag.types import Evidence, Question, Sentence
from rag.values import holds

# What a term counts for, by where it stands: the sentence itself, its clause, the headings above, the document.
_IN_SENTENCE, _IN_CLAUSE, _IN_HEADINGS, _IN_TITLE, _IN_DOCUMENT = 1.0, 0.8, 0.7, 0.5, 0.25
_YEAR_WEIGHT = 2.0  # of a year of the question, against about 1–6 for a word


def read_evidence(question: Question, hits: Sequence[Hit], library: Library) -> tuple[Evidence, ...]:
    """The evidence in ``hits``, in their order, keyed E1, E2, …"""
    return tuple(
        Evidence(
            key=f"E{place}",
            hit=hit,
            document=library.documents[hit.clause.document_id],
            sentences=_sentences(question, hit.clause, library),
        )
        for place, hit in enumerate(hits, 1)
    )


def _has_value(question: Question, reads: str) -> bool:
    named = question.value_name is None or question.value_name in reads
    return question.expects is not None and named and holds(reads, question.expects)


def _sentences(question: Question, clause: Clause, library: Library) -> tuple[Sentence, ...]:
    document = library.documents[clause.document_id]
    around = (
        (fold(clause.reading), _IN_CLAUSE),
        (fold(" ".join(clause.path)), _IN_HEADINGS),
        (fold(document.name), _IN_TITLE),
        (library.folded(document.id), _IN_DOCUMENT),
    )
    total = sum(term.weight for term in question.terms) + _YEAR_WEIGHT * len(question.years)

    def sentence(start: int, end: int, reads: str) -> Sentence:
        places = ((fold(reads), _IN_SENTENCE), *around)
        shares = {t.text: next((share for text, share in places if met(t, text)), 0.0) for t in question.terms}
        covered = sum(term.weight * shares[term.text] for term in question.terms)
        dated = [next((share for text, share in places[:3] if year in text), 0.0) for year in question.years]
        covered += _YEAR_WEIGHT * sum(dated)
        topics = [term for term in question.terms if not term.is_aspect] or question.terms
        return Sentence(
            start=start,
            end=end,
            text=clause.text[start:end],
            coverage=covered / total if total else 0.0,
            on_topic=any(shares[term.text] >= _IN_HEADINGS for term in topics),
            in_years=not question.years or any(dated),
            has_value=_has_value(question, reads),
        )

    if clause.columns:
        return (sentence(0, len(clause.text), row_sentence(clause, question)),)
    return tuple(sentence(start, end, clause.text[start:end]) for start, end in sentences(clause.text))
