"""A dataset asked of a system and scored: what it said to each case, and how good that was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eval.cases.case import Case
from eval.metrics.scores import Scores, is_flawless, scores_of
from eval.metrics.selective import is_wrong
from eval.response import Response
from index.search import ClauseIndex

AS_OF = date(2026, 11, 22)
"""The day on which validity is judged where a case does not say, fixed so that a report can be made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a system said to ``case``, and its scores."""

    case: Case
    response: Response
    scores: Scores

    @property
    def is_flawless(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.response.status != "failed" and is_flawless(self.scores)

    @property
    def is_wrong(self) -> bool:
        """Whether answering it was, or would have been, wrong."""
        return is_wrong(self.response, self.case)


def scored(cases: Sequence[Case], responses: Sequence[Response], index: ClauseIndex) -> tuple[Outcome, ...]:
    """The outcomes of ``cases``, in order; ``index`` holds the clauses that should be cited."""
    return tuple(
        Outcome(case=case, response=response, scores=scores_of(response, case, index, case.as_of or AS_OF))
        for case, response in zip(cases, responses, strict=True)
    )
