"""A document as its reading page shows it: the clause tree, tables together, references as links, a stretch marked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from index.types import Clause

_LINES_OF_TABLE = ("thead", "row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a clause's text that looks the same throughout; ``target`` is the eid it links to."""

    text: str
    is_marked: bool
    target: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table in pieces, and how many columns it spans."""

    pieces: tuple[Piece, ...]
    span: int

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A clause on the page in pieces; ``blocks`` are its children, the lines of a table together, its header first.

    ``cells`` are those of a line of a table.
    """

    clause: Clause
    pieces: tuple[Piece, ...]
    cells: tuple[Cell, ...]
    blocks: tuple[tuple["Node", ...], ...]

    @property
    def is_marked(self) -> bool:
        """Whether any of its text is marked."""
        return any(piece.is_marked for piece in self.pieces)


def reading_tree(clauses: Sequence[Clause], marked: str, start: int, end: int) -> tuple[Node, ...]:
    """The outermost nodes of a document; ``[start, end)`` of the clause with eid ``marked`` is marked."""
    by_id = {clause.id: clause for clause in clauses}

    def node(clause: Clause) -> Node:
        first, last = (start, min(end, len(clause.text))) if clause.eid == marked else (0, 0)
        return Node(
            clause=clause,
            pieces=(pieces := _pieces(clause, first, last)),
            cells=_cells(clause, pieces),
            blocks=_blocks([node(by_id[child]) for child in clause.children]),
        )

    return tuple(node(clause) for clause in clauses if clause.parent is None)


def _pieces(clause: Clause, first: int, last: int) -> tuple[Piece, ...]:
    cuts = {0, len(clause.text), first, last} | {place for r in clause.references for place in (r.start, r.end)}
    if clause.kind in _LINES_OF_TABLE:
        cuts |= {place + side for place, character in enumerate(clause.text) if character == "\t" for side in (0, 1)}
    found = list[Piece]()
    for start, end in pairwise(sorted(cut for cut in cuts if cut <= len(clause.text))):
        target = next((r.target for r in clause.references if r.start <= start and end <= r.end), None)
        found.append(Piece(text=clause.text[start:end], is_marked=first <= start and end <= last, target=target))
    return tuple(found)


def _cells(clause: Clause, pieces: Sequence[Piece]) -> tuple[Cell, ...]:
    """The cells of a line of a table; in a header, and in a row that says one thing, equal neighbours are one cell."""
    if clause.kind not in _LINES_OF_TABLE:
        return ()
    parts: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.text == "\t":
            parts.append([])
        else:
            parts[-1].append(piece)
    cells = [Cell(pieces=tuple(part), span=1) for part in parts]
    if clause.kind == "row" and len({cell.text for cell in cells}) > 1:
        return tuple(cells)
    merged = (list(run) for _, run in groupby(cells, lambda cell: cell.text))
    return tuple(replace(run[0], span=len(run)) for run in merged)


def _blocks(nodes: Sequence[Node]) -> tuple[tuple[Node, ...], ...]:
    grouped: list[list[Node]] = []
    for each in nodes:
        goes_on = each.clause.kind == "row" or (each.clause.kind == "thead" and not _has_rows(grouped[-1:]))
        if goes_on and grouped and grouped[-1][0].clause.kind == "thead":
            grouped[-1].append(each)
        else:
            grouped.append([each])
    return tuple(map(tuple, grouped))


def _has_rows(groups: Sequence[Sequence[Node]]) -> bool:
    return any(node.clause.kind == "row" for group in groups for node in group)
