"""How what is said stands to what the question claims (支持期是5年，对吗): the amounts, or the agencies, of both compared."""

import re
from collections.abc import Sequence
from decimal import Decimal

from index import regions
from index.numerals import to_int
from index.text import fold, squeeze
from rag.types import Claim, Judgement, Value
from rag.values import found_in

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)\s*(万亿|亿|千万|百万|万|千|百)?\s*(.*)")
_FACTORS = {"万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3, "百": 10**2}
_UNITS = {"年度": "年"}
_PER_CENT = re.compile(r"百分之([\d.]+|[一二三四五六七八九十]+)")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BOUND_BEFORE = re.compile(r"(?:最高|最低|最多|至少|不超过|不低于|不少于|不高于|超过|低于|少于|高于|近|约|达到?)\s*$")
_BOUND_AFTER = re.compile(r"\s*(?:以上|以下|以内|左右|多)")
_YEAR = re.compile(r"((?:19|20)\d{2})(?:年|〕)")

_BETWEEN = re.compile(r"[、，,；;（）()\s]+")
_IS_AGENCY = re.compile(r"(?:政府|办公厅|办公室|委|局|厅|院|部|海关)$")
_LEVEL = re.compile(r"^[省市区县州]")

Amount = tuple[Decimal, str]


def judge(claim: Claim, said: Sequence[str]) -> Judgement | None:
    """How ``said``, the stretches that answer, stand to ``claim``: ``None`` where they do not settle it.

    Only the first stretch with a value of the claim's kind and unit counts, and only if it holds no other: one of many
    figures may be that of something else. A bound (最低80万元, 3年以上) settles nothing.
    """
    if claim.value is Value.DATE:
        years = {year for text in said for year in _YEAR.findall(text)}
        return (
            (Judgement.AGREES if f"{years.pop()}年" == claim.text else Judgement.DIFFERS) if len(years) == 1 else None
        )
    if claim.value is Value.AUTHORITY:
        return _judge_authority(claim.text, said)
    wanted = _amount(claim.text)
    if wanted is None:
        return None
    for text in said:
        folded = _in_figures(_GROUPED.sub("", fold(text)))
        places = [place for place in found_in(folded, claim.value) if _unit(folded, place) == wanted[1]]
        if places:
            amounts = {_amount(folded[start:end]) for start, end in places}
            if any(_is_bound(folded, place) for place in places):
                return None
            if wanted not in amounts:
                return Judgement.DIFFERS
            return Judgement.AGREES if len(amounts) == 1 else None
    return None


def _judge_authority(claimed: str, said: Sequence[str]) -> Judgement | None:
    """Whether one of the agencies that ``said`` lists is the one ``claimed``, whatever either says of its place."""
    named = {_agency(name) for text in said for name in _BETWEEN.split(text) if _IS_AGENCY.search(name)}
    if not named:
        return None
    of_a_place = regions.named_regions(claimed)
    if of_a_place and not any(place in regions.named_regions(text) for text in said for place in of_a_place):
        return None
    return Judgement.AGREES if _agency(claimed) in named else Judgement.DIFFERS


def _agency(name: str) -> str:
    """What an agency is called in its place: 四川省人民政府, 省人民政府 and 省政府 are all 政府."""
    return _LEVEL.sub("", regions.without_regions(fold(name)).strip()).replace("人民政府", "政府")


def _is_bound(folded: str, place: tuple[int, int]) -> bool:
    start, end = place
    before = _BOUND_BEFORE.search(folded[:start])
    return bool(before and not before[0].startswith("达")) or _BOUND_AFTER.match(folded[end:]) is not None


def _unit(folded: str, place: tuple[int, int]) -> str | None:
    amount = _amount(folded[place[0] : place[1]])
    return amount[1] if amount else None


def _in_figures(text: str) -> str:
    """``text`` with 百分之二十 as 20%."""
    return _PER_CENT.sub(lambda match: f"{match[1] if match[1][0].isdigit() else to_int(match[1])}%", text)


def _amount(text: str) -> Amount | None:
    """``(number, unit)``: 3个年度 and 3年 are the same, 50万元 and 500000元 too; ``None`` without a unit."""
    match = _AMOUNT.match(_in_figures(squeeze(text)))
    if match is None:
        return None
    number = Decimal(match[1]) if match[1][0].isdigit() else Decimal(to_int(match[1].replace("两", "二")))
    unit = match[3].removeprefix("个") if match[3] != "个" else "个"
    return (number * _FACTORS.get(match[2] or "", 1), _UNITS.get(unit, unit)) if unit else None
