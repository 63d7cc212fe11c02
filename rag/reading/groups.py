"""What is chosen from together, so that a place asked about has its own say before another's."""

from collections.abc import Sequence

from rag.types import Evidence, Intent, Question

OWN = "own"
"""The group of what the places asked about issued themselves; ``None`` is that of all else."""


def groups_of(question: Question, evidence: Sequence[Evidence]) -> dict[str | None, list[Evidence]]:
    """``evidence`` by :func:`group_of`, in its order."""
    groups: dict[str | None, list[Evidence]] = {}
    for item in evidence:
        groups.setdefault(group_of(question, item), []).append(item)
    return groups


def group_of(question: Question, item: Evidence) -> str | None:
    """The code of the item's place in a comparison; else whether a place asked about issued it itself."""
    if question.intent is Intent.COMPARE:
        return item.document.region_code
    return OWN if item.document.region_code in {region.code for region in question.regions} else None
