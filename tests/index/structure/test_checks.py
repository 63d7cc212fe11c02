"""What makes a clause tree unsound, and what is only worth a look."""

from dataclasses import replace

import pytest

from index.structure import parse
from index.structure.checks import LONGEST_CLAUSE, faults, warnings

TEXT = "一、甲\n（一）乙。\n（二）丙。"
CLAUSES = parse(TEXT, "d")


def changed(place, **values):
    return [replace(clause, **values) if i == place else clause for i, clause in enumerate(CLAUSES)]


def test_a_parsed_tree_is_sound():
    assert faults(TEXT, CLAUSES) == ()


@pytest.mark.parametrize(
    ("clauses", "fault"),
    [
        (changed(1, text="乙"), "h1_1__heading: its text is not what stands at its place"),
        (changed(2, id="d/h1_1__heading"), "two clauses have the same id"),
        (changed(2, parent=None), "h1_1: a child is missing or reaches beyond it"),
        (changed(0, end=3, text="一、甲"), "h1_1: a child is missing or reaches beyond it"),
        (changed(2, start=2, text=TEXT[2:10]), "two leaves overlap"),
        (CLAUSES[:-1], "the leaves are not the whole text"),
    ],
)
def test_each_fault_is_named(clauses, fault):
    assert fault in faults(TEXT, clauses)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("第一条 甲。", "第三条 乙。"), ["art_3: 第三条 leaves numbers out after 1"]),
        (("第一条 甲。", "第一条 乙。"), ["art_1~2: 第一条 repeats or goes back after 1"]),
        (("一、甲", "（一）乙。", "二、丙", "（一）丁。"), []),  # starts anew
        (("一、甲", "（一）乙。", "二、丙", "（二）丁。"), []),  # runs through
        (("第一章 甲", "第一条 乙。", "第二章 丙", "第二条 丁。"), []),
        (
            ("第一章 甲", "第一条 乙。", "第二章 丙", "第一条 丁。"),
            ["chp_2__art_1: 第一条 repeats or goes back after 1"],
        ),
        (("第二条 甲。",), ["art_2: 第二条 leaves numbers out after 0"]),
        (("一、" + "甲" * LONGEST_CLAUSE,), [f"h1_1: {LONGEST_CLAUSE + 2} characters in one clause"]),
    ],
)
def test_warnings(lines, said):
    assert list(warnings(parse("\n".join(lines), "d"))) == said
