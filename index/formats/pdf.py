"""PDF: lines of the text layer put together from where they stand on the page; a page that is a picture is recognised."""

import io
from collections.abc import Iterable, Iterator
from statistics import median
from typing import Any

import pdfplumber

from index.errors import DocumentError
from index.formats.cells import without_spans
from index.formats.layout import Frame, Row, lines_of
from index.formats.source import Breaks, Source, source_of

_MOST_PAGES = 1_000
_FEWEST_CHARACTERS = 20  # of text on a page that is not a picture
_PICTURE = 0.3  # share of a page that pictures cover when they may hold its text
_OUTLINES = 200  # curves on a page whose characters may be drawn as such
_DOTS = 200  # per inch, at which pages are recognised


def read_pdf(data: bytes, name: str) -> Source:
    """The text of a PDF, a line for each paragraph and for each row of a table.

    Raises:
        DocumentError: Locked, damaged, too long, or with scanned pages where nothing is installed to recognise them.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = _pages(document, name)
    except DocumentError:
        raise
    except Exception as error:  # a PDF can break its parser in more ways than its parser has errors for
        locked = "PDFPasswordIncorrect" in repr(error)
        what = (
            "locked with a password. Remove it"
            if locked
            else f"a damaged PDF ({type(error).__name__}). Export it again"
        )
        raise DocumentError(f"{name}: {what} and try again.") from error
    lines = list(lines_of([row for page, _ in pages for row in page], len(pages)))
    if all(line.left_out for line in lines):
        raise DocumentError(f"{name}: no text in the PDF. Provide the text.")
    recognised = any(is_picture for _, is_picture in pages)
    return source_of(lines, kind="pdf", breaks=Breaks.NONE, recognised=recognised)


def _pages(document: Any, name: str) -> list[tuple[list[Row], bool]]:
    if len(document.pages) > _MOST_PAGES:
        raise DocumentError(f"{name}: more than {_MOST_PAGES} pages. Split it into its documents.")
    return [_page(page, number, name) for number, page in enumerate(document.pages)]


def _page(page: Any, number: int, name: str) -> tuple[list[Row], bool]:
    """The rows of a page from top to bottom, and whether they were recognised in a picture."""
    rows = list(_rows(page, number))
    is_picture = sum(len(row.text) for row in rows) < _FEWEST_CHARACTERS and _may_be_picture(page)
    if is_picture:
        recognise = recogniser(f"{name}: page {number + 1} is a scan without a text layer")
        rows = recognise(page.to_image(resolution=_DOTS).original, number)
    page.close()
    return sorted(rows, key=lambda row: row.top), is_picture


def recogniser(what: str) -> Any:
    """What recognises text in a picture.

    Raises:
        DocumentError: It is not installed; the message begins with ``what``.
    """
    try:
        from index.formats.ocr import recognise
    except ModuleNotFoundError as error:
        raise DocumentError(
            f"{what}. Provide the text, or install what recognises it: pip install 'zhangju[ocr]'."
        ) from error
    return recognise


def _may_be_picture(page: Any) -> bool:
    covered = sum(abs((image["x1"] - image["x0"]) * (image["bottom"] - image["top"])) for image in page.images)
    return bool(covered > _PICTURE * page.width * page.height or len(page.curves) > _OUTLINES)


def _rows(page: Any, number: int) -> Iterator[Row]:
    """The lines and table rows of a page."""
    drawn = page.debug_tablefinder()
    tables = [table for table in drawn.tables if max((len(row.cells) for row in table.rows), default=0) > 1]
    for table in tables:
        left, top, right, bottom = table.bbox
        texts = _cells(table)
        for place, row in enumerate(without_spans([tuple(row) for row in texts])):
            at = (top + (bottom - top) * place / len(texts)) / page.height
            if any(row):
                yield Row(text="\t".join(row), page=number, left=left, right=right, top=at, size=0.0, is_table=True)
    frames = [Frame(number, *cell) for cell in drawn.cells if not any(cell in table.cells for table in tables)]
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda thing: not any(_within(thing, box) for box in boxes)) if boxes else page
    for line in outside.extract_text_lines(return_chars=True, strip=True):
        if text := line["text"].strip():
            yield Row(
                text=text,
                page=number,
                left=line["x0"],
                right=line["x1"],
                top=line["top"] / page.height,
                size=median(char["size"] for char in line["chars"]),
                frame=next((f for f in frames if _within(line, (f.left, f.top, f.right, f.bottom))), None),
            )


def _cells(table: Any) -> list[list[str]]:
    """The texts of a table; that of a merged cell in every place it covers, so that each row reads by itself."""
    texts = [["".join((text or "").split("\n")) for text in row] for row in table.extract()]
    grid = [row.cells for row in table.rows]
    there = [(cell, texts[r][c]) for r, row in enumerate(grid) for c, cell in enumerate(row) if cell]
    across = [_middle((row[c] for row in grid if c < len(row) and row[c]), 0) for c in range(max(map(len, grid)))]
    for r, row in enumerate(grid):
        down = _middle((cell for cell in row if cell), 1)
        for c, cell in enumerate(row):
            if cell is None:
                covering = (
                    text
                    for (left, top, right, bottom), text in there
                    if left < across[c] < right and top < down < bottom
                )
                texts[r][c] = next(covering, "")
    return texts


def _middle(cells: Iterable[tuple[float, float, float, float]], axis: int) -> float:
    """The middle, along ``axis``, of the smallest of ``cells``; 0 if there are none."""
    spans = [(cell[axis + 2] - cell[axis], (cell[axis + 2] + cell[axis]) / 2) for cell in cells]
    return min(spans)[1] if spans else 0.0


def _within(thing: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(left <= across <= right and top <= down <= bottom)
