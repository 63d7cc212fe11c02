"""Premises: what a question claims, held against what stands there."""

import pytest

from rag import Turn
from rag.answering.judgement import judge
from rag.types import Claim, Judgement, Value
from rag.understanding.premise import claim_of


@pytest.mark.parametrize(
    ("question", "value", "text"),
    [
        ("支持期是5年，对吗", Value.DURATION, "5年"),
        ("示范项目能拿100万元，是吗？", Value.MONEY, "100万元"),
        ("听说要提到90%，是真的吗？", Value.PERCENT, "90%"),
        ("要培育50家优势企业，对不对？", Value.NUMBER, "50家"),
        ("Is the support period 5年?", Value.DURATION, "5年"),
        ("三个部门一起办，对吗", None, None),  # a count in words is talk
        ("支持期是几年", None, None),
        ("到2025年目标是120亿元", None, None),  # nothing to confirm
        ("可以申请吗", None, None),
        ("注册资本100万元的企业能申报吗", None, None),  # says who asks
        ("支持期不超过5年，对吗", None, None),
        ("目标不是120亿元，对吗", None, None),
        ("支持期是3年，能拿100万元，对吗", None, None),
        ("目标是12,000,000,000元，对吗", None, None),
        ("到25年能实现，对吗", None, None),
        ("是5年吗？", Value.DURATION, "5年"),
    ],
)
def test_claims(question, value, text):
    claim = claim_of(question)
    assert (claim.value, claim.text) == (value, text) if value else claim is None


@pytest.mark.parametrize(
    ("claimed", "said", "judgement"),
    [
        ((Value.DURATION, "5年"), ["支持期为3年。"], Judgement.DIFFERS),
        ((Value.DURATION, "3年"), ["支持3个年度。"], Judgement.AGREES),
        ((Value.MONEY, "500000元"), ["给予50万元资助。"], Judgement.AGREES),
        ((Value.MONEY, "50万元"), ["给予50万元、80万元资助。"], None),  # one of several may be for something else
        ((Value.MONEY, "60万元"), ["给予50万元、80万元资助。"], Judgement.DIFFERS),
        ((Value.PERCENT, "90%"), ["覆盖面广。", "达到92%。"], Judgement.DIFFERS),
        ((Value.NUMBER, "50家"), ["申请专利50件。"], None),  # another unit
        ((Value.PERCENT, "90%"), ["没有数字"], None),
        ((Value.PERCENT, "百分之十"), ["增长10%。"], Judgement.AGREES),
        ((Value.PERCENT, "10%"), ["不低于10%。"], None),
        ((Value.MONEY, "80万元"), ["最低80万元。"], None),
        ((Value.MONEY, "0.07亿元"), ["投入700万元。"], Judgement.AGREES),
        ((Value.MONEY, "1000万元"), ["投入1,000万元。"], Judgement.AGREES),
        ((Value.PERCENT, "10%"), ["达到百分之二十。"], Judgement.DIFFERS),
    ],
)
def test_judgements(claimed, said, judgement):
    assert judge(Claim(value=claimed[0], text=claimed[1]), said) is judgement


def test_a_false_premise_is_said_to_be_so(pipeline):
    answer = pipeline.answer("成都赋能示范项目的支持期是5年，对吗？")
    assert answer.text.startswith("与所问“5年”不一致")
    assert "3年" in answer.text
    span = answer.citations[0].answer_spans[0]
    assert answer.citations[0].cited_text == answer.text[span.start : span.end]


def test_a_premise_in_a_second_part_or_a_follow_up(pipeline):
    answer = pipeline.answer("成都示范项目能拿多少钱？支持期是5年吗？")
    assert answer.text.startswith("与所问“5年”不一致")
    assert "50万元" in answer.text
    follow_up = pipeline.answer("支持期是5年，对吗？", history=[Turn(question="成都示范项目能拿多少钱")])
    assert follow_up.text.startswith("与所问“5年”不一致")


def test_a_true_premise_too(pipeline):
    answer = pipeline.answer("到2025年知识产权质押融资登记金额的目标是120亿元，对吗")
    assert answer.text.startswith("与所问“120亿元”一致")
