"""A question in parts (能拿多少钱？支持几年？) taken apart: each part is answered for itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index import regions
from rag.types import Turn
from rag.understanding.conversation import standalone

_MOST = 5
_MARKS = "，,、。；;？? "
_ENDS = re.compile(r"[？?；;\n，,。]+|(?:以及|还有|另外)|\band\b(?=\s+(?:for )?(?:how|what|when|who|where|which)\b)")
_ASKS = re.compile(
    r"怎么|怎样|如何|(?<!没)(?<!没有)(?:什么|啥|多少)|哪|多大|多久|多长|几|谁|是否|能否|可否|吗|有没有|能不能|可不可以|是不是|要不要|呢"
    r"|\b(?:what|who|when|where|which|how|is|are|does|do|can)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"是?多少(?:钱|家|个|件|项)?|几[年个家件项]|多久|多大|什么|哪些|哪个|怎么|如何|谁|吗|呢|是不是")
_VALUE = re.compile(r"(?<!\d)(?!(?:19|20)\d{2}年)\d+(?:\.\d+)?\s*(?:[万亿]*元|个?年度?|个月|%|[家件项个名])")
_COMPARES = re.compile(r"比较|对比|区别|差异|异同|不同|相比|分别|各|compare|differ|versus|\bvs\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part as asked, and the stand-alone questions that it may mean, the likelier first."""

    text: str
    ways: tuple[str, ...]


def parts_of(question: str) -> tuple[Part, ...]:
    """The parts of ``question``; itself alone where it asks one thing.

    A later part is asked of the topic of the first, or else of its own.
    """
    asking = list[str]()
    begun = ""
    for piece in _pieces(question):
        begun += piece
        if _ASKS.search(begun):
            asking.append(begun.strip(_MARKS))
            begun = ""
    if begun and asking:  # what follows the last question belongs to it (…吗，急)
        asking[-1] += f" {begun.strip(_MARKS)}"
    if not 1 < len(asking) <= _MOST or _COMPARES.search(question):
        return (Part(text=question, ways=(question,)),)
    first, *others = asking
    return (Part(text=first, ways=(first,)), *(_later(part, first) for part in others))


def _later(part: str, first: str) -> Part:
    """``part`` of the topic of ``first``, or of its own, in the place before; of its own alone where it names a place."""
    own = standalone(part, [Turn(question=first)])
    if regions.named_regions(part):
        return Part(text=part, ways=(own,))
    topic = _VALUE.sub(" ", _ASKED.sub(" ", first))
    return Part(text=part, ways=(f"{part} {topic}", own))


def _pieces(question: str) -> Sequence[str]:
    """``question`` cut behind each mark at which a part may end, the marks kept."""
    cuts = [0, *(match.end() for match in _ENDS.finditer(question)), len(question)]
    return [question[start:end] for start, end in pairwise(cuts) if question[start:end].strip()]
