"""How likely a clause is to answer a question: a logistic model over what was read in it, calibrated on questions.

``python -m eval calibrate`` fits the weights in ``data/confidence.json`` on the project's questions, answerable or not, and
writes docs/reports/calibrate, with the risk–coverage curve (El-Yaniv & Wiener 2010) on questions that it never saw.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from index.matching.fusion import fused
from rag.library import Library
from rag.types import Evidence, Intent, Question

LEAST_CONFIDENCE = 0.4
"""What suffices by default for a clause to answer in other words than the question's; docs/reports/calibrate has the others."""

FEATURES = (
    "coverage",
    "coverage against the best",
    "topics",
    "on topic",
    "in the years asked",
    "score against the best",
    "1 / rank",
    "words no document knows",
    "asks for a value",
    "holds the value",
)
"""What the model sees of a clause, all between 0 and about 1."""


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
    """``evidence`` with the confidence of each piece, of which ``least`` suffices; what was looked up is sure."""
    rows = features(question, evidence, library)
    looked_up = [item.hit.source == "lookup" for item in evidence]
    sure = [1.0 if named else model.confidence(values) for named, values in zip(looked_up, rows, strict=True)]
    return tuple(
        replace(item, confidence=value, suffices=value >= least) for item, value in zip(evidence, sure, strict=True)
    )


def features(question: Question, evidence: Sequence[Evidence], library: Library) -> list[list[float]]:
    """For each piece of ``evidence`` the values of :data:`FEATURES`.

    What is said against the best is so within what is chosen from together: all, or for a comparison each place's own.
    """
    total = sum(term.weight for term in question.terms)
    unknown = sum(term.weight for term in question.terms if not library.knows(term)) / total if total else 0.0
    groups: dict[str | None, list[Evidence]] = {}
    for item in evidence:
        code = item.document.region_code if question.intent is Intent.COMPARE else None
        groups.setdefault(code, []).append(item)
    rows = {item.key: row for group in groups.values() for item, row in _features(question, group, unknown)}
    return [rows[item.key] for item in evidence]


def _features(question: Question, group: Sequence[Evidence], unknown: float) -> Iterator[tuple[Evidence, list[float]]]:
    scores = fused([item.hit.lexical for item in group], [item.hit.cosine for item in group]).tolist()
    best_score = max(scores, default=0.0) or 1.0
    best_coverage = max((s.coverage for item in group for s in item.sentences), default=0.0) or 1.0
    for rank, (item, score) in enumerate(zip(group, scores, strict=True), 1):  # scores of the search, not of a reranker
        best = max(item.sentences, key=lambda sentence: (sentence.coverage, sentence.has_value))
        yield (
            item,
            [
                best.coverage,
                best.coverage / best_coverage,
                best.topic_share,
                float(best.on_topic),
                float(best.in_years),
                score / best_score,
                1 / rank,
                unknown,
                float(question.expects is not None),
                float(question.expects is not None and any(s.has_value for s in item.sentences)),
            ],
        )
