"""From the reading text to the clause tree: one pass over the paragraphs with a stack of open levels."""

import re
from collections.abc import Iterator, Mapping

from index import grammar
from index.front import read_closing, read_front
from index.node import LEAF_RANK, Node, leaf
from index.types import Clause

PARSER_VERSION = "1"
"""Part of a snapshot's identity: raise it whenever the same file would give other clauses, metadata or index texts."""

_BOX_RANK, _LEAD_RANK = 9, 98
_SENTENCE_HEADING_MAX = 24  # a paragraph's first sentence heads it (坚持质量优先。) only when it is this short
_LEAD_IN = re.compile(r"^[^。；;]{2,20}[：:]$")  # 到2015年： — a line that heads the paragraphs behind it
_FOOTNOTE_MARK = re.compile(r"\s*\^[①-⑳]")


def parse(text: str, document_id: str, *, box_paragraphs: Mapping[int, int] | None = None) -> tuple[Clause, ...]:
    """The clauses of ``text`` in document order, parents before their children.

    Args:
        text: A reading text: paragraphs apart by one line feed.
        document_id: The first half of every clause id.
        box_paragraphs: How many paragraphs a 专栏 holds, by its number, where a frame that plain text does not show ended
            it. A 专栏 without an entry goes on to the next heading.
    """
    lines = list(_lines(text))
    front_end = _first_heading(lines, text)
    closing_start = _closing_start(lines, text, front_end)
    nodes = [
        *read_front(text, lines[:front_end]),
        *_read_body(text, lines[front_end:closing_start], box_paragraphs or {}),
        *read_closing(text, lines[closing_start:]),
    ]
    root = _Freezer(text, document_id)
    for node in nodes:
        root.freeze(node, parent=None, labels=(), path=())
    return tuple(root.clauses)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line:
            yield start, start + len(line)
        start += len(line) + 1


def _first_heading(lines: list[tuple[int, int]], text: str) -> int:
    for number, (start, end) in enumerate(lines):
        marker = grammar.marker_of(text[start:end])
        if marker is not None and marker.level.kind != "note":
            return number
    return len(lines)


def _closing_start(lines: list[tuple[int, int]], text: str, lowest: int) -> int:
    """Where the signature, the date and the closing provision at the end begin; the end if there are none."""
    first = len(lines)
    while first > lowest:
        line = text[slice(*lines[first - 1])]
        ends = grammar.is_date(line) or grammar.is_authority(line) or grammar.is_disclosure(line)
        if not ends and not grammar.is_closing_provision(line):
            break
        first -= 1
    return first


def _read_body(text: str, lines: list[tuple[int, int]], box_paragraphs: Mapping[int, int]) -> list[Node]:
    root = Node(kind="root", token="", rank=0, start=0, end=0, label="")
    stack = [root]

    def close(rank: int) -> None:
        while stack[-1].rank >= rank:
            stack.pop()

    for start, end in lines:
        line = text[start:end]
        marker = grammar.marker_of(line)
        if marker is not None and marker.level.kind == "note":
            note = leaf("note", start, end, f"注{marker.label}")
            note.number = marker.number
            stack[-1].children.append(note)
        elif marker is not None:
            level = marker.level
            close(level.rank)
            node = Node(level.kind, level.token, level.rank, start, end, marker.label, marker.number)
            stack[-1].children.append(node)
            stack.append(node)
        elif grammar.is_table_row(line):
            _append_row(stack[-1], text, start, end)
        else:
            box = next((node for node in reversed(stack) if node.kind == "box"), None)
            if box and len(box.children) >= box_paragraphs.get(int(box.number or 0), len(lines)):
                close(_BOX_RANK)
            if _LEAD_IN.match(line):
                close(_LEAD_RANK)
                lead = Node("lead", "p", _LEAD_RANK, start, end, "")
                stack[-1].children.append(lead)
                stack.append(lead)
            else:
                stack[-1].children.append(leaf("p", start, end))
    return root.children


def _append_row(parent: Node, text: str, start: int, end: int) -> None:
    """Add a line of a table: its header if no table line stands right before it, else a row.

    A row with another number of cells than the header keeps its text but has no columns to read it by.
    """
    table = parent.children[-1] if parent.children and parent.children[-1].kind in ("thead", "row") else None
    cells = tuple("".join(cell.split()) for cell in text[start:end].split("\t"))
    if table is None:
        head = leaf("thead", start, end, "表头")
        head.columns = cells
        parent.children.append(head)
        return
    columns = next(node.columns for node in reversed(parent.children) if node.kind == "thead")
    number = sum(node.kind == "row" for node in parent.children) + 1
    row = leaf("row", start, end, f"第{number}行")
    row.number, row.columns = str(number), columns if len(columns) == len(cells) else ()
    parent.children.append(row)


def _after_marker(line: str, label: str) -> str:
    """``line`` without the marker it opens with (white space inside a marker is not in ``label``)."""
    marker = grammar.marker_of(line)
    return line[marker.end if marker else len(label) :].strip()


def _title_line(node: Node, heading: str | None) -> str:
    """The label and heading of ``node`` as its heading line reads: 第五章 推动…, 三、促进…, 专栏6 实施…"""
    if node.kind == "lead":
        return heading or ""
    apart = " " if node.label[-1:] not in "、）).．" else ""
    return f"{node.label}{apart}{heading}" if heading else node.label


class _Freezer:
    """Turns nodes into clauses: gives every node its eid, address, path and heading."""

    def __init__(self, text: str, document_id: str) -> None:
        self._text = text
        self._document_id = document_id
        self._eids: set[str] = set()
        self.clauses: list[Clause] = []

    def freeze(
        self, node: Node, *, parent: str | None, labels: tuple[str, ...], path: tuple[str, ...], prefix: str = ""
    ) -> tuple[str, int]:
        """Append the clauses of ``node``; its clause id and where its text ends."""
        eid = self._unique(f"{prefix}__{self._token(node)}" if prefix else self._token(node))
        identifier = f"{self._document_id}/{eid}"
        heading = self._heading(node)
        own_labels = (*labels, node.label) if node.label else labels
        place = len(self.clauses)
        children, end = list[str](), node.end
        for child in self._with_own_paragraph(node):
            child_path = (*path, _title_line(node, heading))
            child_id, end = self.freeze(child, parent=identifier, labels=own_labels, path=child_path, prefix=eid)
            children.append(child_id)
        clause = Clause(
            id=identifier,
            document_id=self._document_id,
            eid=eid,
            kind=node.kind,
            number=node.number,
            label=node.label,
            heading=heading,
            address=" ".join(own_labels),
            path=path,
            start=node.start,
            end=end,
            text=self._text[node.start : end],
            parent=parent,
            children=tuple(children),
            columns=node.columns if node.kind == "row" else (),
        )
        self.clauses.insert(place, clause)
        return identifier, end

    def _with_own_paragraph(self, node: Node) -> list[Node]:
        """The children of ``node``, led by a leaf for its own paragraph; unnumbered ones numbered by position."""
        if not node.children:
            return []
        children = list(node.children)
        if node.end > node.start:
            own = self._text[node.start : node.end]
            is_heading = node.kind in ("lead", "box") or not grammar.lead_sentence(_after_marker(own, node.label))
            kind = "heading" if is_heading else "p"
            children.insert(0, leaf(kind, node.start, node.end, "标题" if is_heading else ""))
        position = 0
        for child in children:
            if child.token == "p":
                position += 1
                child.number, child.label = str(position), f"第{position}段"
        return children

    def _token(self, node: Node) -> str:
        return f"{node.token}_{node.number}" if node.number is not None else node.token

    def _unique(self, eid: str) -> str:
        candidate, repeat = eid, 1
        while candidate in self._eids:
            repeat += 1
            candidate = f"{eid}~{repeat}"
        self._eids.add(candidate)
        return candidate

    def _heading(self, node: Node) -> str | None:
        own = self._text[node.start : node.end]
        if node.kind == "lead":
            return own
        if node.kind == "p":
            if grammar.is_closing_provision(own):
                return None
            return grammar.lead_sentence(own, longest=_SENTENCE_HEADING_MAX)
        if node.rank == LEAF_RANK or node.end == node.start:
            return None
        rest = _after_marker(own, node.label)
        if lead := grammar.lead_sentence(rest):
            return lead
        stated = rest if node.children or not re.search(r"[。；;]", rest) else ""
        return _FOOTNOTE_MARK.sub("", stated).removesuffix("。") or None
