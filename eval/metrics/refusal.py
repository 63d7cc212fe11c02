"""Refusing: whether it was right to, of one response; and over all of them how risk grows with what is answered."""

from collections.abc import Sequence

import numpy as np

from eval.cases.case import Case
from eval.metrics.gold import sets_met
from eval.metrics.tokens import numbers_of
from eval.targets.contract import Response
from rag import Reason

_NOT_SAID = frozenset({Reason.NO_EVIDENCE, Reason.MISSING_DETAIL})


def refused(response: Response, case: Case) -> float:
    """1 if it says that the documents do not say, and neither cites anything nor gives a figure that was not asked about."""
    volunteered = numbers_of(response.text) - numbers_of(case.conversation)
    return float(response.is_refusal and not response.citations and not volunteered)


def right_reason(response: Response, case: Case) -> float:
    """1 if it refuses for the reason that holds. That a detail is missing and that nothing was found shade into each other."""
    same = response.reason == case.reason or {response.reason, case.reason} <= _NOT_SAID
    return float(bool(refused(response, case)) and same)


def is_wrong(response: Response, case: Case) -> bool:
    """Whether answering was a risk that came true: the documents do not say, or no gold clause is cited."""
    cited = [clause for citation in response.citations for clause in citation.clause_ids]
    return not (case.answerable and sets_met(cited, case.gold))


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


def _risks(confidences: Sequence[float], wrong: Sequence[bool]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The share of wrong ones among those as sure as each or surer, the surest first."""
    sure, bad = np.asarray(confidences, dtype=np.float64), np.asarray(wrong, dtype=np.float64)
    order = np.argsort(-sure, kind="stable")
    risks = np.cumsum(bad[order]) / np.arange(1, len(sure) + 1)
    descending = sure[order]
    for place in range(len(risks) - 2, -1, -1):
        if descending[place] == descending[place + 1]:
            risks[place] = risks[place + 1]
    return risks
