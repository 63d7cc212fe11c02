"""Pictures of pages: text recognised by RapidOCR (PP-OCR models inside its package, nothing downloaded), marked as such.

Needs the ``ocr`` extra.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from statistics import median
from typing import Any

import numpy as np
from PIL import Image, ImageSequence
from rapidocr import RapidOCR

from index.errors import DocumentError
from index.formats.layout import Row, lines_of
from index.formats.source import Breaks, Source, source_of
from index.text import has_chinese

_MOST_PAGES = 60
_PAGE_WIDTH = 595.0  # points; pictures of any resolution are brought to it
_SURE = 0.5  # below this confidence what was read is left out, on record
_FEWEST_CHARACTERS = 4  # that the width of one is measured by
_ONE_LINE = 0.5  # of a line's height, by which parts of one line may stand apart
_COLUMN = 1.5  # characters by which the cells of a column may begin apart
_HALF = 0.5  # the width of a Latin letter or a digit, in characters


def read_picture(data: bytes, name: str) -> Source:
    """The text recognised in a picture, or in the pages of a TIFF.

    Raises:
        DocumentError: Damaged, too large, or without text.
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            pages = [frame.convert("RGB") for frame in islice(ImageSequence.Iterator(image), _MOST_PAGES + 1)]
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DocumentError(f"{name}: the picture cannot be read ({error}). Save it again as PNG.") from error
    if len(pages) > _MOST_PAGES:
        raise DocumentError(f"{name}: more than {_MOST_PAGES} pages of pictures. Split it into its documents.")
    lines = list(lines_of([row for number, page in enumerate(pages) for row in recognise(page, number)], len(pages)))
    if all(line.left_out for line in lines):
        raise DocumentError(f"{name}: no text is recognised in the picture. Provide the text.")
    return source_of(lines, kind="picture", breaks=Breaks.NONE, recognised=True)


def recognise(image: Image.Image, number: int) -> list[Row]:
    """The rows on page ``number``, a picture, from top to bottom."""
    pixels = np.asarray(image.convert("RGB"))[:, :, ::-1]
    try:
        found = _engine()(pixels)
    except Exception as error:  # the recogniser raises errors of its own for pictures that it cannot take
        raise DocumentError(
            f"page {number + 1}: the picture cannot be recognised ({error}). Provide the text."
        ) from error
    if found.boxes is None:
        return []
    scale = _PAGE_WIDTH / image.width
    parts = [
        _Part(
            text=text.strip(),
            left=float(box[:, 0].min()) * scale,
            right=float(box[:, 0].max()) * scale,
            top=float(box[:, 1].min()) * scale,
            bottom=float(box[:, 1].max()) * scale,
            is_sure=score >= _SURE,
        )
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        if text.strip()
    ]
    return list(_rows(parts, number, image.height * scale))


@cache
def _engine() -> Any:
    return RapidOCR(params={"Global.text_score": 0.0, "Global.log_level": "error"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A stretch of text as it was recognised; places in points."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    is_sure: bool

    @property
    def size(self) -> float | None:
        """The width of one of its characters, if it has enough of them."""
        width = sum(1.0 if has_chinese(c) or ord(c) > 0x2E80 else _HALF for c in self.text)
        return (self.right - self.left) / width if width >= _FEWEST_CHARACTERS else None


def _rows(parts: Sequence[_Part], page: int, height: float) -> Iterator[Row]:
    usual = median([size for part in parts if (size := part.size)] or [12.0])
    lines = list(_side_by_side([part for part in parts if part.is_sure]))
    for place, line in enumerate(lines):
        is_table = len(line) > 1 and any(_same_columns(line, other, usual) for other in _neighbours(lines, place))
        yield Row(
            text=("\t" if is_table else " ").join(part.text for part in line),
            page=page,
            left=line[0].left,
            right=line[-1].right,
            top=min(part.top for part in line) / height,
            size=median([part.size or usual for part in line]),
            is_table=is_table,
        )
    for part in parts:
        if not part.is_sure:
            row = Row(text=part.text, page=page, left=part.left, right=part.right, top=part.top / height, size=usual)
            yield replace(row, left_out="unreadable")


def _side_by_side(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Parts that stand on one line, lines from top to bottom, parts from left to right."""
    line = list[_Part]()
    for part in sorted(parts, key=lambda part: (part.top + part.bottom) / 2):
        if line:
            first = line[0]
            apart = abs((part.top + part.bottom) - (first.top + first.bottom)) / 2
            if apart > _ONE_LINE * min(part.bottom - part.top, first.bottom - first.top):
                yield sorted(line, key=lambda part: part.left)
                line = []
        line.append(part)
    if line:
        yield sorted(line, key=lambda part: part.left)


def _neighbours(lines: Sequence[list[_Part]], place: int) -> Sequence[list[_Part]]:
    return [*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2]]


def _same_columns(line: Sequence[_Part], other: Sequence[_Part], size: float) -> bool:
    """Whether the parts of two lines begin below each other, as cells of a table do."""
    return len(line) == len(other) and all(
        abs(a.left - b.left) < _COLUMN * size or abs((a.left + a.right) - (b.left + b.right)) < 2 * _COLUMN * size
        for a, b in zip(line, other, strict=True)
    )
