"""Documents cut blindly: stretches of so many characters, and which clauses each covers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.search import ClauseIndex
from index.types import Clause, Document

CHUNK, OVERLAP = 500, 50
"""Characters of a chunk, and how many it shares with the next: the sizes that tutorials use."""

_COVERED = 0.5  # share of a clause from which a chunk counts as holding it

Cut = Callable[[str], Sequence[tuple[int, int]]]
"""A text in, the stretches ``(start, end)`` of its chunks out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """``document.text[start:end]``, as a clause that has no place in a structure, and the leaf clauses that it covers."""

    clause: Clause
    clause_ids: tuple[str, ...]


def chunks_of(index: ClauseIndex, cut: Cut) -> tuple[Chunk, ...]:
    """The documents of ``index`` in chunks, in order."""
    return tuple(chunk for document in index.documents.values() for chunk in _of_document(document, index, cut))


def fixed(text: str) -> list[tuple[int, int]]:
    """Stretches of ``CHUNK`` characters, wherever they begin and end."""
    starts = range(0, max(1, len(text) - OVERLAP), CHUNK - OVERLAP)
    return [(start, min(len(text), start + CHUNK)) for start in starts]


def _of_document(document: Document, index: ClauseIndex, cut: Cut) -> Iterator[Chunk]:
    leaves = [clause for clause in index.clauses_of(document.id) if clause.is_leaf]
    for number, (start, end) in enumerate(cut(document.text), 1):
        clause = Clause(
            id=f"{document.id}/chunk_{number}",
            document_id=document.id,
            eid=f"chunk_{number}",
            kind="chunk",
            number=str(number),
            label=f"第{number}块",
            heading=None,
            address=f"第{number}块",
            path=(),
            start=start,
            end=end,
            text=document.text[start:end],
            parent=None,
            children=(),
        )
        yield Chunk(clause=clause, clause_ids=_covered(clause, leaves))


def _covered(chunk: Clause, leaves: Sequence[Clause]) -> tuple[str, ...]:
    """The leaves of which half lies in ``chunk``; where that is one or none, all that it touches."""
    shared = [(min(leaf.end, chunk.end) - max(leaf.start, chunk.start), leaf) for leaf in leaves]
    held = tuple(leaf.id for length, leaf in shared if length >= _COVERED * (leaf.end - leaf.start))
    return held if len(held) > 1 else tuple(leaf.id for length, leaf in shared if length > 0)
