"""Gold sets: which of a case's sets of clauses a clause or passage lies in."""

from collections.abc import Iterable, Sequence

from eval.metrics.ranking import Judged

GoldSets = Sequence[Sequence[str]]
"""Sets of clause ids; one clause of each set is wanted."""


def cites(clause_id: str, gold: str) -> bool:
    """Whether ``clause_id`` is ``gold`` or lies below it."""
    return clause_id == gold or clause_id.startswith(f"{gold}__")


def document_of(clause_id: str) -> str:
    """The id of the document that ``clause_id`` is of."""
    return clause_id.split("/", maxsplit=1)[0]


def sets_met(clause_ids: Iterable[str], gold: GoldSets) -> frozenset[int]:
    """Which of ``gold`` one of ``clause_ids`` lies in, by place."""
    ids = list(clause_ids)
    return frozenset(place for place, of in enumerate(gold) if any(cites(c, g) for c in ids for g in of))


def as_ranking(retrieved: Sequence[Sequence[str]], gold: GoldSets) -> tuple[list[str], Judged]:
    """``retrieved`` passages as a ranking of gold sets, to be scored by :mod:`eval.metrics.ranking`.

    Each set counts where it is met first; a passage that meets no new one takes a rank and counts for nothing.
    """
    ranked, met = list[str](), set[int]()
    for rank, passage in enumerate(retrieved):
        new = sorted(sets_met(passage, gold) - met)
        ranked += [str(place) for place in new] or [f"no set, rank {rank}"]
        met.update(new)
    return ranked, {str(place): 1 for place in range(len(gold))}
