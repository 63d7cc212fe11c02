"""Values in text: what kinds of value a sentence holds, and the hard tokens that a citation must carry over unchanged."""

import re
from collections.abc import Mapping, Sequence

from index.numerals import NUMERAL, to_int
from index.text import fold, squeeze
from rag.types import Value

NUMBER = r"\d+(?:\.\d+)?"
_HAN = r"[一二两三四五六七八九十百千万]+"
# Longest first: 3个年度 must not be read as 3个.
_MEASURE = r"个百分点|万亿|亿|万|千|百|元|件|个|家|项|人|所|名|位|类|种|档|倍|%|‰"
_UNIT = rf"个?工作日|个?年度|个月|小时|{_MEASURE}|年|月|日|天"
_LIMIT = r"最高|最低|最多|至少|不超过|不低于|不少于|超过|低于|少于"
_BOUND = r"以上|以下|以内|以外|左右"

_PATTERNS: Mapping[Value, re.Pattern[str]] = {
    Value.MONEY: re.compile(rf"(?:{NUMBER}|{_HAN})\s*(?:万|亿|百万|千万)?美?元"),
    Value.PERCENT: re.compile(rf"{NUMBER}\s*[%‰]|百分之{_HAN}|{NUMBER}\s*个百分点"),
    Value.DURATION: re.compile(
        rf"(?<![\d.])\d{{1,3}}(?:\.\d+)?\s*(?:个?年度?|个月|个?工作日|天|小时|日内)|{_HAN}(?:年|个月|日内)"
    ),
    Value.DATE: re.compile(r"(?:19|20)\d{2}\s*年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日"),
    # A count has its measure word: neither the 10. that opens an item nor a year is one.
    Value.NUMBER: re.compile(rf"(?<![\d.])(?:{NUMBER}|{_HAN})\s*(?:{_MEASURE})"),
    Value.PHONE: re.compile(r"0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|\d{3,4}-\d{3}-\d{4}|[\w.]+@[\w.]+|https?://|www\."),
    Value.PROCEDURE: re.compile(r"程序|流程|步骤|手续"),
    Value.MATERIAL: re.compile(r"(?:申报|申请|提交|下列)[^。、,，]{0,6}材料|材料清单"),
    Value.CONDITION: re.compile(r"条件|具备|符合|满足|资格|须|应当|必须|以上"),
    Value.ROSTER: re.compile(r"名单(?:如下|见附件|[：:])"),
    Value.SCORE: re.compile(r"\d+分(?!钟|之|公|[中支])|百分制"),
    Value.HOURS: re.compile(r"\d{1,2}[:：]\d{2}|\d{1,2}[点时](?:至|到|-|—)"),
    Value.DOWNLOAD: re.compile(r"下载|网址|网站"),
    Value.PERSON: re.compile(r"(?:局长|主任|负责人|联系人|经办人)\s*[:：]\s*[一-龥]{2,4}"),
    Value.ADDRESS: re.compile(r"[一-龥\d]+(?:路|街|大道)\d+号|\d+楼\d*"),
}

_HARD_TOKEN = re.compile(
    rf"[一-龥]{{2,12}}〔\d{{4}}〕\d+号"
    rf"|第[{NUMERAL}]{{1,12}}(?:条|款|项|章|节|编)(?:之[{NUMERAL}]{{1,3}})?"
    rf"|专栏\s*\d+"
    rf"|(?:{_LIMIT})?{NUMBER}\s*(?:(?:{_UNIT})\s*){{0,3}}(?:{_BOUND})?"
    rf"|百分之{_HAN}(?:{_BOUND})?"
    rf"|{_HAN}(?:{_UNIT})(?:{_BOUND})?"
)
_ORDINAL = re.compile(rf"第([{NUMERAL}]+)(条|款|项|章|节|编)")

_NEGATION = re.compile(r"不得|不予|不再|没有|无需|无须|禁止|严禁|未(?!来)|不(?!断|少|仅|同)|非(?!物质|诉|政府|遗)")
"""Words of negation. 不断, 未来, 非物质文化遗产 and the like negate nothing."""

TURNING = re.compile(
    r"无(?!锡|人机|线|偿|障碍|纸)|没|免(?!费)|停止|暂停|中止|终止|取消|撤销|拒绝|废止|禁止|严禁|虚假|伪造|冒充"
    r"|仅|只(?!要)|力争|争取|原则上|一般不|尚|择优|酌情|试行|逐步"
)
"""Words that turn a sentence round or narrow it: one may go only with all of the part that it stands in."""

_EXCEPTION = re.compile(r"除外|但|除.{1,20}外|的，?不在此限")
"""Words that take something back: a sentence may not be quoted without them."""

_MODAL = re.compile(r"应当|必须|可以|不得|禁止|鼓励|支持|优先|探索")
"""Words that say how binding a sentence is."""

_NEAR = 25  # characters between a count and what it counts: about half a clause of a sentence
_AFTER = 7  # characters behind a modal that tell which sentence part it governs; four are often 知识产权


def holds_near(text: str, value: Value, words: Sequence[str]) -> bool:
    """Whether ``text`` holds a value of that kind within 25 characters of one of ``words``."""
    folded = fold(text)
    places = [match.start() for word in words for match in re.finditer(re.escape(word), folded)]
    return any(abs(match.start() - place) <= _NEAR for match in _PATTERNS[value].finditer(folded) for place in places)


def holds(text: str, value: Value) -> bool:
    """Whether ``text`` holds a value of that kind."""
    return _PATTERNS[value].search(fold(text)) is not None


def found_in(folded: str, value: Value) -> tuple[tuple[int, int], ...]:
    """Where values of that kind stand in ``folded`` text, ``(start, end)`` each, in order."""
    return tuple(match.span() for match in _PATTERNS[value].finditer(folded))


def hard_tokens(text: str) -> frozenset[str]:
    """The numbers with units and bounds (40%以上), 文号, 第X条 and 专栏N of ``text`` in one spelling: 第十四条 is 第14条."""
    found = (squeeze(match[0]) for match in _HARD_TOKEN.finditer(fold(text)))
    return frozenset(_ORDINAL.sub(lambda m: f"第{to_int(m[1])}{m[2]}", token) for token in found)


def negates(text: str) -> bool:
    """Whether ``text`` holds a word of negation."""
    return _NEGATION.search(text) is not None


def excepts(text: str) -> bool:
    """Whether ``text`` holds a word of exception."""
    return _EXCEPTION.search(text) is not None


def modal_lost(statement: str, cited: str) -> bool:
    """Whether ``statement`` says without its modal word what ``cited`` says with it."""
    said, stands = squeeze(statement), squeeze(cited)
    for match in _MODAL.finditer(stands):
        governed = stands[match.end() : match.end() + _AFTER]
        if len(governed) == _AFTER and governed in said and match[0] + governed not in said:
            return True
    return False
