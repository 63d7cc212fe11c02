"""A premise to be checked (支持期是5年，对吗): the value it claims, held against what the documents say."""

import re
from collections.abc import Sequence

from index.numerals import to_int
from index.text import fold, squeeze
from rag.types import Claim, Judgement, Value
from rag.values import matches

_CONFIRMS = re.compile(
    r"[对是真](?:的)?[吗吧]|对不对|是不是|是这样|没错|属实|正确|有这回事|有没有错|[吗吧]\s*[？?。!！]*$"
    r"|\b(?:right|correct|true)\b|^\s*(?:is|are|does|do|did|was|were|will|has|have)\b",
    re.IGNORECASE,
)
_CLAIMED = (Value.MONEY, Value.PERCENT, Value.DURATION, Value.NUMBER)
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)\s*(万亿|亿|千万|百万|万|千|百)?\s*(.*)")
_FACTORS = {"万亿": 1e12, "亿": 1e8, "千万": 1e7, "百万": 1e6, "万": 1e4, "千": 1e3, "百": 1e2}
_UNITS = {"年度": "年", "个年度": "年", "个年": "年", "美元": "美元"}


def claim_of(question: str) -> Claim | None:
    """The value that ``question`` claims and wants confirmed, the last if there are several; a count only in figures."""
    folded = fold(question)
    if not _CONFIRMS.search(folded):
        return None
    for value in _CLAIMED:
        found = [text for text in matches(folded, value) if value is not Value.NUMBER or text[0].isdigit()]
        if found:
            return Claim(value=value, text=squeeze(found[-1]))
    return None


def judge(claim: Claim, said: Sequence[str]) -> Judgement | None:
    """How ``said``, the stretches that answer, stand to ``claim``: ``None`` where they do not settle it.

    Only the first stretch with a value of the claim's kind and unit counts, and only if it holds no other: one of many
    figures may be that of something else.
    """
    wanted = _amount(claim.text)
    for text in said:
        amounts = {_amount(found) for found in matches(fold(text), claim.value)}
        same_unit = {amount for amount in amounts if amount and wanted and amount[1] == wanted[1]}
        if same_unit:
            if wanted not in same_unit:
                return Judgement.DIFFERS
            return Judgement.AGREES if len(same_unit) == 1 else None
    return None


def _amount(text: str) -> tuple[float, str] | None:
    """``(number, unit)``: 3个年度 and 3年 are the same, 50万元 and 500000元 too."""
    match = _AMOUNT.match(squeeze(text))
    if match is None:
        return None
    number = float(match[1]) if match[1][0].isdigit() else float(to_int(match[1].replace("两", "二")))
    unit = match[3].removeprefix("个") if match[3] != "个" else "个"
    return number * _FACTORS.get(match[2] or "", 1.0), _UNITS.get(unit, unit)
