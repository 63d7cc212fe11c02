"""PDF with a text layer: lines put together from where they stand on the page, tables, headers and page numbers told apart."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import pdfplumber

from index.errors import DocumentError
from index.source import Breaks, Line, Source, source_of

_MOST_PAGES = 1_000
_EDGE = 0.1  # share of a page's height at its top and bottom where headers and footers stand
_SMALL = 0.85  # of the usual size of type
_REPEATED = 0.5  # share of the pages that a header stands on
_INDENT = 1.5  # characters behind the margin at which a line opens a paragraph; the custom is two
_SHORT = 3.0  # characters before the margin at which a line ends its paragraph; rules on line breaks may move two
_PADDING = 0.5  # characters between a drawn frame and the text in it
_PAGE_NUMBER = re.compile(r"[-—–－\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[-—–－\s]*")
_FEWEST_CHARACTERS = 20  # of text on a page, on average; below it the pages are pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """What stands side by side on a page: a line of text, or a row of a table."""

    text: str
    page: int
    left: float
    right: float
    top: float  # share of the page's height
    size: float
    is_table: bool = False
    frame: "_Frame | None" = None  # that it stands in


@dataclass(frozen=True, slots=True)
class _Frame:
    """A drawn frame around paragraphs."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def read_pdf(data: bytes, name: str) -> Source:
    """The text of a PDF's text layer, a line for each paragraph and for each row of a table.

    Raises:
        DocumentError: Locked, damaged, too long, or a scan without a text layer.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            count = len(document.pages)
            pages = [_rows(page, number) for number, page in enumerate(document.pages[:_MOST_PAGES])]
    except Exception as error:  # a PDF can break its parser in more ways than its parser has errors for
        locked = "PDFPasswordIncorrect" in repr(error)
        what = (
            "locked with a password. Remove it"
            if locked
            else f"a damaged PDF ({type(error).__name__}). Export it again"
        )
        raise DocumentError(f"{name}: {what} and try again.") from error
    if count > _MOST_PAGES:
        raise DocumentError(f"{name}: more than {_MOST_PAGES} pages. Split it into its documents.")
    rows = [row for page in pages for row in page]
    if sum(len(row.text) for row in rows) < _FEWEST_CHARACTERS * max(1, len(pages)):
        raise DocumentError(
            f"{name}: a PDF without a text layer, most likely a scan. Provide the text, or run OCR on it first."
        )
    return source_of(_lines(rows, len(pages)), kind="pdf", breaks=Breaks.NONE)


def _rows(page: Any, number: int) -> list[_Row]:
    """The lines and table rows of a page from top to bottom."""
    drawn = page.debug_tablefinder()
    tables = [table for table in drawn.tables if max((len(row) for row in table.extract()), default=0) > 1]
    alone = (cell for cell in drawn.cells if not any(cell in table.cells for table in tables))
    frames = [_Frame(number, *cell) for cell in alone]
    rows = list[_Row]()
    for table in tables:
        left, top, right, bottom = table.bbox
        cells = table.extract()
        for place, row in enumerate(cells):
            text = "\t".join("".join((cell or "").split("\n")) for cell in row)
            at = (top + (bottom - top) * place / len(cells)) / page.height
            if text.strip():
                rows.append(_Row(text=text, page=number, left=left, right=right, top=at, size=0.0, is_table=True))
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda thing: not any(_within(thing, box) for box in boxes)) if boxes else page
    for line in outside.extract_text_lines(return_chars=True, strip=True):
        size = median(char["size"] for char in line["chars"])
        text = line["text"].strip()
        if text:
            top = line["top"] / page.height
            frame = next((f for f in frames if _within(line, (f.left, f.top, f.right, f.bottom))), None)
            rows.append(
                _Row(text=text, page=number, left=line["x0"], right=line["x1"], top=top, size=size, frame=frame)
            )
    return sorted(rows, key=lambda row: row.top)


def _within(thing: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(left <= across <= right and top <= down <= bottom)


def _lines(rows: Sequence[_Row], pages: int) -> Iterator[Line]:
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


def _repeated(rows: Sequence[_Row], pages: int) -> frozenset[str]:
    """The texts, digits masked, that stand at the edge of at least half the pages, and of two at least."""
    edge = {(row.page, _masked(row.text)) for row in rows if _at_edge(row)}
    counts = Counter(text for _, text in edge)
    return frozenset(text for text, count in counts.items() if count >= max(2, _REPEATED * pages))


def _furniture(row: _Row, repeated: frozenset[str], usual: float) -> str | None:
    """What kind of furniture ``row`` is: at the edge of the page a number, repeated, or in small print at the very edge."""
    if row.is_table or not _at_edge(row):
        return None
    if _PAGE_NUMBER.fullmatch(row.text):
        return "page_number"
    is_small = row.size < _SMALL * usual and not _EDGE / 2 < row.top < 1 - _EDGE / 2
    if _masked(row.text) in repeated or is_small:
        return "page_header" if row.top < _EDGE else "page_footer"
    return None


def _at_edge(row: _Row) -> bool:
    return row.top < _EDGE or row.top > 1 - _EDGE


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", "".join(text.split()))


def _margin(places: Sequence[float], *, smallest: bool) -> float:
    """The margin of the text: where lines begin (or end) that lie furthest out, apart from the odd one out."""
    ordered = sorted(places, reverse=not smallest)
    return ordered[len(ordered) // 50] if ordered else 0.0


def _continues(last: _Row, row: _Row, left: float, right: float) -> bool:
    """Whether ``row`` goes on with the paragraph of ``last``: that filled its line, and this one begins at the margin."""
    if (
        last.is_table
        or row.is_table
        or last.frame != row.frame
        or abs(last.size - row.size) > 0.1 * max(last.size, row.size)
    ):
        return False
    if row.frame is not None:
        left, right = row.frame.left + _PADDING * row.size, row.frame.right - _PADDING * row.size
    indent = _INDENT * row.size
    centred = [abs((r.left - left) - (right - r.right)) < indent and r.left - left > indent for r in (last, row)]
    if all(centred) and row.page == last.page and row.size > 0 and not re.search(r"[。；;]$", last.text):
        return _set_as_title(last, row)
    return last.right > right - _SHORT * row.size and row.left < left + indent


def _set_as_title(last: _Row, row: _Row) -> bool:
    """Whether two centred lines are one title: the first filled most of the width that the second does not need."""
    return last.right - last.left > row.right - row.left and not re.fullmatch(r"第.{1,6}[章节编].*", row.text)


def _joined(parts: Sequence[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        latin = text[-1].isascii() and text[-1].isalnum() and part[0].isascii() and part[0].isalnum()
        text += (" " if latin else "") + part
    return text
