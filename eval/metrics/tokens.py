"""Hard tokens: what of a sentence must stand in its source unchanged. Written apart from the product's verifier."""

import re

from index import regions
from index.numerals import NUMERAL, to_int
from index.text import fold, squeeze

_MONEY = r"万亿美?元|亿美?元|万美?元|美?元"
_UNIT = rf"个?百分点|{_MONEY}|亿|万[件家个人项]?|个?工作日|个?年度|个月|小时|[件家个项人所名位类种档倍年月日天分条%‰]"
_BEFORE = r"不高于|不低于|不超过|不少于|不多于|超过|高于|低于|少于|多于|大于|小于|最高|最低|最多|至少"
_NUMBER = re.compile(rf"({_BEFORE})?(\d+(?:\.\d+)?)({_UNIT})?(以上|以下|以内|以外)?")
_HAN_SHARE = re.compile(r"百分之([一二三四五六七八九十百]+)")
_HAN_AMOUNT = re.compile(
    r"(?<![第一二三四五六七八九十百])([一二三四五六七八九十百]+)(个月|年|天|日内|倍|万元|亿元|家|件|项)(?!来|代)"
)
_DOCUMENT_NUMBER = re.compile(r"[一-龥]{1,12}〔\d{4}〕\d+号")
_ORDINAL = re.compile(rf"第([{NUMERAL}]{{1,8}})(条|款|项|章|节|编)|专栏(\d+|[{NUMERAL}]+)")
_AGENCY = re.compile(r"[一-龥]{2}(?:局|委|厅|部门|办公室|银行|政府)|海关|法院|检察院|公安|规模以[上下]")


def tokens_of(text: str) -> frozenset[str]:
    """The numbers with units and bounds, dates, amounts, 文号, 第X条, agencies and places of ``text``, in one spelling.

    An agency counts by the two characters before what it is (产权局), so that the words around it do not; 规模以上 is a
    bound too.
    """
    folded = squeeze(fold(text))
    found = {match[0] for match in _DOCUMENT_NUMBER.finditer(folded)}
    folded = _DOCUMENT_NUMBER.sub("，", folded)
    found |= {f"第{to_int(m[1])}{m[2]}" if m[1] else f"专栏{to_int(m[3])}" for m in _ORDINAL.finditer(folded)}
    folded = _ORDINAL.sub("，", folded)
    folded = _HAN_SHARE.sub(lambda match: f"{to_int(match[1])}%", folded)
    folded = _HAN_AMOUNT.sub(lambda match: f"{to_int(match[1])}{match[2]}", folded)
    for before, number, unit, behind in _NUMBER.findall(folded):
        found.add(f"{before}{_number(number)}{unit.removeprefix('个')}{behind}")
    found |= {match[0] for match in _AGENCY.finditer(folded)}
    # 川府发〔2021〕48号 is a number, and names no place.
    return frozenset(found | {region.name for region in regions.named_regions(folded)})


def numbers_of(text: str) -> frozenset[str]:
    """The numbers of ``text`` alone, in figures."""
    folded = _HAN_SHARE.sub(lambda match: f"{to_int(match[1])}%", squeeze(fold(text)))
    return frozenset(_number(match[0]) for match in re.finditer(r"\d+(?:\.\d+)?", folded))


def _number(figures: str) -> str:
    return figures.rstrip("0").rstrip(".") if "." in figures else figures
