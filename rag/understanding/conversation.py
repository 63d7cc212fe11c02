"""A follow-up made to stand alone: 那重庆呢？ after a question on 四川 asks the same of 重庆."""

import re
from collections.abc import Sequence

from index import line_kinds, regions
from index.structure.address import addresses_in
from rag.terms import content_words, without_years, years_of
from rag.types import Turn

_OPENING = re.compile(r"^(?:那么|那(?![曲些个里])|还有(?!效)|and\b|what about|how about)[，,\s]*", re.IGNORECASE)
_ENDING = re.compile(r"呢?[？?。]*$")
_COMPLETE = re.compile(r"怎么|怎样|如何|什么|哪|多少|几|谁|吗|\b(?:what|who|when|where|which)\b", re.IGNORECASE)
_VALUE = re.compile(
    r"基期值?|目标值?|\b(?:baseline|target)(?: value)?\b", re.IGNORECASE
)  # each stands for a year of its own
_ASKED = re.compile(r"(?:申报|申请)?(?:条件|流程|程序|步骤|主体)|多少钱|几年|多久|是什么|有哪些|怎么|如何")
_LONGEST_ELLIPSIS = 60  # characters; what is longer says what it wants by itself


def standalone(question: str, history: Sequence[Turn]) -> str:
    """``question`` with what it leaves out taken from the questions of ``history``.

    A follow-up that names only a place, a year or an aspect (条件呢) asks it of the topic before. One that names a topic
    or a clause of its own asks of that, in the place and of the document before.
    """
    text = question.strip()
    if not history:
        return text
    before = standalone(history[-1].question, history[:-1])
    opens, ends = _OPENING.search(text), text.rstrip("？?。 ").endswith("呢")
    elliptic = (opens or (ends and not _COMPLETE.search(text))) and len(text) <= _LONGEST_ELLIPSIS
    addition = _ENDING.sub("", _OPENING.sub("", text)).strip() if elliptic else text
    topics, aspects = content_words(regions.without_regions(addition))
    if not (elliptic or topics):  # 重庆又是怎么规定的？ names a place and nothing to ask about there
        elliptic, addition = True, _ENDING.sub("", text)
    if elliptic and not topics and not addresses_in(addition):
        kept = _ASKED.sub(" ", before) if aspects else before
        return _squeeze(f"{addition} {_without(kept, addition)}")
    kept = _frame(before, addition) if elliptic else _place(before, addition)
    return _squeeze(f"{addition} {kept}")


def _without(before: str, addition: str) -> str:
    """``before`` without the places, years and values that ``addition`` replaces."""
    if regions.named_regions(addition):
        before = regions.without_regions(before)
    if _VALUE.search(addition):
        return without_years(_VALUE.sub(" ", before))
    return without_years(before) if years_of(addition) else before


def _frame(before: str, addition: str) -> str:
    """What a new topic keeps of ``before``: document, place, years and what was asked of it."""
    numbers = [match[0] for match in line_kinds.DOCUMENT_NUMBER.finditer(before)]
    rest = line_kinds.DOCUMENT_NUMBER.sub(" ", before)
    years = [] if years_of(addition) else [f"{year}年" for year in years_of(rest)]
    _, aspects = content_words(regions.without_regions(rest))
    asked = () if addresses_in(addition) else aspects
    return " ".join([*numbers, _place(rest, addition), *years, *asked])


def _place(before: str, addition: str) -> str:
    """The places of ``before``, if ``addition`` names neither a place nor a document."""
    if regions.named_regions(addition) or line_kinds.DOCUMENT_NUMBER.search(addition):
        return ""
    return " ".join(place.name for place in regions.named_regions(before))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
