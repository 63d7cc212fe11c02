"""Lines of text and where they stand on their pages → paragraphs, rows of tables, headers, footers and page numbers.

For formats that know places and not paragraphs: PDF and pictures of pages.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from index.formats.source import Line

_EDGE = 0.1  # share of a page's height at its top and bottom where headers and footers stand
_SMALL = 0.85  # of the usual size of type
_SAME_SIZE = 0.2  # by how much sizes of one paragraph may differ, as a share; a title differs by 0.27 (GB/T 9704)
_REPEATED = 0.5  # share of the pages that a header stands on
_INDENT = 1.5  # characters behind the margin at which a line opens a paragraph; the custom is two
_SHORT = 3.0  # characters before the margin at which a line ends its paragraph; rules on line breaks may move two
_PADDING = 0.5  # characters between a drawn frame and the text in it
_PAGE_NUMBER = re.compile(r"[-—–－\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[-—–－\s]*")


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawn frame around paragraphs, in the units of its page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What stands side by side on a page: a line of text, or a row of a table, cells apart by tabs.

    ``left``, ``right`` and ``size`` (of one character) are in one unit for the whole document, ``top`` is a share of the
    page's height. ``left_out`` says why the row is no part of the document.
    """

    text: str
    page: int
    left: float
    right: float
    top: float
    size: float
    is_table: bool = False
    frame: Frame | None = None
    left_out: str | None = None


def lines_of(rows: Sequence[Row], pages: int) -> Iterator[Line]:
    """Paragraphs, put together from rows that fill the width of the text; headers, footers and page numbers left out."""
    repeated = _repeated(rows, pages)
    usual = median([row.size for row in rows if not row.is_table] or [0.0])
    body = [row for row in rows if not (row.is_table or row.frame or _furniture(row, repeated, usual))]
    left = _margin([row.left for row in body], smallest=True)
    right = _margin([row.right for row in body], smallest=False)
    numbers = {frame: number for number, frame in enumerate(dict.fromkeys(row.frame for row in rows))}
    parts, last, held = list[str](), None, list[Line]()
    for row in rows:
        kind = _furniture(row, repeated, usual)
        if kind is not None:
            held.append(Line(text=row.text, left_out=kind))
            continue
        if last is None or not _continues(last, row, left, right):
            if parts and last:
                yield Line(text=_joined(parts), frame=numbers[last.frame] if last.frame else None)
            yield from held
            held.clear()
            parts.clear()
        parts.append(row.text)
        last = row
    if parts and last:
        yield Line(text=_joined(parts), frame=numbers[last.frame] if last.frame else None)
    yield from held


def _repeated(rows: Sequence[Row], pages: int) -> frozenset[str]:
    """The texts, digits masked, that stand at the edge of at least half the pages, and of two at least."""
    edge = {(row.page, _masked(row.text)) for row in rows if _at_edge(row)}
    counts = Counter(text for _, text in edge)
    return frozenset(text for text, count in counts.items() if count >= max(2, _REPEATED * pages))


def _furniture(row: Row, repeated: frozenset[str], usual: float) -> str | None:
    """What kind of furniture ``row`` is: at the edge of the page a number, repeated, or in small print at the very edge."""
    if row.left_out or row.is_table or not _at_edge(row):
        return row.left_out
    if _PAGE_NUMBER.fullmatch(row.text):
        return "page_number"
    is_small = row.size < _SMALL * usual and not _EDGE / 2 < row.top < 1 - _EDGE / 2
    if _masked(row.text) in repeated or is_small:
        return "page_header" if row.top < _EDGE else "page_footer"
    return None


def _at_edge(row: Row) -> bool:
    return row.top < _EDGE or row.top > 1 - _EDGE


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", "".join(text.split()))


def _margin(places: Sequence[float], *, smallest: bool) -> float:
    """The margin of the text: where lines begin (or end) that lie furthest out, apart from the odd one out."""
    ordered = sorted(places, reverse=not smallest)
    return ordered[len(ordered) // 50] if ordered else 0.0


def _continues(last: Row, row: Row, left: float, right: float) -> bool:
    """Whether ``row`` goes on with the paragraph of ``last``: that filled its line, and this one begins at the margin."""
    if (
        last.is_table
        or row.is_table
        or last.frame != row.frame
        or abs(last.size - row.size) > _SAME_SIZE * max(last.size, row.size)
    ):
        return False
    if row.frame is not None:
        left, right = row.frame.left + _PADDING * row.size, row.frame.right - _PADDING * row.size
    indent = _INDENT * row.size
    centred = [abs((r.left - left) - (right - r.right)) < indent and r.left - left > indent for r in (last, row)]
    if all(centred) and row.page == last.page and row.size > 0 and not re.search(r"[。；;]$", last.text):
        return _set_as_title(last, row)
    return last.right > right - _SHORT * row.size and row.left < left + indent


def _set_as_title(last: Row, row: Row) -> bool:
    """Whether two centred lines are one title: the first filled most of the width that the second does not need."""
    return last.right - last.left > row.right - row.left and not re.fullmatch(r"第.{1,6}[章节编].*", row.text)


def _joined(parts: Sequence[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        latin = text[-1].isascii() and text[-1].isalnum() and part[0].isascii() and part[0].isalnum()
        text += (" " if latin else "") + part
    return text
