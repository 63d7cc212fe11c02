"""Fits the model of :mod:`rag.reading.confidence` on questions, and measures it on questions that it never saw."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.cases import Case
from eval.metrics import cites
from eval.report_files import write_files
from rag.pipeline import Pipeline
from rag.reading.confidence import FEATURES, Model, features
from rag.types import Turn
from rag.understanding.understand import understand

_FOLDS, _SEED, _C = 10, 20261122, 0.3
_STEPS = tuple(round(0.05 * step, 2) for step in range(1, 19))  # confidences at which the curve is read
MODEL = Path(__file__).parents[1] / "rag" / "data" / "confidence.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The evidence of a question that the model decides on: its features, and which pieces lie in the gold clauses."""

    case: Case
    features: NDArray[np.float64]
    relevant: NDArray[np.bool_]


def rows_of(cases: Sequence[Case], pipeline: Pipeline) -> list[Row]:
    """The rows of those of ``cases`` that no rule decides before (a place or document not held, an address)."""
    rows = list[Row]()
    for case in cases:
        history = [Turn(question=turn.question) for turn in case.history]
        question = understand(case.question, pipeline.library, as_of=pipeline.today(), history=history)[0][0]
        evidence = pipeline.evidence(question)
        if not evidence or question.particulars or any(item.hit.source == "lookup" for item in evidence):
            continue
        gold = [clause for group in case.gold for clause in group]
        relevant = [any(cites(item.clause.id, g) for g in gold) for item in evidence]
        values = np.array(features(question, evidence, pipeline.library))
        rows.append(Row(case=case, features=values, relevant=np.array(relevant)))
    return rows


def fit(rows: Sequence[Row]) -> Model:
    """The logistic regression of relevance on features, its scaling folded into the weights; without risks."""
    scaler, regression = StandardScaler(), LogisticRegression(C=_C, max_iter=2000)
    make_pipeline(scaler, regression).fit(
        np.concatenate([row.features for row in rows]), np.concatenate([row.relevant for row in rows])
    )
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - weights @ scaler.mean_)
    return Model(weights=dict(zip(FEATURES, weights.tolist(), strict=True)), bias=bias, risks=())


def measure(development: Sequence[Row], held_out: Sequence[Row]) -> tuple[Model, dict[str, Any]]:
    """The model fitted on ``development``, and the figures of the report.

    Its risks are those of cross-validation: of each question by a model that was fitted without it.
    """
    order = np.random.default_rng(_SEED).permutation(len(development))
    crossed = list[tuple[Row, float, bool]]()
    for fold in range(_FOLDS):
        left_out = set(order[fold::_FOLDS].tolist())
        model = fit([row for place, row in enumerate(development) if place not in left_out])
        crossed += [_best(development[place], model) for place in sorted(left_out)]
    fitted = fit(development)
    curve = _curve(crossed)
    risks, least = list[tuple[float, float]](), 1.0
    for point in curve:  # made to fall: a higher confidence is never riskier
        least = min(least, point["wrong"])
        risks.append((point["confidence"], least))
    model = Model(weights=fitted.weights, bias=fitted.bias, risks=tuple(risks))
    seen = [_best(row, model) for row in held_out]
    return model, {
        "weights": {name: round(weight, 4) for name, weight in model.weights.items()},
        "development, cross-validated": _figures(crossed),
        "held out": _figures(seen),
    }


def save(model: Model, path: Path = MODEL) -> None:
    """Write ``model`` as the one that ships."""
    values = {
        "weights": {name: round(weight, 5) for name, weight in model.weights.items()},
        "bias": round(model.bias, 5),
        "risks": [[confidence, round(share, 4)] for confidence, share in model.risks],
    }
    path.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


def write(found: dict[str, Any], folder: Path) -> Path:
    """Write ``report.json`` and ``report.md`` into ``folder``; the path of the latter."""
    lines = [
        "# When to answer",
        "",
        "A logistic model over what was read in a clause says how likely that clause is to answer; the best clause decides. "
        "Wrong is an answer whose best clause lies in no gold set, or to a question that the documents do not answer. "
        "Questions that a rule decides before (a place or document not held, an address) are left out. "
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
            f"## {name}: {figures['questions']} questions, {figures['answerable']} of them answerable",
            "",
            f"AUROC of answerable against not: {figures['auroc']:.3f}. "
            f"Area under the risk–coverage curve: {figures['aurc']:.3f}.",
            "",
            "| confidence at least | answered | wrong among them | answerable ones answered | unanswerable ones refused |",
            "|---|---|---|---|---|",
            *(
                f"| {p['confidence']:.2f} | {p['coverage']:.2f} | {p['wrong']:.2f} | {p['answered']:.2f} | {p['refused']:.2f} |"
                for p in figures["curve"]
            ),
        ]
    return write_files(found, "\n".join(lines) + "\n", folder)


def _best(row: Row, model: Model) -> tuple[Row, float, bool]:
    """The row, how sure the model is of its best clause, and whether that clause is right."""
    sure = [model.confidence(values) for values in row.features.tolist()]
    best = int(np.argmax(sure))
    return row, sure[best], bool(row.relevant[best])


def _curve(judged: Sequence[tuple[Row, float, bool]]) -> list[dict[str, float]]:
    sure = np.array([confidence for _, confidence, _ in judged])
    right = np.array([good for _, _, good in judged])
    answerable = np.array([row.case.answerable for row, _, _ in judged])
    points = list[dict[str, float]]()
    for least in _STEPS:
        answered = sure >= least
        wrong = float(1 - right[answered].mean()) if answered.any() else 0.0
        points.append(
            {
                "confidence": least,
                "coverage": round(float(answered.mean()), 4),
                "wrong": round(wrong, 4),
                "answered": round(float(answered[answerable].mean()), 4),
                "refused": round(float(1 - answered[~answerable].mean()), 4),
            }
        )
    return points


def _figures(judged: Sequence[tuple[Row, float, bool]]) -> dict[str, Any]:
    answerable = [row.case.answerable for row, _, _ in judged]
    order = sorted(judged, key=lambda item: -item[1])
    risks = np.cumsum([not good for _, _, good in order]) / np.arange(1, len(order) + 1)
    return {
        "questions": len(judged),
        "answerable": sum(answerable),
        "auroc": round(float(roc_auc_score(answerable, [sure for _, sure, _ in judged])), 4),
        "aurc": round(float(risks.mean()), 4),
        "curve": _curve(judged),
    }
