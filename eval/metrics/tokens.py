"""Hard tokens: what of a sentence must stand in its source unchanged. Written apart from the product's verifier."""

import re
from decimal import Decimal

from eval.cases.strings import bare
from index import regions
from index.numerals import NUMERAL, to_int

_HAN = "[零〇一二两三四五六七八九十百千万亿]"
_SCALES = {"百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
_SCALE = "万亿|千万|百万|亿|万|千|百"
_UNIT = r"个?百分点|美?元|个?工作日|个?年度|个月|小时|余?[件家个人项所名位类种档倍份条年月日天分次%‰](?!方面)"
_BEFORE = r"不高于|不低于|不超过|不少于|不多于|超过|高于|低于|少于|多于|大于|小于|最高|最低|最多|至少"
_BOUNDS = {
    **dict.fromkeys(("不低于", "不少于", "至少", "最低", "以上"), "至少"),
    **dict.fromkeys(("不高于", "不超过", "不多于", "最高", "最多", "以下", "以内"), "至多"),
    **dict.fromkeys(("超过", "高于", "多于", "大于"), "超过"),
    **dict.fromkeys(("低于", "少于", "小于"), "少于"),
}
"""Bounds that mean the same, in one word."""

_NUMBER = re.compile(rf"({_BEFORE})?(\d+(?:\.\d+)?)({_SCALE})?({_UNIT})?(以上|以下|以内|以外)?")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_HAN_SHARE = re.compile(rf"百分之({_HAN}+)")
_HAN_AMOUNT = re.compile(
    rf"(?<![第\d.{_HAN[1:-1]}])({_HAN}{{1,12}})(?=个?(?:月|年度|工作日)|年(?!代)|美?元|天|日内|倍|[件家个人项名位份次])"
)
_ONE = re.compile(r"[一两](?=[个批种项家位份件次]|些|年一)")  # an article more than a number
_HALF = re.compile(r"半(?=年|数)")
_DOCUMENT_NUMBER = re.compile(r"[一-龥]{1,12}[〔\[（(]\d{4}[〕\]）)]\d+号")
_ORDINAL = re.compile(rf"第([{NUMERAL}]{{1,8}})(条|款|项|章|节|编)|专栏(\d+|[{NUMERAL}]+)")
_AGENCY = re.compile(
    r"[一-龥]{2}(?:(?<![布格结当全大])局(?![面限势部])|委(?![托员派屈])|厅|办公室|银行)|(?:人民|[省市县区州])政府|海关|法院|检察院|公安|[一-龥]{2}部门|规模以[上下]"
)


def tokens_of(text: str) -> frozenset[str]:
    """The amounts with units and bounds, dates, 文号, 第X条, agencies and places of ``text``, in one spelling.

    Amounts are in full (50万元 is 500000元). A 文号 counts by the last three characters before its year, an agency by the
    two before what it is (产权局), so that the words around them do not; 规模以上 is a bound too.
    """
    folded = bare(text)
    found = set[str]()
    for match in _DOCUMENT_NUMBER.finditer(folded):
        code, _, rest = re.sub(r"[〔\[（(]", "〔", match[0]).partition("〔")
        found.add(f"{code[-3:]}〔{rest[:4]}〕{rest[5:]}")
    folded = _DOCUMENT_NUMBER.sub("，", folded)
    found |= {f"第{to_int(m[1])}{m[2]}" if m[1] else f"专栏{to_int(m[3])}" for m in _ORDINAL.finditer(folded)}
    folded = _in_figures(_ORDINAL.sub("，", folded))
    for before, number, scale, unit, behind in _NUMBER.findall(folded):
        bound = _BOUNDS.get(before or behind, before or behind)
        found.add(f"{bound}{_amount(number, scale)}{unit.removeprefix('个').removeprefix('余')}")
    found |= {match[0] for match in _AGENCY.finditer(folded)}
    # 川府发〔2021〕48号 is a number, and names no place.
    return frozenset(found | {region.name for region in regions.named_regions(folded)})


def numbers_of(text: str) -> frozenset[str]:
    """The numbers of ``text`` alone, in figures."""
    return frozenset(_amount(match[0], "") for match in re.finditer(r"\d+(?:\.\d+)?", _in_figures(bare(text))))


def without_separators(text: str) -> str:
    """``text`` without the commas within its numbers (500,000)."""
    return _THOUSANDS.sub("", text)


def is_amount(token: str) -> bool:
    """Whether ``token`` is a number with a unit, and not one that counts documents or copies."""
    return re.search(r"\d(?:元|美元|%|‰|百分点|年度?|月|日|天|工作日|小时|件|家|个|人|项|名|倍)", token) is not None


def _in_figures(text: str) -> str:
    """Folded ``text`` with 百分之二十 as 20%, 五千元 as 5000元, 59,700件 as 59700件."""
    text = _HAN_SHARE.sub(lambda match: f"{_han(match[1])}%", without_separators(text))
    text = _HALF.sub("0.5", _ONE.sub("", text))
    return _HAN_AMOUNT.sub(lambda match: str(_han(match[1])), text)


def _han(numeral: str) -> int | str:
    """``numeral`` as a number, itself if it is none (千万 in 千万家 counts, 百 alone does not)."""
    head, mark, tail = numeral.replace("两", "二").rpartition("亿")
    try:
        value = to_int(tail) if tail else 0
        return value + (to_int(head) * 10**8 if mark else 0)
    except (ValueError, KeyError):
        return numeral


def _amount(figures: str, scale: str) -> str:
    value = Decimal(figures) * _SCALES.get(scale, 1)
    return f"{value.normalize():f}"
