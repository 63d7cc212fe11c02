"""What goes wrong: each outcome that is not right put down to the first thing that is wrong with it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from eval.metrics.scores import FLAWLESS
from eval.runs.outcome import Outcome

_Is = Callable[[Outcome], bool]


def _below(metric: str, least: float | None = None) -> _Is:
    """Whether ``metric`` is below ``least``, or below what is without fault."""
    bound = FLAWLESS[metric] if least is None else least
    return lambda outcome: outcome.scores.get(metric, 1.0) < bound


MISTAKES: Mapping[str, _Is] = {
    "could not be asked": lambda outcome: outcome.response.status == "failed",
    "says other than what it cites": _below("faithfulness"),
    "cites what is not there": _below("citation_validity"),
    "answers what the documents do not say": _below("refused"),
    "refuses for another reason": _below("right_reason"),
    "refuses what they do say": _below("answered"),
    "cites other documents only": _below("document_precision", 1e-9),
    "cites no clause that answers": _below("citation_recall", 1e-9),
    "cites a part of what answers": _below("citation_recall"),
    "lacks a figure or name, or has a wrong one": _below("required_strings"),
    "says what it does not cite": _below("cited_statements"),
    "keeps silent on validity": _below("validity_notices"),
    "cites more that does not bear than does": _below("citation_precision"),
}
"""By what it is called, whether an outcome is so; the gravest first."""


def mistake_of(outcome: Outcome) -> str | None:
    """The first of ``MISTAKES`` that ``outcome`` is, ``None`` if it is without fault."""
    return next((name for name, is_so in MISTAKES.items() if is_so(outcome)), None)


def mistakes(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """How many of ``outcomes`` are each of ``MISTAKES``, leaving out mistakes that none is."""
    found = Counter(mistake_of(outcome) for outcome in outcomes)
    return {name: found[name] for name in MISTAKES if found[name]}
