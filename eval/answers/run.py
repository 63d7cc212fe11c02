"""A dataset run through the pipeline: an outcome for each case, figures over all."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from eval.answers.cases import Case
from eval.answers.metrics import (
    citation_precision,
    citation_recall,
    citation_validity,
    cited_sentences,
    mean,
    required_strings,
)
from rag import Answer, Pipeline, Reason

AS_OF = date(2026, 11, 22)
"""The day on which validity is judged, fixed so that a report can be made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the system answered to ``case``, how well, and in how many milliseconds."""

    case: Case
    answer: Answer
    scores: dict[str, float]
    milliseconds: float

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong with it: all gold cited and strings present, or refused as it should be."""
        return min(self.scores.values()) >= 1.0


def run(cases: Sequence[Case], pipeline: Pipeline, *, progress: Callable[[int], None]) -> tuple[Outcome, ...]:
    """The outcomes of ``cases``, in order; ``progress`` is called with how many are done."""
    outcomes = list[Outcome]()
    for case in cases:
        started = time.perf_counter()
        answer = pipeline.answer(case.question, history=case.turns, as_of=AS_OF)
        taken = (time.perf_counter() - started) * 1000
        outcomes.append(Outcome(case=case, answer=answer, scores=_scores(case, answer, pipeline), milliseconds=taken))
        progress(len(outcomes))
    return tuple(outcomes)


def figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The mean of every score over the cases that have it, and the counts and times behind them."""
    names = dict.fromkeys(name for outcome in outcomes for name in outcome.scores)
    values = {name: mean([o.scores[name] for o in outcomes if name in o.scores]) for name in names}
    precision = mean(
        [citation_precision(o.answer, o.case) for o in outcomes if o.case.answerable and o.answer.citations]
    )
    return {
        "questions": len(outcomes),
        "answerable": sum(o.case.answerable for o in outcomes),
        "all_right": sum(o.is_good for o in outcomes),
        **{name: round(value, 4) for name, value in values.items() if value is not None},
        "citation_precision": None if precision is None else round(precision, 4),
    }


def median_ms(outcomes: Sequence[Outcome]) -> float:
    """The median time of an answer, in milliseconds. Kept out of reports, which are the same on every machine."""
    return round(median(outcome.milliseconds for outcome in outcomes), 2)


def _scores(case: Case, answer: Answer, pipeline: Pipeline) -> dict[str, float]:
    if not case.answerable:
        refused = answer.status == "not_found" and not answer.citations
        return {"refused": float(refused), "right_reason": float(refused and _same_kind(answer.reason, case.reason))}
    return {
        "answered": float(answer.status != "not_found"),
        "citation_recall": citation_recall(answer, case),
        "required_strings": required_strings(answer, case),
        "citation_validity": citation_validity(answer, pipeline.index.clause),
        "cited_sentences": cited_sentences(answer),
    }


def _same_kind(given: Reason | None, wanted: Reason | None) -> bool:
    """Whether two reasons say the same: that a detail is missing and that nothing was found shade into each other."""
    not_said = (Reason.NO_EVIDENCE, Reason.MISSING_DETAIL)
    return given == wanted or (given in not_said and wanted in not_said)
