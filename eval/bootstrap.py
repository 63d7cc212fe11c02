"""Intervals by resampling the questions (Efron 1979), and paired differences between two systems on the same ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_SAMPLES, _SEED = 10_000, 20261122


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
    chosen = np.random.default_rng(_SEED).integers(0, len(scores), size=(_SAMPLES, len(scores)), dtype=np.int32)
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
