"""How a document numbers itself: what the same glyph means in it depends on its kind and on what stands around it.

Sources: 立法法 (编 章 节 条 款 项 目), GB/T 9704-2012 (一、（一）1.（1）), GB/T 1.1-2020 (1, 1.1, 1.1.1).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.numerals import CIRCLED
from index.structure import grammar, paragraphs
from index.structure.grammar import Marker

_FEWEST_DOTTED = 2  # lines that open with 1.1 make a standard
_NOT_OUTERMOST = ("annex", "box", "note")  # which stand beside the numbered levels
_MARK = re.compile(f"[{CIRCLED}]")
_SENTENCE = re.compile(r"[。；;：:，,]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """How a document numbers itself.

    ``has_articles``: there are 条. ``groups_articles``: 一、 heads groups of them. ``is_dotted``: headings are numbered 1,
    1.1, 1.1.1. ``has_marks``: ① marks notes; elsewhere it counts things off. ``outermost`` is the rank of its first level.
    """

    has_articles: bool
    groups_articles: bool
    is_dotted: bool
    has_marks: bool
    outermost: int

    def marker(self, line: str, *, in_article: bool, last_article: int) -> Marker | None:
        """The marker that ``line`` opens with here, at the level that it has here."""
        if self.is_dotted and (dotted := self._dotted(line)):
            return dotted
        marker = grammar.marker_of(line) or _glued(line, last_article)
        if marker is None:
            return None
        kind = marker.level.kind
        if kind == "note" and not self.has_marks:
            return replace(marker, level=grammar.CIRCLED_LEVEL)
        if self.groups_articles and kind in grammar.ABOVE_ARTICLES and not _SENTENCE.search(line):
            return replace(marker, level=replace(marker.level, rank=grammar.ABOVE_ARTICLES[kind]))
        if in_article and kind in grammar.IN_ARTICLE:
            return replace(marker, level=grammar.IN_ARTICLE[kind])
        return marker

    @staticmethod
    def _dotted(line: str) -> Marker | None:
        marker = grammar.marker_of(line, grammar.NUMBERED)
        if marker and marker.level.kind == "n1" and not paragraphs.is_short(line):
            return None  # 2 000 家企业… is a sentence
        return marker


def scheme_of(lines: Sequence[str]) -> Scheme:
    """The scheme of the document whose body is ``lines``."""
    markers = [grammar.marker_of(line) for line in lines]
    kinds = [marker.level.kind if marker else "" for marker in markers]
    article = kinds.index("article") if "article" in kinds else len(kinds)
    heading = kinds.index("h1") if "h1" in kinds else len(kinds)
    is_dotted = not {"article", "h1"} & set(kinds) and (
        sum(grammar.marker_of(line, grammar.SUBNUMBERED) is not None for line in lines) >= _FEWEST_DOTTED
    )
    ranks = [marker.level.rank for marker in markers if marker and marker.level.kind not in _NOT_OUTERMOST]
    return Scheme(
        has_articles="article" in kinds,
        groups_articles=heading < article < len(kinds) and not _SENTENCE.search(lines[heading]),
        is_dotted=is_dotted,
        has_marks="note" in kinds and any(_MARK.search(line, 1) for line in lines),
        outermost=grammar.NUMBERED.levels[-1].rank if is_dotted else min(ranks, default=0),
    )


def _glued(line: str, last_article: int) -> Marker | None:
    """A marker with its text right behind it: 第一条为了…, 第五章附则."""
    marker = grammar.marker_of(line, grammar.GLUED)
    if marker is None:
        return None
    if marker.level.kind != "article":
        return marker if paragraphs.is_short(line) and not paragraphs.ends_sentence(line) else None
    main, _, extra = marker.number.partition("-")
    return marker if int(main) == (last_article if extra else last_article + 1) else None
