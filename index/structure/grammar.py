"""The levels of Chinese official text: which line opens which level, and what that level is called.

Sources: GB/T 9704-2012 §7.3.3 for 公文 (一、（一） 1. （1）), 立法法 for laws (编 章 节 条), and the practice of plans
(专栏N, notes ①). A glyph's meaning depends on what it stands in, so a marker names a level and the structure parser
decides where it belongs.
"""

import re
from dataclasses import dataclass

from index.numerals import CIRCLED, NUMERAL, to_int
from index.text import squeeze


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of structure. ``rank`` orders levels from the outside in; a marker closes every open level not above it.

    ``pattern`` has one group, the number.
    """

    kind: str
    token: str
    rank: int
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """The marker that a line opens with: its level, number and end; ``label`` is how people write it (第五章, （七）)."""

    level: Level
    number: str
    label: str
    end: int


class Levels:
    """Levels in the order they are tried, matched all at once."""

    def __init__(self, *levels: Level) -> None:
        self.levels = levels
        self.pattern = re.compile("|".join(level.pattern for level in levels))


def _level(kind: str, token: str, rank: int, pattern: str) -> Level:
    return Level(kind=kind, token=token, rank=rank, pattern=pattern)


LEVELS = Levels(
    _level("part", "part", 10, rf"第([{NUMERAL}]{{1,12}})编(?=\s|$)"),
    _level("subpart", "subpart", 15, rf"第([{NUMERAL}]{{1,12}})分编(?=\s|$)"),
    _level("chapter", "chp", 20, rf"第([{NUMERAL}]{{1,12}})章(?=\s|$)"),
    _level("section", "sec", 30, rf"第([{NUMERAL}]{{1,12}})节(?=\s|$)"),
    _level("article", "art", 40, rf"第([{NUMERAL}]{{1,12}}条(?:之[{NUMERAL}]{{1,12}})?)(?=\s|$)"),
    _level("annex", "annex", 10, rf"附[件表录](?!\s*[:：]\s*\S)\s*([{NUMERAL}]{{0,3}})(?=[\s:：]|$)"),
    _level("box", "box", 90, r"专栏\s*([0-9０-９]{1,4})(?=\s|$)"),
    _level("h1", "h1", 50, r"([一二三四五六七八九十]{1,4})、"),
    _level("h2", "h2", 60, r"[（(]([一二三四五六七八九十]{1,4})[）)]"),
    _level("h3", "h3", 70, r"([0-9０-９]{1,3})[.．、](?![0-9０-９])"),
    _level("h4", "h4", 80, r"[（(]([0-9０-９]{1,3})[）)]"),
    _level("note", "note", 90, rf"([{CIRCLED}])"),
)

ABOVE_ARTICLES = {"h1": 33, "h2": 36}
"""Ranks of 一、 and （一） where they head groups of articles, as in judicial interpretations (司法解释)."""

IN_ARTICLE = {
    "h1": _level("item", "item", 60, r"(?!)"),
    "h2": _level("item", "item", 60, r"(?!)"),
    "h3": _level("sub", "sub", 70, r"(?!)"),
    "h4": _level("sub", "sub", 70, r"(?!)"),
}
"""What the same glyphs mean below an article: 项 and 目 (立法法)."""

CIRCLED_LEVEL = _level("h5", "h5", 85, r"(?!)")
"""Of ①, where a document counts things off with it and marks no note."""

PARAGRAPH_RANK = 45
"""Of a 款: an unnumbered paragraph of an article."""

_ABOUT = r"(?![第、，,；;。的规所和与至中或之]|适用|处罚|以)"  # 第二十五条规定: words about a place, not the place
GLUED = Levels(
    _level("part", "part", 10, rf"第([{NUMERAL}]{{1,12}})编{_ABOUT}"),
    _level("chapter", "chp", 20, rf"第([{NUMERAL}]{{1,12}})章{_ABOUT}"),
    _level("section", "sec", 30, rf"第([{NUMERAL}]{{1,12}})节{_ABOUT}"),
    _level("article", "art", 40, rf"第([{NUMERAL}]{{1,12}}条(?:之[{NUMERAL}]{{1,12}})?){_ABOUT}"),
)
"""Markers with their text right behind them: an article only where its number is the next one, a chapter only on a short line."""

_DOTTED = tuple(
    _level(
        f"n{depth}",
        "n",
        50 + depth,
        rf"([0-9]{{1,2}}(?:[.．][0-9]{{1,2}}){{{depth - 1}}})(?:\s+|(?=[㐀-鿿]))(?![0-9.．%])",
    )
    for depth in range(1, 6)
)
NUMBERED, SUBNUMBERED = Levels(*_DOTTED[::-1]), Levels(*_DOTTED[:0:-1])
"""The levels of standards (GB/T 1.1-2020), 1, 1.1, 1.1.1, and those of them with a dot."""

UNNUMBERED = frozenset({"序言", "前言", "引言", "附则"})
"""Headings that stand without a number on a line of their own."""


_OPENERS = frozenset(f"第附专（(0123456789０１２３４５６７８９{CIRCLED}{NUMERAL}")  # what every marker begins with


def marker_of(line: str, levels: Levels = LEVELS) -> Marker | None:
    """The marker that ``line`` opens with, if it opens one of ``levels``."""
    if line[:1] not in _OPENERS:
        return None
    match = levels.pattern.match(line)
    if match is None or match.lastindex is None:
        return None
    level = levels.levels[match.lastindex - 1]
    label = squeeze(match[0])
    return Marker(level=level, number=_number(level, match[match.lastindex]), label=label, end=match.end())


def mark_number(mark: str) -> str:
    """The number that a circled ``mark`` bears."""
    return str(CIRCLED.index(mark) + 1)


def is_unnumbered_heading(line: str) -> bool:
    """Whether ``line`` is a heading that bears no number (附　则)."""
    return len(line) <= 8 and squeeze(line) in UNNUMBERED


def _number(level: Level, raw: str) -> str:
    if level.kind == "note":
        return mark_number(raw)
    if level.kind == "article":
        main, _, extra = raw.partition("条之")
        return f"{to_int(main.removesuffix('条'))}" + (f"-{to_int(extra)}" if extra else "")
    if level.token == "n":
        return raw.replace("．", ".")
    return str(to_int(raw)) if raw else "1"
