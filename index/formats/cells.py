"""Tables with merged cells as rows that each read by themselves: a merged cell's text stands in every place it covers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell as its format gives it: its text, and how many columns and rows it covers."""

    text: str
    across: int = 1
    down: int = 1


def rows_of(rows: Iterable[Sequence[Cell]]) -> list[tuple[str, ...]]:
    """The rows of a table, each with a text for every column, rows without any text left out."""
    found = list[tuple[str, ...]]()
    hanging: dict[int, tuple[int, str]] = {}  # column → rows still covered from above, and the text that covers them
    for cells in rows:
        row, queue = list[str](), list(cells)
        while (queue or len(row) in hanging) and len(row) < _MOST_COLUMNS:
            column = len(row)
            if column in hanging:
                left, text = hanging.pop(column)
                row.append(text)
                if left > 1:
                    hanging[column] = (left - 1, text)
                continue
            cell = queue.pop(0)
            for _ in range(cell.across):
                if cell.down > 1:
                    hanging[len(row)] = (cell.down - 1, cell.text)
                row.append(cell.text)
        if any(row):
            found.append(tuple(row))
    return without_spans(found)


def without_spans(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """``rows`` with what one cell says across the table above its header and below its last row said once.

    Those are its caption and its notes; inside the table such a cell groups rows, and stands in every column.
    """
    spans = [len(row) > 1 and len(set(row)) == 1 for row in rows]
    if all(spans):
        return list(rows)
    first, last = spans.index(False), len(spans) - spans[::-1].index(False)
    return [row if first <= place < last else row[:1] for place, row in enumerate(rows)]
