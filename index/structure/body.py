"""The body of an official text: one pass over its paragraphs with a stack of open levels."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from index import line_kinds
from index.structure import grammar, paragraphs
from index.structure.grammar import PARAGRAPH_RANK, Marker
from index.structure.node import Node, leaf
from index.structure.scheme import Scheme
from index.structure.table import Table
from index.text import squeeze

_CHAPTER_RANK, _BOX_RANK, _LEAD_RANK = 20, 90, 980
_IN_FRAME = 100  # added to the rank of what is numbered inside a frame, so that it stands in the 专栏
_LEAD_IN = re.compile(r"^[^。；;“]{2,20}[：:]$")  # 到2015年： — a line that heads the paragraphs behind it


def read_body(
    text: str,
    lines: Sequence[tuple[int, int]],
    scheme: Scheme,
    frames: Sequence[tuple[int, int]],
    box_paragraphs: Mapping[int, int],
) -> list[Node]:
    """The nodes of the paragraphs ``lines`` (``(start, end)`` each), outermost level first, numbered by ``scheme``.

    A 专栏 ends with the one of ``frames`` that it opens in; ``box_paragraphs`` says how many paragraphs one holds, by its
    number, where its frame was lost.
    """
    body = _Body(text, scheme, frames, box_paragraphs)
    for start, end in lines:
        body.read(start, end)
    return body.root.children


class _Body:
    def __init__(
        self, text: str, scheme: Scheme, frames: Sequence[tuple[int, int]], box_paragraphs: Mapping[int, int]
    ) -> None:
        self.root = Node(kind="root", token="", rank=0, start=0, end=0, label="")
        self._text = text
        self._scheme = scheme
        self._frames = frames
        self._frame_end: int | None = None  # of the frame that the open 专栏 stands in
        self._box_paragraphs = box_paragraphs
        self._stack = [self.root]
        self._last_article = 0
        self._quoting = False
        self._table: Table | None = None  # that the paragraph before belongs to
        self._below_table = False
        self._rows = Counter[int]()  # by the parent they stand in

    def read(self, start: int, end: int) -> None:
        """Take the paragraph ``text[start:end]`` to where it belongs."""
        line = self._text[start:end]
        self._leave_frame(start)
        marker = None if self._quoting else self._marker(line)
        self._quoting = paragraphs.leaves_quotation_open(line, self._quoting)
        in_table = line_kinds.is_table_row(line) and (self._table is not None or marker is None)
        if in_table:
            self._table = self._table or Table()
            self._row(start, end, self._table)
            return
        below_table, self._table = self._below_table or self._table is not None, None
        self._below_table = below_table and line_kinds.is_table_note(line)
        if self._below_table:
            self._stack[-1].children.append(leaf("note", start, end, "注"))
        elif marker is not None and marker.level.kind == "note":
            note = leaf("note", start, end, f"注{marker.label}")
            note.number = marker.number
            self._stack[-1].children.append(note)
        elif marker is not None:
            self._open_level(marker, start, end)
        elif grammar.is_unnumbered_heading(line) and not self._quoting:
            self._open(self._unnumbered(start, end))
        elif self._in_article:
            self._open(Node("para", "para", PARAGRAPH_RANK, start, end))
        elif _LEAD_IN.match(line):
            self._leave_full_box()
            self._open(Node("lead", "p", _LEAD_RANK, start, end))
        else:
            self._leave_full_box()
            self._stack[-1].children.append(leaf("p", start, end))

    @property
    def _in_article(self) -> bool:
        return any(node.kind == "article" for node in self._stack)

    def _marker(self, line: str) -> Marker | None:
        return self._scheme.marker(line, in_article=self._in_article, last_article=self._last_article)

    def _open_level(self, marker: Marker, start: int, end: int) -> None:
        level = marker.level
        said = start + marker.end
        rank = level.rank + (_IN_FRAME if self._frame_end is not None and level.kind != "box" else 0)
        self._open(Node(level.kind, level.token, rank, start, end, marker.label, marker.number, said))
        if level.kind == "box":
            self._frame_end = next((last for first, last in self._frames if first <= start < last), None)
        if level.kind == "article":
            self._last_article = int(marker.number.partition("-")[0])

    def _row(self, start: int, end: int, table: Table) -> None:
        """Add a line of a table."""
        kind, columns = table.place(self._text[start:end])
        node = leaf(kind, start, end, "表头")
        if kind == "row":
            parent = self._stack[-1]
            self._rows[id(parent)] += 1
            node.number, node.label = str(self._rows[id(parent)]), f"第{self._rows[id(parent)]}行"
        node.columns = columns
        self._stack[-1].children.append(node)

    def _unnumbered(self, start: int, end: int) -> Node:
        """附则 and the like: on the level of the outermost heading that is open, else of the first numbered one."""
        outer = self._stack[1] if len(self._stack) > 1 and self._stack[1].rank <= _CHAPTER_RANK else None
        first = self._scheme.outermost or _CHAPTER_RANK
        kind, token, rank = (outer.kind, outer.token, outer.rank) if outer else ("chapter", "chp", first)
        return Node(kind, token, rank, start, end, squeeze(self._text[start:end]), None, end)

    def _open(self, node: Node) -> None:
        self._close(node.rank)
        self._stack[-1].children.append(node)
        self._stack.append(node)

    def _close(self, rank: int) -> None:
        while self._stack[-1].rank >= rank:
            self._stack.pop()

    def _leave_frame(self, start: int) -> None:
        """End the open 专栏 if its frame ended before ``start``."""
        if self._frame_end is not None and start >= self._frame_end:
            self._close(_BOX_RANK)
            self._frame_end = None

    def _leave_full_box(self) -> None:
        box = next((node for node in reversed(self._stack) if node.kind == "box"), None)
        if box and len(box.children) >= self._box_paragraphs.get(int(box.number or 0), len(self._text)):
            self._close(_BOX_RANK)
