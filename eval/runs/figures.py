"""The figures of a run: means over questions with intervals, refusals, risk and coverage, what answers cost."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np

from eval.bootstrap import interval, ratio, rounded
from eval.metrics.scores import METRICS
from eval.metrics.selective import aurc, risk_coverage
from eval.runs.mistakes import mistakes
from eval.runs.outcome import Outcome

_POINTS = 60  # of the curve that are kept


def figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Every figure over ``outcomes``: macro means over the questions that have a metric, each with its 95 % interval."""
    return {
        "questions": len(outcomes),
        "answerable": sum(outcome.case.answerable for outcome in outcomes),
        "failed": sum(outcome.response.status == "failed" for outcome in outcomes),
        "flawless": flawless(outcomes),
        "scores": scores(outcomes),
        "refusal": refusal(outcomes),
        "selective": selective(outcomes),
        "cost": cost(outcomes),
        "mistakes": mistakes(outcomes),
    }


def flawless(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """How many of ``outcomes`` are without fault, and their share."""
    values = [float(outcome.is_flawless) for outcome in outcomes]
    return {"count": int(sum(values)), **_mean(values)}


def scores(outcomes: Sequence[Outcome], names: Collection[str] = METRICS) -> dict[str, Any]:
    """By metric of ``names`` ``mean``, ``low``, ``high`` and ``n``, the questions that have it; metrics of none left out."""
    values = {name: [o.scores[name] for o in outcomes if name in o.scores] for name in METRICS if name in names}
    return {name: {**_mean(of), "n": len(of)} for name, of in values.items() if of}


def refusal(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Of refusals: ``precision``; ``f1`` with the metric ``refused`` as recall; ``false``, the share of answerable questions."""
    should = [float(not outcome.case.answerable) for outcome in outcomes]
    did = [float(outcome.response.is_refusal) for outcome in outcomes]
    # One that cites or tells a figure does not count where a refusal was due, and is a false one where none was.
    right = [outcome.scores.get("refused", 0.0) for outcome in outcomes]
    false = [one * (1 - other) for one, other in zip(did, should, strict=True)]
    both = [one + other for one, other in zip(did, should, strict=True)]
    return {
        "precision": rounded(ratio(right, did)),
        "f1": rounded(ratio([2 * value for value in right], both)),
        "false": rounded(ratio(false, [1 - value for value in should])),
    }


def selective(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """``coverage`` (share answered) and ``risk`` (wrong among those); with confidences the curve and its area.

    Wrong is an answer that cites no gold clause, or to a question that the documents do not answer. A point of the curve
    is what would be if exactly the questions of at least that confidence were answered; one that was refused is wrong
    there, as nothing was cited for it.
    """
    answered = [float(o.response.is_answer) for o in outcomes]
    wrong = [one * o.is_wrong for one, o in zip(answered, outcomes, strict=True)]
    found: dict[str, Any] = {"coverage": _mean(answered), "risk": rounded(ratio(wrong, answered))}
    told = [(o.response.confidence, o.is_wrong) for o in outcomes if o.response.confidence is not None]
    if outcomes and len(told) == len(outcomes):
        confidences, bad = [confidence for confidence, _ in told], [is_wrong for _, is_wrong in told]
        curve = risk_coverage(confidences, bad)
        kept = np.unique(np.linspace(0, len(curve) - 1, _POINTS).astype(int)).tolist()
        found["aurc"] = round(aurc(confidences, bad), 4)
        found["curve"] = [[round(value, 4) for value in curve[place]] for place in kept]
    return found


def cost(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """What an answer costs to read and check, in characters said and cited; tokens where the system tells them."""
    answered = [o.response for o in outcomes if o.response.is_answer]
    tokens = [o.response.tokens for o in outcomes if o.response.tokens is not None]
    return {
        "citations": _average(len(response.citations) for response in answered),
        "characters_said": _average(len(response.text) for response in answered),
        "characters_cited": _average(sum(len(c.text) for c in response.citations) for response in answered),
        "tokens": _average(tokens) if tokens else None,
    }


def latency(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Median and 95th percentile of the milliseconds that a response took."""
    if not outcomes:
        return {}
    p50, p95 = np.percentile([outcome.response.milliseconds for outcome in outcomes], [50, 95])
    return {"p50_ms": round(float(p50), 2), "p95_ms": round(float(p95), 2)}


def value_of(found: dict[str, Any], name: str) -> float | None:
    """The figure called ``name``: ``scores.faithfulness``, ``refusal.f1``, ``selective.risk``; ``None`` if there is none."""
    here: Any = found
    for step in name.split("."):
        here = here.get(step) if isinstance(here, dict) else None
    mean = here.get("mean") if isinstance(here, dict) else here
    return float(mean) if isinstance(mean, int | float) else None


def _mean(values: Sequence[float]) -> dict[str, float]:
    return rounded(interval(values))


def _average(values: Iterable[float]) -> float | None:
    of = list(values)
    return round(sum(of) / len(of), 1) if of else None
