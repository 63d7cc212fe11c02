"""A notice that forwards another text (转发通知): one file, two documents, each with its own number, title and signature.

A notice that issues its own authority's text (印发) and gives it its number stays one document with it; see
:mod:`index.structure.front`.
"""

import re
from collections.abc import Sequence

from index import line_kinds
from index.structure import grammar
from index.text import line_spans

_FORWARDS = re.compile(r".*(?:转发|批转).*通知")
_ATTACHED = re.compile(r"附[件录]?\s*[0-9一二三]?[：:]?")
_HEAD = 4  # lines that may stand between the date of the notice and the title of what it forwards


def forwarded_at(text: str) -> int | None:
    """Where in ``text`` the document begins that a notice before it forwards; ``None`` if it holds one document.

    The notice ends with its date, or where that is not stated before the next title; and it says that it forwards
    (转发, 批转), or what follows bears a number of its own.
    """
    lines = list(line_spans(text))
    kinds = [_kind(text[start:end]) for start, end in lines]
    titles = [place for place, kind in enumerate(kinds) if kind == "title"]
    if len(titles) < 2:
        return None
    ends = next((place for place in range(titles[0] + 1, len(lines)) if kinds[place] == "date"), None)
    inner = _title_behind(kinds, ends) if ends is not None else titles[1]
    if inner is None or inner + 1 >= len(lines) or not _says_something(text, lines[titles[0] + 1 : inner]):
        return None
    begin = _head(kinds, inner)
    numbered = "number" in kinds[begin : inner + 2] and "number" in kinds[:begin]
    forwards = any(_FORWARDS.fullmatch(text[slice(*lines[place])]) for place in titles if place < inner)
    return lines[begin][0] if forwards or numbered else None


def _kind(line: str) -> str:
    """``number``, ``date``, ``authority``, ``title``, ``between`` for what may stand between, or nothing."""
    kind = line_kinds.kind_of(line)
    if kind in ("disclosure", "attachments") or _ATTACHED.fullmatch(line):
        return "between"
    if kind == "title" and grammar.marker_of(line) is not None:
        return ""
    return kind if kind in ("number", "date", "authority", "title") else ""


def _title_behind(kinds: Sequence[str], date: int) -> int | None:
    """The title that follows the date at the end of a notice, nothing but head lines between them."""
    for place in range(date + 1, min(len(kinds), date + 2 + _HEAD)):
        if kinds[place] == "title":
            return place
        if not kinds[place]:
            return None
    return None


def _head(kinds: Sequence[str], inner: int) -> int:
    """The first line of the document with the title ``inner``: its authority and number may stand above."""
    begin = inner
    while kinds[begin - 1] == "number" or (kinds[begin - 1] == "authority" and kinds[begin - 2] in ("date", "between")):
        begin -= 1
    return begin


def _says_something(text: str, lines: Sequence[tuple[int, int]]) -> bool:
    return any("。" in text[start:end] or line_kinds.is_addressee(text[start:end]) for start, end in lines)
