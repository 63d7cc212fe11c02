"""Fits the model of :mod:`rag.reading.confidence` on questions, and measures it on questions that it never saw."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.cases.case import Case
from eval.errors import DatasetError
from eval.metrics.gold import cites
from eval.metrics.selective import aurc
from eval.report_files import write_files
from rag.pipeline import Pipeline
from rag.reading.confidence import FEATURES, Model, features, rated, shipped_model
from rag.reading.sufficiency import answers
from rag.understanding.understand import understand

_LEAST_ROWS = 50
_FOLDS, _SEED, _C = 10, 20261122, 0.3
_STEPS = tuple(round(0.05 * step, 2) for step in range(1, 21))  # confidences at which the curve is read
MODEL = Path(__file__).parents[2] / "rag" / "data" / "confidence.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The evidence of a question that the model decides on: its features, and which pieces lie in the gold clauses.

    ``eligible`` are those that may answer at all: they hold the value and the year asked for, and are not far from it.
    """

    case: Case
    features: NDArray[np.float64]
    relevant: NDArray[np.bool_]
    eligible: NDArray[np.bool_]


def rows_of(cases: Sequence[Case], pipeline: Pipeline) -> list[Row]:
    """The rows of those of ``cases`` that no rule decides before (a place or document not held, an address)."""
    rows = list[Row]()
    for case in cases:
        parts = understand(case.question, pipeline.library, as_of=pipeline.today(), history=case.turns)
        question = parts[0][0]
        evidence = pipeline.evidence(question)
        if (
            len(parts) > 1
            or not evidence
            or question.particulars
            or any(item.hit.source == "lookup" for item in evidence)
        ):
            continue
        gold = [clause for group in case.gold for clause in group]
        sure = rated(question, evidence, pipeline.library, shipped_model(), least=0.0)
        rows.append(
            Row(
                case=case,
                features=np.array(features(question, evidence, pipeline.library)),
                relevant=np.array([any(cites(item.clause.id, g) for g in gold) for item in evidence]),
                eligible=np.array([any(answers(question, item, s) for s in item.sentences) for item in sure]),
            )
        )
    return rows


def fit(rows: Sequence[Row]) -> Model:
    """The logistic regression of relevance on features, its scaling folded into the weights."""
    scaler, regression = StandardScaler(), LogisticRegression(C=_C, max_iter=2000)
    make_pipeline(scaler, regression).fit(
        np.concatenate([row.features for row in rows]), np.concatenate([row.relevant for row in rows])
    )
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - weights @ scaler.mean_)
    return Model(weights=dict(zip(FEATURES, weights.tolist(), strict=True)), bias=bias)


def measure(development: Sequence[Row], held_out: Sequence[Row]) -> tuple[Model, dict[str, Any]]:
    """The model fitted on ``development``, and the figures of the report.

    Those of ``development`` are of cross-validation: of each question by a model that was fitted without it.
    """
    if len(development) < _LEAST_ROWS:
        raise DatasetError(
            f"{len(development)} questions that the model decides on are too few to fit it; {_LEAST_ROWS} are needed."
        )
    order = np.random.default_rng(_SEED).permutation(len(development))
    crossed = list[_Judged]()
    for fold in range(_FOLDS):
        left_out = set(order[fold::_FOLDS].tolist())
        model = fit([row for place, row in enumerate(development) if place not in left_out])
        crossed += [_judged(development[place], model) for place in sorted(left_out)]
    fitted = fit(development)
    seen = [_judged(row, fitted) for row in held_out]
    return fitted, {
        "weights": {name: round(weight, 4) for name, weight in fitted.weights.items()},
        "development, cross-validated": _figures(crossed),
        "held out": _figures(seen),
    }


def save(model: Model, path: Path = MODEL) -> None:
    """Write ``model`` as the one that ships."""
    values = {
        "weights": {name: round(weight, 5) for name, weight in model.weights.items()},
        "bias": round(model.bias, 5),
    }
    path.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


def write(found: dict[str, Any], folder: Path) -> Path:
    """Write ``report.json`` and ``report.md`` into ``folder``; the path of the latter."""
    lines = [
        "# When to answer",
        "",
        "A logistic model over what was read says how likely a clause is to answer, and the surest one answers if it is sure "
        "enough, holds the value and the year asked for, and is not far from the question. "
        "Wrong is an answer whose first clause lies in no gold set, or to a question that the documents do not answer. "
        "Questions of several parts and those that a rule decides before (a place or document not held, an address) are left "
        "out. "
        "Made by `python -m eval calibrate`.",
        "",
        "What a unit of each feature adds to the log-odds: "
        + ", ".join(f"{name} {weight:+.2f}" for name, weight in found["weights"].items())
        + ".",
    ]
    for name in ("development, cross-validated", "held out"):
        figures = found[name]
        lines += [
            "",
            f"## {name}: {figures['questions']} questions, {figures['answerable']} answerable",
            "",
            f"The model alone: AUROC of answerable against not {figures['auroc']:.3f}, area under the risk–coverage curve "
            f"{figures['aurc']:.3f}, Brier score {figures['brier']:.3f}.",
            "",
            "| confidence at least | answered | wrong among them | answerable: answered | unanswerable: refused |",
            "|---|---|---|---|---|",
            *(
                f"| {p['confidence']:.2f} | {p['coverage']:.2f} | {p['wrong']:.2f} "
                f"| {p['answered']:.2f} | {p['refused']:.2f} |"
                for p in figures["curve"]
            ),
        ]
    return write_files(found, "\n".join(lines) + "\n", folder)


class _Judged(NamedTuple):
    """A row as a model sees it: how sure it is of the best clause that may answer, and whether that clause is right."""

    row: Row
    confidence: float
    right: bool


def _judged(row: Row, model: Model) -> _Judged:
    sure = np.array([model.confidence(values) for values in row.features.tolist()])
    likely = sure * row.eligible
    return _Judged(row, float(likely.max()), bool(row.relevant[np.argmax(likely)]))


def _curve(judged: Sequence[_Judged]) -> list[dict[str, float]]:
    """At each least confidence what is answered, and how much of it wrongly."""
    right = np.array([each.right for each in judged])
    sure = np.array([each.confidence for each in judged])
    answerable = np.array([each.row.case.answerable for each in judged])
    points = list[dict[str, float]]()
    for least in _STEPS:
        answered = sure >= least
        points.append(
            {
                "confidence": least,
                "coverage": round(float(answered.mean()), 4),
                "wrong": round(float(1 - right[answered].mean()) if answered.any() else 0.0, 4),
                "answered": round(float(answered[answerable].mean()), 4),
                "refused": round(float(1 - answered[~answerable].mean()), 4),
            }
        )
    return points


def _figures(judged: Sequence[_Judged]) -> dict[str, Any]:
    """Counts, the curve, and of the model alone: AUROC, area under its risk–coverage curve, Brier score (1950)."""
    answerable = [each.row.case.answerable for each in judged]
    return {
        "questions": len(judged),
        "answerable": sum(answerable),
        "auroc": round(float(roc_auc_score(answerable, [each.confidence for each in judged])), 4),
        "aurc": round(aurc([each.confidence for each in judged], [not each.right for each in judged]), 4),
        "brier": round(float(np.mean([(each.confidence - each.right) ** 2 for each in judged])), 4),
        "curve": _curve(judged),
    }
