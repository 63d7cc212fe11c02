import pytest

from rag.types import Value
from rag.values import hard_tokens, holds, negations


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("给予50万元资助", Value.MONEY, True),
        ("规模达 6.86 亿元", Value.MONEY, True),
        ("到2016年，专利申请", Value.MONEY, False),
        ("占比40%以上", Value.PERCENT, True),
        ("有效期5年", Value.DURATION, True),
        ("支持3个年度", Value.DURATION, True),
        ("到2016年,年专利申请", Value.DURATION, False),
        ("三十日内", Value.DURATION, True),
        ("到2025年", Value.DATE, True),
        ("自公布之日起施行", Value.VALIDITY, True),
        ("电话028-86520000", Value.PHONE, True),
        ("川府发〔2021〕48号", Value.PHONE, False),
        ("天府大道100号", Value.ADDRESS, True),
    ],
)
def test_holds(text, value, found):
    assert holds(text, value) is found


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("第十四条", "第14条"),
        ("第１４条", "第14条"),
        ("专栏 6", "专栏6"),
        ("50 万元", "50万元"),
        ("川府发〔2021〕48号", "川府发〔2021〕48号"),
    ],
)
def test_hard_tokens_have_one_spelling(text, same):
    assert hard_tokens(text) == hard_tokens(same) != frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3个年度", "3个月"),
        ("50万元", "80万元"),
        ("50万元", "50亿元"),
        ("第十四条", "第四条"),
        ("40%", "40个"),
        ("2025年", "2026年"),
    ],
)
def test_different_facts_are_different_tokens(one, other):
    assert hard_tokens(one) != hard_tokens(other)


def test_negations():
    assert negations("不得申请") == ("不得",)
    assert negations("可以申请") == ()
    assert negations("但未经许可的除外") == ("但", "未", "除外")
