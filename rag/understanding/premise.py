"""A premise to be checked (支持期是5年，对吗): the value that it claims.

Only what can be judged is a claim: one value, said outright. Bounds, negations and alternatives (不到, 至少, 不是, 还是) are
left to the quotation, and so is a figure that only describes who asks (注册资本100万元的企业能申报吗).
"""

import re
from collections.abc import Collection

from index.text import fold, squeeze
from rag.types import Claim, Particular, Value
from rag.values import found_in

_ASKS_OUTRIGHT = re.compile(
    r"对[吗吧]|是[吗吧]|对不对|是不是|是这样|没错|真的[吗么]|是真的|属实|正确[吗吧]|有这回事|\b(?:right|correct|true)\b|^\s*(?:is|are|was|were)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[,，]?\s*[吗吧么]?\s*[？?。!！]*$")
_BOUND = re.compile(
    r"不是|并非|没有|不到|不足|不超过|不少于|不低于|不高于|未超|至少|最少|至多|最多|最高|最低|超过|大于|小于|多于|少于|高于|低于"
    r"|以上|以下|以内|左右|大约|大概|还是|而不|或者?|\b(?:not|least|most|more|less|over|under|or)\b",
    re.IGNORECASE,
)
_CLAIMED = (Value.MONEY, Value.PERCENT, Value.DURATION, Value.NUMBER)
_IN_FIGURES = re.compile(r"\d+(?:\.\d+)?\s*(?:万亿|亿|千万|百万|万|千|百)?[^\d\s]+")
_HALF_READ = re.compile(r"[\d.,，〇零一二两三四五六七八九十百千万½¼第]\s*$")
"""What stands before a value that was read in part only (12,000元)."""

_TIME = re.compile(r"[到至在自]\s*$")
"""What makes 25年 a year."""


def claim_of(question: str) -> Claim | None:
    """The one value that ``question`` claims and wants confirmed, in figures; ``None`` where there is none or several."""
    folded = fold(question)
    outright = _ASKS_OUTRIGHT.search(folded)
    if _BOUND.search(folded):
        return None
    claims = list[tuple[Value, int, int]]()
    for value in _CLAIMED:
        for start, end in found_in(folded, value):
            inside = any(start < e and s < end for _, s, e in claims)
            if not inside and _IN_FIGURES.fullmatch(folded[start:end]):
                claims.append((value, start, end))
    if len(claims) != 1:
        return None
    value, start, end = claims[0]
    at_the_end = folded[end:].strip() and _ENDS.fullmatch(folded[end:]) and re.search(r"[吗吧么]", folded[end:])
    half_read = _HALF_READ.search(folded[:start]) or (value is Value.DURATION and _TIME.search(folded[:start]))
    if half_read or not (outright or at_the_end):
        return None
    return Claim(value=value, text=squeeze(folded[start:end]))


_AUTHORITY = re.compile(
    r"(?:是不是|是否|是|由)由?(?P<name>(?!\d)[^，,。？?、和与及谁哪什还]{1,12}?(?:政府|办公厅|办公室|委员会|委|局|厅|院|部|海关))"
    r"(?:发布|印发|制定|出台|颁布|下发|转发|公布|签发|起草|发文|发|写|出)"
)
"""The one agency that a document is said to come from: 是市政府办公厅印发的吗."""

_YEAR = re.compile(r"((?:19|20)\d{2})年")
_BY_YEAR = re.compile(
    r"对[吗吧]|是[吗吧]|对不对|是不是|没错|真的[吗么]|是[^，,。？?]*(?:19|20)\d{2}年[^，,。？?]*[吗吧]"
)


def claim_by_year(question: str) -> Claim | None:
    """The one year by which ``question`` says that something is to be, if it wants just that confirmed (是到2025年才建成吗)."""
    return _claimed_year(question) if _BY_YEAR.search(fold(question)) else None


def claimed_of_document(question: str, particulars: Collection[Particular]) -> Claim | None:
    """What ``question`` claims of a document's ``particulars``, if it wants that confirmed: its year, its issuer, its term."""
    if Particular.DATE in particulars:
        return _claimed_year(question)
    if Particular.AUTHORITY in particulars:
        return _claimed_authority(question)
    return claim_of(question) if Particular.VALIDITY in particulars else None


def _claimed_authority(question: str) -> Claim | None:
    authority = _AUTHORITY.search(fold(question))
    return Claim(value=Value.AUTHORITY, text=authority["name"]) if authority else None


def _claimed_year(question: str) -> Claim | None:
    years = _YEAR.findall(fold(question))
    asks = _ASKS_OUTRIGHT.search(question) or re.search(r"[吗吧]\s*[？?]?$", question)
    return (
        Claim(value=Value.DATE, text=f"{years[0]}年")
        if len(years) == 1 and asks and not _BOUND.search(question)
        else None
    )
