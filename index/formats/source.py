"""All the text of a file, whatever its format: what every reader in :mod:`index.formats` returns."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Breaks(StrEnum):
    """Which line breaks of a source may stand inside a paragraph."""

    ANY = "any"  # plain text: a page or a line width may have forced every one
    SINGLE = "single"  # a blank line ends a paragraph, a single break need not
    NONE = "none"  # each line is a paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A stretch of a source that is not part of the document; ``kind`` says why (``hidden``, ``page_header``, …)."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The text of a file in reading order, table rows as cells apart by tabs; offsets in Unicode code points.

    ``frames`` are the stretches that a drawn frame surrounds (a 专栏 in a box), as ``(start, end)``. ``recognised`` says
    that the text, or some of it, was read off a picture (OCR) and may be wrong.
    """

    text: str
    format: str
    breaks: Breaks = Breaks.ANY
    left_out: tuple[LeftOut, ...] = ()
    frames: tuple[tuple[int, int], ...] = ()
    recognised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a source under construction; with ``left_out`` the reason why it is not part of the document.

    Lines that follow each other with the same ``frame``, a number of their own, stand in one drawn frame.
    """

    text: str
    left_out: str | None = None
    frame: int | None = None


def source_of(lines: Iterable[Line], *, kind: str, breaks: Breaks = Breaks.NONE, recognised: bool = False) -> Source:
    """The source made of ``lines``. A line's own line breaks become spaces, lone surrogates U+FFFD."""
    parts, left_out, position = list[str](), list[LeftOut](), 0
    frames: dict[int, tuple[int, int]] = {}
    for line in lines:
        text = " ".join(line.text.splitlines()).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if line.left_out and text:
            left_out.append(LeftOut(start=position, end=position + len(text), kind=line.left_out))
        if line.frame is not None:
            frames[line.frame] = (frames.get(line.frame, (position, 0))[0], position + len(text))
        parts.append(text)
        position += len(text) + 1
    return Source(
        text="\n".join(parts),
        format=kind,
        breaks=breaks,
        left_out=tuple(left_out),
        frames=tuple(sorted(frames.values())),
        recognised=recognised,
    )
