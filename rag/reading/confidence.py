"""How likely a clause is to answer a question: a logistic model over what was read in it, fitted on questions.

``python -m eval calibrate`` fits the weights in ``data/confidence.json`` on the project's questions, answerable or not, and
writes docs/reports/calibrate, with the risk–coverage curve (El-Yaniv & Wiener 2010) on questions that it never saw.
"""

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from index.matching.fusion import fused
from index.text import fold
from rag.library import Library
from rag.reading.groups import group_of, groups_of
from rag.terms import met
from rag.types import Evidence, Question, Term

LEAST_CONFIDENCE = 0.3
"""What suffices by default for a clause to answer; docs/reports/calibrate tells what share is then wrong."""

FEATURES = (
    "coverage against the best",
    "topics",
    "known topics",
    "telling topics",
    "in the years asked",
    "score",
    "lexical",
    "1 / rank in its document",
    "asks for a value",
    "holds the value",
)
"""What the model sees of a clause, all between 0 and about 1.

What its best sentence covers, against the best of all; the share of the topics that this sentence is about; the share of
those topics that any document knows that the clause and its headings name, and how many of the telling ones, of three; its
scores in the search; what was asked for and whether it is there.
"""

_TELLING, _MOST_TELLING = 2.5, 3  # weight from which a topic is telling; how many say all there is to say


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Weights by feature, of the log-odds."""

    weights: Mapping[str, float]
    bias: float

    def confidence(self, features: Sequence[float]) -> float:
        """How likely a clause with these ``features`` is to answer, between 0 and 1."""
        logit = self.bias + sum(self.weights[name] * value for name, value in zip(FEATURES, features, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@cache
def shipped_model() -> Model:
    """The model in ``data/confidence.json``."""
    text = resources.files("rag").joinpath("data", "confidence.json").read_text(encoding="utf-8")
    values = json.loads(text)
    return Model(weights=values["weights"], bias=values["bias"])


def rated(
    question: Question, evidence: Sequence[Evidence], library: Library, model: Model, *, least: float
) -> tuple[Evidence, ...]:
    """``evidence`` with the confidence of each piece, of which ``least`` suffices; what was looked up is sure.

    Where the documents to choose from do not know all words of the question, a clause that names none of its telling
    topics is far from it and never suffices, however much of the rest they share.
    """
    rows = features(question, evidence, library)
    strange = {code: _is_strange(question, group, library) for code, group in groups_of(question, evidence).items()}
    return tuple(
        _rated(item, values, model, least=least, strange=strange[group_of(question, item)])
        for item, values in zip(evidence, rows, strict=True)
    )


def _rated(item: Evidence, values: Sequence[float], model: Model, *, least: float, strange: bool) -> Evidence:
    if item.hit.source == "lookup":
        return replace(item, confidence=1.0, suffices=True)
    confidence, told = model.confidence(values), values[FEATURES.index("telling topics")] > 0
    return replace(item, confidence=confidence, suffices=confidence >= least and (told or not strange))


def _is_strange(question: Question, group: Sequence[Evidence], library: Library) -> bool:
    """Whether the question has a topic that no document of ``group`` knows."""
    texts = [library.folded(identifier) for identifier in {item.document.id for item in group}]
    return not all(any(met(term, text) for text in texts) for term in question.topics)


def features(question: Question, evidence: Sequence[Evidence], library: Library) -> list[list[float]]:
    """For each piece of ``evidence`` the values of :data:`FEATURES`.

    What is said against the best is so within what is chosen from together (see :mod:`rag.reading.groups`).
    """
    topics = [term for term in question.topics if library.knows(term)]
    groups = groups_of(question, evidence).values()
    rows = {item.key: row for group in groups for item, row in _features(question, group, topics)}
    return [rows[item.key] for item in evidence]


def _features(
    question: Question, group: Sequence[Evidence], topics: Sequence[Term]
) -> Iterator[tuple[Evidence, list[float]]]:
    scores = fused([item.hit.lexical for item in group], [item.hit.cosine for item in group]).tolist()
    best_coverage = max((s.coverage for item in group for s in item.sentences), default=0.0) or 1.0
    weight = sum(term.weight for term in topics)
    ranks = Counter[str]()
    for item, score in zip(group, scores, strict=True):  # scores of the search, not of a reranker
        ranks[item.document.id] += 1
        best = max(item.sentences, key=lambda sentence: (sentence.coverage, sentence.has_value))
        text = fold(" ".join([item.clause.reading, *item.clause.path, item.clause.heading or ""]))
        named = [term for term in topics if met(term, text)]
        telling = sum(term.weight >= _TELLING for term in named)
        yield (
            item,
            [
                best.coverage / best_coverage,
                best.topic_share,
                sum(term.weight for term in named) / weight if weight else 0.0,
                min(telling, _MOST_TELLING) / _MOST_TELLING,
                float(best.in_years),
                score,
                item.hit.lexical,
                1 / ranks[item.document.id],
                float(question.expects is not None),
                float(question.expects is not None and any(s.has_value for s in item.sentences)),
            ],
        )
