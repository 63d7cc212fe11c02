"""Intervals by resampling the questions (Efron 1979), and paired differences between two systems on the same ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

_SAMPLES, SEED = 10_000, 20261122


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A mean over questions and the 95 % percentile interval of its bootstrap."""

    mean: float
    low: float
    high: float


def interval(values: Sequence[float]) -> Interval:
    """The mean of ``values``, one for each question, with its interval; zeros if there are none."""
    if not values:
        return Interval(mean=0.0, low=0.0, high=0.0)
    scores = np.asarray(values, dtype=np.float64)
    chosen = np.random.default_rng(SEED).integers(0, len(scores), size=(_SAMPLES, len(scores)), dtype=np.int32)
    low, high = np.percentile(scores[chosen].mean(axis=1), [2.5, 97.5])
    return Interval(mean=float(scores.mean()), low=float(low), high=float(high))


def difference(values: Sequence[float], others: Sequence[float]) -> Interval:
    """The mean of ``values - others``, question by question, with its interval: it excludes 0 where the gain is real.

    Raises:
        ValueError: The two are not of the same questions.
    """
    if len(values) != len(others):
        raise ValueError(f"{len(values)} and {len(others)} questions cannot be compared in pairs")
    return interval([value - other for value, other in zip(values, others, strict=True)])


def ratio(numerators: Sequence[float], denominators: Sequence[float]) -> Interval:
    """The sum of ``numerators`` over that of ``denominators``, question by question, with its interval; 0 over nothing."""
    over, under = np.asarray(numerators, dtype=np.float64), np.asarray(denominators, dtype=np.float64)
    if not under.sum():
        return Interval(mean=0.0, low=0.0, high=0.0)
    chosen = np.random.default_rng(SEED).integers(0, len(over), size=(_SAMPLES, len(over)), dtype=np.int32)
    sums = under[chosen].sum(axis=1)
    low, high = np.percentile(over[chosen].sum(axis=1)[sums > 0] / sums[sums > 0], [2.5, 97.5])
    return Interval(mean=float(over.sum() / under.sum()), low=float(low), high=float(high))


def randomisation_p(values: Sequence[float], others: Sequence[float]) -> float:
    """The p-value of a mean difference as large: two-sided randomisation test of pairs (Smucker et al. 2007).

    Raises:
        ValueError: The two are not of the same questions.
    """
    if len(values) != len(others):
        raise ValueError(f"{len(values)} and {len(others)} questions cannot be compared in pairs")
    gains = np.asarray(values, dtype=np.float64) - np.asarray(others, dtype=np.float64)
    gains = gains[gains != 0]
    if not len(gains):
        return 1.0
    signs = np.random.default_rng(SEED).integers(0, 2, size=(_SAMPLES, len(gains)), dtype=np.int8) * 2 - 1
    as_large = np.abs(signs @ gains) >= abs(gains.sum()) - 1e-9
    return float((as_large.sum() + 1) / (_SAMPLES + 1))


def rounded(found: Interval) -> dict[str, float]:
    """``found`` for a report."""
    return {"mean": round(found.mean, 4), "low": round(found.low, 4), "high": round(found.high, 4)}


def written(value: Mapping[str, float]) -> str:
    """An interval that was :func:`rounded`, for people."""
    return f"{value['mean']:.3f} ({value['low']:.3f}–{value['high']:.3f})"
