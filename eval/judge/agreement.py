"""How far two sets of labels of the same answers agree."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """``count`` answers labelled by both, the share labelled alike, and Cohen's kappa (1960): that share beyond chance.

    ``kappa`` is ``None`` where both gave one and the same label throughout: there is nothing beyond chance to agree on.
    """

    count: int
    alike: float
    kappa: float | None


def agreement(one: Sequence[str], other: Sequence[str]) -> Agreement:
    """The agreement of ``one`` and ``other``, label by label.

    Raises:
        ValueError: They are not of the same answers.
    """
    count = len(one)
    if count != len(other):
        raise ValueError(f"{count} and {len(other)} labels cannot be compared")
    if not count:
        return Agreement(count=0, alike=0.0, kappa=None)
    alike = sum(a == b for a, b in zip(one, other, strict=True)) / count
    theirs = Counter(other)
    by_chance = sum(n * theirs[label] for label, n in Counter(one).items()) / count**2
    kappa = None if by_chance == 1.0 else (alike - by_chance) / (1 - by_chance)
    return Agreement(count=count, alike=alike, kappa=kappa)
