"""Questions in parts: taken apart where both sides ask, and answered each for itself."""

import pytest

from rag.understanding.parts import parts_of


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("成都示范项目能拿多少钱", ["成都示范项目能拿多少钱"]),
        ("成都示范项目能拿多少钱？支持几年？", ["成都示范项目能拿多少钱", "支持几年"]),
        ("成都示范项目能拿多少钱，支持几年", ["成都示范项目能拿多少钱", "支持几年"]),
        ("什么是专利导航以及怎么申请资助", ["什么是专利导航以及", "怎么申请资助"]),
        ("How much is paid and for how long?", ["How much is paid and", "for how long"]),
        ("专利、商标、版权由谁管", ["专利、商标、版权由谁管"]),
        ("比较四川和重庆：多少钱？几年？", ["比较四川和重庆：多少钱？几年？"]),
        ("我公司在成都，专利质押能贷多少钱？", ["我公司在成都，专利质押能贷多少钱？"]),
        ("贷多少？几年？谁批？在哪办？", ["贷多少", "几年", "谁批", "在哪办"]),
        ("有补贴吗？急", ["有补贴吗？急"]),
    ],
)
def test_parts(question, parts):
    assert [part.text for part in parts_of(question)] == parts


def test_a_later_part_is_first_asked_of_the_topic_before():
    first, second = parts_of("成都示范项目能拿多少钱？支持几年？")
    assert first.ways == ("成都示范项目能拿多少钱",)
    assert "示范项目" in second.ways[0]
    assert "多少钱" not in second.ways[0]
    assert second.ways[1].startswith("支持几年")


def test_each_part_has_its_answer(pipeline):
    answer = pipeline.answer("成都示范项目能拿多少钱？申报要什么条件？")
    assert answer.status == "answered"
    assert "50万元" in answer.text
    assert "申报条件" in answer.text
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    for citation in answer.citations:
        assert f"[{citation.number}]" in answer.text
        for span in citation.answer_spans:
            assert answer.text[span.start : span.end]


def test_a_part_without_an_answer_is_named(pipeline):
    answer = pipeline.answer("成都示范项目能拿多少钱？联系电话是多少？")
    assert (answer.status, answer.reason) == ("partial", "missing_detail")
    [notice] = [notice for notice in answer.notices if notice.code == "part_missing"]
    assert "联系电话是多少" in notice.text
    assert answer.related


def test_what_two_parts_share_is_said_once(pipeline):
    answer = pipeline.answer("成都示范项目能拿多少钱？能拿多少补贴？")
    assert answer.text.count("50万元") == 1
