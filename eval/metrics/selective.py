"""Selective answering: how the risk of being wrong grows with the share of questions answered."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from eval.cases.case import Case
from eval.metrics.gold import sets_met
from eval.response import Response


def is_wrong(response: Response, case: Case) -> bool:
    """Whether the answer is wrong, given or withheld: the question is unanswerable, or no gold clause is cited."""
    return not (case.answerable and sets_met(response.cited_ids, case.gold))


def aurc(confidences: Sequence[float], wrong: Sequence[bool]) -> float:
    """Area under the risk–coverage curve: the mean risk as answers are given from the surest on (Geifman et al. 2019).

    Those of equal confidence count as answered together.
    """
    risks = _risks(confidences, wrong)
    return float(risks.mean()) if len(risks) else 0.0


def risk_coverage(confidences: Sequence[float], wrong: Sequence[bool]) -> list[tuple[float, float]]:
    """``(coverage, risk)`` at each confidence, the surest first (El-Yaniv & Wiener 2010)."""
    risks = _risks(confidences, wrong)
    descending = np.sort(np.asarray(confidences, dtype=np.float64))[::-1]
    lasts = np.flatnonzero(np.append(descending[1:] != descending[:-1], len(descending) > 0))
    return [((place + 1) / len(risks), float(risks[place])) for place in lasts.tolist()]


def _risks(confidences: Sequence[float], wrong: Sequence[bool]) -> NDArray[np.float64]:
    """The share of wrong ones among those as sure as each or surer, the surest first."""
    sure, bad = np.asarray(confidences, dtype=np.float64), np.asarray(wrong, dtype=np.float64)
    order = np.argsort(-sure, kind="stable")
    risks = np.cumsum(bad[order]) / np.arange(1, len(sure) + 1)
    descending = sure[order]
    for place in range(len(risks) - 2, -1, -1):
        if descending[place] == descending[place + 1]:
            risks[place] = risks[place + 1]
    return risks
