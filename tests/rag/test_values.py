import pytest

from rag.types import Value
from rag.values import hard_tokens, holds, holds_near, modal_lost, negates


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
        ("40%以上", "40%"),
        ("第十四条", "第四条"),
        ("40%", "40个"),
        ("2025年", "2026年"),
    ],
)
def test_different_facts_are_different_tokens(one, other):
    assert hard_tokens(one) != hard_tokens(other)


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("不得申请", True),
        ("没有写明", True),
        ("可以申请", False),
        ("不断完善", False),
        ("未来发展", False),
        ("非物质文化遗产", False),
    ],
)
def test_negates(text, negated):
    assert negates(text) is negated


def test_a_count_is_no_ordinal_and_no_year():
    assert not holds("10.搭建交流协作平台", Value.NUMBER)
    assert not holds("到2020年", Value.NUMBER)
    assert holds("四个维度", Value.NUMBER)
    assert holds_near("新增地理标志100个", Value.NUMBER, ["地理标志"])
    assert not holds_near("新增地理标志。" + "另外" * 20 + "培育100家企业", Value.NUMBER, ["地理标志"])


def test_modal_lost():
    assert modal_lost("企业依法申请专利", "鼓励企业依法申请专利")
    assert not modal_lost("鼓励企业依法申请专利", "鼓励企业依法申请专利")
