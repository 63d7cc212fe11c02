"""Whether a stretch of a text supports a statement: the statement may leave words out, but put none in.

Measured on mutations of the corpus, no threshold on shared wording tells a true sentence from one with a swapped figure
or an antonym. So a statement must be its cited sentence with parts left out, in the same order; only punctuation and
function words may be added (after Gestalt matching, Ratcliff & Metzener 1988).
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from index import regions
from index.text import fold, sentences, squeeze
from index.types import Clause, Document
from rag.reading.rows import row_fault
from rag.values import TURNING, excepts, hard_tokens, modal_lost, negates

_FUNCTION_WORDS = re.compile(
    r"(?:[\s，。、；：,.;:（）()“”\"'《》·]|的|了|是|为|将|会|并|和|与|及|等|对|在|由|即|其|该|按|根据|按照|规定|明确|指出|提出|文件)*"
)
_JOINS = re.compile(r"[或且和与及]")  # one may be left out with what it joins, but not be changed for another
_CONDITION = re.compile(r".{2}的$|^(?:经|凡|若|如|当).{2,}")
_STOPS = "。；;！？!?.,，、"
_PARTS = re.compile(r"[，,；;：:]")
_ORDER = ("modality", "negation", "hard_token", "wording")
"""Faults from the subtlest on: the sentence that comes nearest to supporting a statement tells what is wrong with it."""


def support_fault(statement: str, clause: Clause, start: int, end: int, document: Document) -> str | None:
    """Why ``clause.text[start:end]`` does not support ``statement``, or ``None`` if it does."""
    cited = clause.text[start:end]
    if clause.columns:
        return row_fault(statement, clause)
    if statement == cited:
        return None
    places = _places(document, clause)
    standing = [cited[s:e] for s, e in sentences(cited)]
    for s, e in sentences(statement):
        faults = [_sentence_fault(statement[s:e], sentence, places) for sentence in standing]
        if all(faults):
            return min(filter(None, faults), key=_ORDER.index, default="wording")
    return None


def _sentence_fault(said: str, stands: str, places: Sequence[str]) -> str | None:
    """Why the one sentence ``stands`` does not support the one sentence ``said``, or ``None`` if it does."""
    said = _without_place(said, [place for place in places if place not in stands])
    one, other = squeeze(fold(stands)).rstrip(_STOPS), squeeze(fold(said)).rstrip(_STOPS)
    lost, kept_from, kept_to = list[tuple[int, int]](), len(one), 0
    for kind, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            kept_from, kept_to = min(kept_from, i), max(kept_to, j)
            continue
        if not _FUNCTION_WORDS.fullmatch(other[k:m]) or (kind == "replace" and _JOINS.search(one[i:j])):
            return "wording"
        lost.append((i, j))
    if kept_to <= kept_from:
        return "wording"
    if not hard_tokens(said) <= hard_tokens(stands):
        return "hard_token"
    if any(_splices(one, i, j) for i, j in lost):
        return "wording"
    start, end = (0, len(one)) if "…" in said else _whole_parts(one, kept_from, kept_to)
    inside = "".join(one[max(i, start) : min(j, end)] for i, j in lost)
    if negates(inside) or excepts("".join(one[i:j] for i, j in lost)) or _loses_turn(one, lost, whole="…" in said):
        return "negation"
    if any(_is_condition(one, i, j) for i, j in lost):
        return "negation"
    if _loses_figure(one, lost, other):
        return "hard_token"
    return "modality" if modal_lost(said, stands) else None


def _splices(text: str, start: int, end: int) -> bool:
    """Whether leaving out ``text[start:end]`` joins the beginning of one part of a sentence to the end of another."""
    crossing = _PARTS.search(text, start, end) is not None
    cut_before = start > 0 and not _PARTS.match(text, start - 1) and not _PARTS.match(text, start)
    cut_after = end < len(text) and not _PARTS.match(text, end) and not _PARTS.match(text, end - 1)
    return crossing and cut_before and cut_after


def _loses_turn(text: str, lost: Sequence[tuple[int, int]], *, whole: bool) -> bool:
    """Whether a word that turns or narrows what is said is left out of a part of which something is kept."""
    kept = [(0, len(text))] if whole else _kept_parts(text, lost)
    return any(
        any(start <= match.start() < end for start, end in kept)
        and any(i < match.end() and match.start() < j for i, j in lost)
        for match in TURNING.finditer(text)
    )


def _is_condition(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` says of whom or when the rest of its part holds (符合条件的企业, 经批准后可以)."""
    goes_on = end < len(text) and not _PARTS.match(text, end) and not _PARTS.match(text, end - 1)
    return goes_on and _PARTS.search(text, start, end) is None and _CONDITION.search(text[start:end]) is not None


def _loses_figure(text: str, lost: Sequence[tuple[int, int]], said: str) -> bool:
    """Whether a figure is left out of a listed thing of which something is kept (50万元、80万元 is not 80万元)."""
    for start, end in _kept_parts(text, lost):
        place = start
        for item in text[start:end].split("、"):
            tokens, stop = hard_tokens(item), place + len(item)
            bare = any(item.strip() == token for token in tokens)
            is_kept = any(not any(i <= at < j for i, j in lost) for at in range(place, stop))
            if (is_kept or bare) and not tokens <= hard_tokens(said):
                return True
            place = stop + 1
    return False


def _kept_parts(text: str, lost: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of ``text`` between its commas of which a character is kept."""
    cuts = [0, *(match.end() for match in _PARTS.finditer(text)), len(text)]
    return [
        (start, end)
        for start, end in pairwise(cuts)
        if any(not any(i <= at < j for i, j in lost) and not _PARTS.match(text, at) for at in range(start, end))
    ]


def _without_place(said: str, places: Sequence[str]) -> str:
    """``said`` without what it opens with to say where it stands: 根据《…》（文号）第三条规定，…

    Further on a name belongs to what is said: 成都海关、四川海关 is not 成都海关、重庆海关.
    """
    if not places:
        return said
    names = "|".join(map(re.escape, places))
    before, after = (
        r"(?:根据|按照|依据|在|由|其中|\s|[《（(【“])*",
        r"[》）)】”\s]*(?:的|中|规定|明确|指出|提出|要求|[，,、：:])*",
    )
    opening = re.match(rf"(?:{before}(?:{names}){after})+", said)
    return said[opening.end() :] if opening else said


def _whole_parts(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` widened to the commas around it: what is left out there is left out of what was said.

    Not so where the statement says … itself: then it stands for the whole sentence.
    """
    before = [match.end() for match in _PARTS.finditer(text, 0, start)]
    after = _PARTS.search(text, end)
    return (before[-1] if before else 0), (after.start() if after else len(text))


def _places(document: Document, clause: Clause) -> list[str]:
    """Names by which a statement may say where and in what document its sentence stands, longest first."""
    region = document.region
    names = [region.name, regions.short_name(region.code)] if region else []
    names += [document.title or "", document.document_number or "", clause.address]
    return sorted((name for name in names if name), key=len, reverse=True)
