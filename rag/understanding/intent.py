"""What kind of answer a question wants, and what kind of value: by ordered rules, first match first."""

import re

from rag.types import Intent, Value

_EXPECTED: tuple[tuple[Value, str], ...] = (
    (Value.PHONE, r"电话|联系方式|联系人|邮箱|热线|网址|官网|微信|公众号|phone|telephone|e-?mail|website|contact"),
    (Value.DOWNLOAD, r"下载|download"),
    (Value.ROSTER, r"(?<![黑红白])名单|哪些(?:人|专家|老师|单位|企业)组成|list of (?:names|recipients|members)"),
    (Value.SCORE, r"多少分(?!之)|几分(?![之钟])"),
    (Value.HOURS, r"几点|上班时间|办公时间|周[末六日]?上班|营业时间|opening hours|office hours"),
    (Value.MATERIAL, r"材料(?:有|是|清单|包括)|(?:哪些|什么|啥)(?:申报|申请)?材料|what documents"),
    (
        Value.CONDITION,
        r"(?:什么|哪些|啥|哪几个|申报|申请|认定|备案|具备|满足)的?条件|条件(?:是|有|包括)|够格|conditions|eligib",
    ),
    (Value.PROCEDURE, r"流程|程序|步骤|手续|[哪走分]几步|几个步骤|procedure|process\b|steps"),
    (
        Value.PERSON,
        r"(?:[局会院校组厅处秘书理事]长|主任|负责人|领导|联系人|召集人|主席|书记)(?:是|叫|为)|谁是|叫什么名字"
        r"|name of the (?:expert|person|head|director|official)|\bwho (?:chairs|heads|leads)\b",
    ),
    (
        Value.ADDRESS,
        r"地址|在哪[里儿]?(?:办|申|提交|受理|考|举办|报名|上课)|哪个(?:窗口|大厅)|办公地点|address|where (?:is|can i)",
    ),
    (
        Value.MONEY,
        r"多少(?:钱|资金|元|万元?|亿|补贴|补助|资助|奖励|奖金|经费|费用)|(?:补贴|补助|资助|奖励|奖金|收费)(?:标准|金额|(?:是|有)?多少)"
        r"|[补给发奖领拿赔罚](?:我们?)?几[百千万]|[补给发奖领拿赔罚](?:我们?)?多少"
        r"|金额(?:是|为)?多少|额度|费(?:用)?(?:要|是|为)?多少|给多少|拿多少|收费|价格|年费|报名费|how much|price|fee\b|cost",
    ),
    (
        Value.PERCENT,
        r"百分之几|百分比|比例(?:是|为)?多少|占比(?:是|为)?多少|利率|贴息率"
        r"|what (?:percentage|share|rate)|\bwhat\b.{0,40}\brate\b",
    ),
    (
        Value.DURATION,
        r"多久|(?<![这那近])几年|几(?:天|日|个月|周|个工作日)|多长时间|多少(?:年|天|个月|个工作日)|期限(?:是|为|有)?(?:多|几)|支持期|有效期"
        r"|how long|support period",
    ),
    (Value.DATE, r"什么时候|何时|哪一?年|几月|几号|截止(?:日期|时间)|哪天|\bwhen\b|deadline|what year"),
    (
        Value.NUMBER,
        r"多少|多大|(?<!哪)几(?:个|家|项|件|所|人|类|种|位|名|倍|次|档|步)|目标值?(?:是|为)|基期值"
        r"|how (?:many|large|big)|what is the target|target value",
    ),
)

_INTENTS: tuple[tuple[Intent, str], ...] = (
    (
        Intent.COMPARE,
        r"比较|对比|区别|差异|异同|不同|相比|哪[个家边](?:更|多|少|高|大)|谁(?:更|多|高)|差多少"
        r"|compare|comparison|difference|differ\b|versus|\bvs\b",
    ),
    (
        Intent.LIST,
        r"哪些|哪几|哪[二两三四五六七八九十]+[个家类种项]|有什么|包括什么|列出|列举|分别是|几(?:个|项|条|类|种)方面|条件"
        r"|what are|which|list\b",
    ),
    (Intent.PROCEDURE, r"怎么|怎样|如何|流程|程序|步骤|手续|\bhow (?:do|can|to|should)\b|procedure|process|steps"),
)


_NAMED_VALUE = re.compile(
    r"(?<![经消免浪])费(?!用减)|利率|税率|贴息|利息|(?:有效|保护|试用|宽限|保密|公示|审查)期"
    r"|价格|工资|罚款|保证金|押金|定金|\bfees?\b|interest rate|price"
)
_NAMED_IN_CHINESE = {"fee": "费", "fees": "费", "interest rate": "利率", "price": "价格"}


def named_value(question: str) -> str | None:
    """The name of the value asked for, where it has one that its sentence must bear: 费, 利率, 价格."""
    match = _NAMED_VALUE.search(question.lower())
    return _NAMED_IN_CHINESE.get(match[0], match[0]) if match else None


def expected_value(question: str) -> Value | None:
    """The kind of value that ``question`` asks for, if it asks for one."""
    lowered = question.lower()
    return next((value for value, pattern in _EXPECTED if re.search(pattern, lowered)), None)


def intent_of(question: str, *, expects: Value | None, has_address: bool, asks_more: bool, places: int) -> Intent:
    """The intent of ``question``; a bare address, with nothing else asked of it, is a look-up.

    One that names several ``places`` side by side wants each place's own answer, which is a comparison.
    """
    if has_address and not asks_more:
        return Intent.LOOKUP
    lowered = question.lower()
    if _is(Intent.COMPARE, lowered) or (places > 1 and _SIDE_BY_SIDE.search(lowered)):
        return Intent.COMPARE
    if expects is Value.PROCEDURE:
        return Intent.PROCEDURE
    if expects is Value.CONDITION:
        return Intent.LIST
    if expects is not None or re.search(r"目标|指标|基期|target|baseline", lowered):
        return Intent.FIGURE
    return next((intent for intent in (Intent.LIST, Intent.PROCEDURE) if _is(intent, lowered)), Intent.GENERAL)


_SIDE_BY_SIDE = re.compile(r"和|与|跟|及|、|分别|各|两地|\band\b")


def _is(intent: Intent, lowered: str) -> bool:
    return re.search(dict(_INTENTS)[intent], lowered) is not None
