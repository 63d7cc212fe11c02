"""The lines of a table: which are header, which are rows, and by which column names each row reads."""

import re

from index.text import squeeze

_DATA = re.compile(r"[0-9０-９]+(?:[.．][0-9]+)?[%％]?")


class Table:
    """A table whose lines are taken one by one, cells apart by tabs.

    The first line is the header. A line above it that says one thing in every cell is a caption that spans the columns; a
    line below it that repeats some of its cells, and holds no figure, is a second line of the header, whose names are
    then put together (2025年 目标值). A line that repeats the header is one again, as on a new page.
    """

    def __init__(self) -> None:
        self._header: tuple[str, ...] = ()
        self._lines: set[tuple[str, ...]] = set()
        self._has_rows = False

    def place(self, line: str) -> tuple[str, tuple[str, ...]]:
        """``(kind, columns)`` of ``line``: ``thead`` or ``row``, and the names of its columns.

        A row that spans the table, or has another number of cells than the header, has none to read it by.
        """
        cells = tuple(squeeze(cell) for cell in line.split("\t"))
        if cells in self._lines or not self._header or self._continues_header(cells):
            self._lines.add(cells)
            if not (_spans(cells) or self._has_rows):
                self._header = self._named(cells) if self._header else cells
            return "thead", self._header
        self._has_rows = True
        reads = len(cells) == len(self._header) and not _spans(cells)
        return "row", self._header if reads else ()

    def _continues_header(self, cells: tuple[str, ...]) -> bool:
        """Whether ``cells`` go on with the header: the first reaches down from above, and others name parts."""
        if self._has_rows or len(cells) != len(self._header):
            return False
        same = [above == cell for above, cell in zip(self._header, cells, strict=True)]
        divided = len(set(self._header)) < len(self._header)  # a name above spans several columns
        return same[0] and divided and not any(_DATA.fullmatch(cell) for cell in cells)

    def _named(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        pairs = zip(self._header, cells, strict=True)
        return tuple(above if above == cell else f"{above}{cell}" for above, cell in pairs)


def _spans(cells: tuple[str, ...]) -> bool:
    """Whether one cell covers all columns: its text stands in every one."""
    return len(cells) > 1 and len(set(cells)) == 1
