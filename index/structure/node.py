"""A clause under construction, before it has an eid: the only mutable type of the structure parser."""

from dataclasses import dataclass, field

LEAF_RANK = 990
"""The rank of a node that never has children: a paragraph, a row, a note, a line of the front matter."""


@dataclass(slots=True)
class Node:
    """Its own paragraph is ``text[start:end]``, behind its marker ``text[said:end]``.

    ``rank`` is its level's, outermost first (see :mod:`index.structure.grammar`).
    """

    kind: str
    token: str
    rank: int
    start: int
    end: int
    label: str = ""
    number: str | None = None
    said: int = 0
    columns: tuple[str, ...] = ()
    children: list["Node"] = field(default_factory=list)

    def __post_init__(self) -> None:
        """A node without a marker says all of its paragraph."""
        self.said = max(self.said, self.start)


def leaf(kind: str, start: int, end: int, label: str = "") -> Node:
    """A node without children, whose eid token is its kind."""
    return Node(kind, kind, LEAF_RANK, start, end, label)
