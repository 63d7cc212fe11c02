"""A follow-up made to stand alone: 那重庆呢？ after a question on 四川 asks the same of 重庆."""

import re
from collections.abc import Sequence

from index import regions
from rag.terms import years_of
from rag.types import Turn

_ELLIPTIC = re.compile(r"^(?:那么?|还有|and|what about|how about)|呢[？?]?$", re.IGNORECASE)
_FILLER = re.compile(r"^(?:那么?|还有|and|what about|how about)\s*|呢?[？?]?$", re.IGNORECASE)
_LONGEST_ELLIPSIS = 24


def standalone(question: str, history: Sequence[Turn]) -> str:
    """``question`` with what it leaves out taken from the last question of ``history``.

    A place or year that it names takes the place of the one before; anything else is added to it.
    """
    text = question.strip()
    if not history or len(text) > _LONGEST_ELLIPSIS or not _ELLIPTIC.search(text):
        return text
    before = history[-1].question.strip()
    if len(history) > 1:
        before = standalone(before, history[:-1])
    addition = _FILLER.sub("", _FILLER.sub("", text)).strip()
    places, years = regions.named_regions(addition), years_of(addition)
    if places:
        before = regions.without_regions(before)
    if years:
        before = re.sub(r"(?:到|至)?(?:19|20)\d{2}年?", " ", before)
    return re.sub(r"\s+", " ", f"{addition} {before}").strip() if addition else before
