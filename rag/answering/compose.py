"""The extractive generator: an answer made of sentences of the evidence, word for word, in a readable order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.reading.groups import OWN, groups_of
from rag.reading.rows import row_sentence
from rag.reading.sufficiency import answers
from rag.types import Draft, Evidence, Intent, Question, Sentence, Statement

_NEAR_BEST = 0.75  # a sentence must cover this share of what the best one of its clause covers
_NEAR_SUREST, _NEAR_SUREST_ELSE = {Intent.FIGURE: 0.8, Intent.LIST: 0.4}, 0.6
"""The share of the surest clause's confidence that another must have: a figure has one place, a list has many."""

_NEAR_TOPICS = 0.5  # share of the topics that a place's own side of a comparison must touch
_PER_CLAUSE, _PER_DOCUMENT, _IN_ALL = 2, 3, 8
_PER_DOCUMENT_OF_A_LIST = 6
_OF_A_LIST, _LONGEST_LIST = 2, 10  # clauses of a section that make it a list asked for; others that are then added
_WHOLE_BUDGET = 2_000  # characters of clauses quoted whole; longer sections are quoted by their first sentences
_OPENING = 120  # characters of a clause's opening in a section too long to quote whole


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pick:
    """A stretch worth quoting: from ``first`` to ``last``, neighbouring sentences of one clause."""

    item: Evidence
    first: Sentence
    last: Sentence

    @property
    def coverage(self) -> float:
        return max(self.first.coverage, self.last.coverage)


class ExtractiveGenerator:
    """Quotes. Needs no model, and cannot say what the documents do not."""

    id = "extractive"
    prompt_sha256: str | None = None

    def generate(self, question: Question, evidence: Sequence[Evidence]) -> Draft:
        """The statements that answer ``question``, each a stretch of one clause; documents in order of their best hit."""
        if all(item.hit.source == "lookup" for item in evidence):
            return _quote_section(question, evidence)
        picks = list[_Pick]()
        for group in _groups(question, evidence):
            from_above = bool(picks) and question.intent is not Intent.COMPARE
            if not (from_above and question.expects):  # a value that the place itself states needs none from above it
                chosen = _choose(question, group)
                if not chosen and question.intent is Intent.COMPARE:
                    chosen = _nearest(question, group)
                picks += _in_order(chosen, group)
        return Draft(statements=tuple(_statement(question, pick) for pick in picks))


def _in_order(picks: Sequence[_Pick], evidence: Sequence[Evidence]) -> list[_Pick]:
    """``picks`` document by document, that of the best hit first; within a document the best-covering first."""
    order = {item.document.id: place for place, item in reversed(list(enumerate(evidence)))}
    return sorted(
        picks, key=lambda pick: (order[pick.item.document.id], -pick.coverage, pick.item.hit.rank, pick.first.start)
    )


def _groups(question: Question, evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    """The evidence to choose from together, in the order it is to be read.

    For a comparison each region's apart, so that each has its say. For a question on a place, first what that place
    itself issued, then what the divisions above it did.
    """
    groups = groups_of(question, evidence)
    asked_first = [OWN] if question.intent is not Intent.COMPARE else [region.code for region in question.regions]
    return [groups[name] for name in dict.fromkeys([*asked_first, *groups]) if name in groups]


def _choose(question: Question, evidence: Sequence[Evidence]) -> list[_Pick]:
    """The stretches of ``evidence`` worth quoting: of the clauses nearly as sure as the surest, what covers most."""
    every = [(item, s) for item in evidence for s in item.sentences if not _is_heading(item, s)]
    able = [(item, s) for item, s in every if answers(question, item, s)]
    surest = max((item.confidence for item, _ in able), default=0.0)
    share = _NEAR_SUREST.get(question.intent, _NEAR_SUREST_ELSE)
    near = [
        (item, s) for item, s in able if item.confidence >= share * surest and s.coverage >= _NEAR_BEST * _best(item)
    ]
    near.sort(key=lambda c: (-c[0].confidence, -c[1].coverage, c[1].start))
    kept = _limit(near, per_document=_PER_DOCUMENT_OF_A_LIST if question.intent is Intent.LIST else _PER_DOCUMENT)
    if question.intent is Intent.LIST:
        kept += _rest_of_lists(kept, every)
    return _merge(kept)


def _best(item: Evidence) -> float:
    return max(sentence.coverage for sentence in item.sentences)


def _nearest(question: Question, group: Sequence[Evidence]) -> list[_Pick]:
    """The best-covering sentence of a place's surest clause: a comparison says of each place what comes nearest."""
    surest = max(group, key=lambda item: item.confidence)
    near = [s for s in surest.sentences if s.topic_share >= _NEAR_TOPICS and s.in_years and not _is_heading(surest, s)]
    if question.expects is not None:
        near = [sentence for sentence in near if sentence.has_value]
    best = max(near, key=lambda sentence: sentence.coverage, default=None)
    return [_Pick(item=surest, first=best, last=best)] if best else []


def _limit(ranked: Iterable[tuple[Evidence, Sentence]], *, per_document: int) -> list[tuple[Evidence, Sentence]]:
    """The first of ``ranked`` within the limits for a clause, a document and an answer."""
    in_clause, in_document, kept = dict[str, int](), dict[str, int](), list[tuple[Evidence, Sentence]]()
    for item, sentence in ranked:
        clauses, documents = in_clause.get(item.key, 0), in_document.get(item.document.id, 0)
        if len(kept) < _IN_ALL and clauses < _PER_CLAUSE and documents < per_document:
            in_clause[item.key], in_document[item.document.id] = clauses + 1, documents + 1
            kept.append((item, sentence))
    return kept


def _rest_of_lists(
    kept: Sequence[tuple[Evidence, Sentence]], every: Sequence[tuple[Evidence, Sentence]]
) -> list[tuple[Evidence, Sentence]]:
    """The opening sentences of what stands beside two or more of ``kept`` in one section: a list is given whole."""
    chosen = {item.key: item for item, _ in kept}
    parents = Counter(item.clause.parent for item in chosen.values())
    rest = dict[str, tuple[Evidence, Sentence]]()
    for item, sentence in every:
        if item.key not in chosen and parents[item.clause.parent] >= _OF_A_LIST:
            rest.setdefault(item.key, (item, sentence))
    return list(rest.values()) if len(rest) <= _LONGEST_LIST else []


def _merge(kept: Iterable[tuple[Evidence, Sentence]]) -> list[_Pick]:
    """Neighbouring sentences of a clause put together, so that one citation covers them."""
    picks = list[_Pick]()
    for item, sentence in sorted(kept, key=lambda c: (c[0].hit.rank, c[1].start)):
        last = picks[-1] if picks else None
        if last and last.item is item and not item.clause.text[last.last.end : sentence.start].strip():
            picks[-1] = _Pick(item=item, first=last.first, last=sentence)
        else:
            picks.append(_Pick(item=item, first=sentence, last=sentence))
    return picks


def _is_heading(item: Evidence, sentence: Sentence) -> bool:
    """Whether ``sentence`` is but the heading that opens its clause (推进实施专利导航。)."""
    heading = item.clause.heading
    return (
        heading is not None
        and sentence.start == 0
        and not sentence.has_value
        and len(item.sentences) > 1
        and heading in sentence.text
    )


def _statement(question: Question, pick: _Pick) -> Statement:
    clause, start, end = pick.item.clause, pick.first.start, pick.last.end
    text = row_sentence(clause, question) if clause.columns else clause.text[start:end]
    return Statement(text=text, key=pick.item.key, start=start, end=end)


def _quote_section(question: Question, evidence: Sequence[Evidence]) -> Draft:
    """Every clause of a section: whole if the section is short, else each by its opening."""
    whole = sum(len(item.clause.text) for item in evidence) <= _WHOLE_BUDGET
    picks = [
        _Pick(item=item, first=item.sentences[0], last=item.sentences[-1] if whole else _opening(item))
        for item in evidence
    ]
    excerpted = any(pick.last is not pick.item.sentences[-1] for pick in picks)
    return Draft(statements=tuple(_statement(question, pick) for pick in picks), excerpted=excerpted)


def _opening(item: Evidence) -> Sentence:
    """The sentence with which the opening of a clause ends: the second at least, since the first is often a heading."""
    fitting = [sentence for sentence in item.sentences if sentence.end <= _OPENING]
    return fitting[-1] if len(fitting) > 1 else item.sentences[min(1, len(item.sentences) - 1)]
