"""Cross-references inside a document: what they name, and what they do not."""

import pytest

from index.structure import parse

LAW = (
    "第一章 总则",
    "第一条 甲：",
    "（一）乙；",
    "（二）丙。",
    "丁。",
    "第二条 {}",
    "戊。",
    "{}",
    "第二章 附则",
    "第三条 己。",
    "附件1 表",
    "庚。",
)


def references(first, second="辛。"):
    clauses = parse("\n".join(LAW).format(first, second), "d")
    return [(clause.text[r.start : r.end], r.target) for clause in clauses for r in clause.references]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("违反本法第三条的。", "", [("第三条", "chp_2__art_3")]),
        ("违反本办法第三条的。", "", [("第三条", "chp_2__art_3")]),
        ("按照本实施细则第三条办理。", "", [("第三条", "chp_2__art_3")]),
        ("按照本意见第三条办理。", "", [("第三条", "chp_2__art_3")]),
        ("按照本管理办法第三条办理。", "", [("第三条", "chp_2__art_3")]),
        ("依照本法第一条规定的第一项办理。", "", [("第一条", "chp_1__art_1"), ("第一项", None)]),
        ("依照该条第一款的。", "", []),
        ("甲。", "前款所称的乙。", [("前款", "chp_1__art_2__para_2")]),
        ("甲。", "有前两款情形的。", [("前两款", None)]),
        ("违反第三条第一款的。", "", [("第三条第一款", "chp_2__art_3")]),
        ("完成第一项任务和第三条线。", "", []),
        ("按照本实施办法第三条办理。", "", [("第三条", "chp_2__art_3")]),
        ("按照实施细则第三条、刑法第三条和国务院办法第三条办理。", "", []),
        ("违反第一条第一款第二项的。", "", [("第一条第一款第二项", "chp_1__art_1__para_1__item_2")]),
        ("第一条第一款、第二款。", "", [("第一条第一款", "chp_1__art_1__para_1"), ("第二款", "chp_1__art_1__para_2")]),
        ("第一条和第三条。", "", [("第一条", "chp_1__art_1"), ("第三条", "chp_2__art_3")]),
        ("甲。", "违反前款的。", [("前款", "chp_1__art_2__para_2")]),
        ("甲。", "违反本条第一款的。", [("第一款", "chp_1__art_2__para_1")]),
        ("有前条第一款第（一）项情形的。", "", [("前条第一款第（一）项", "chp_1__art_1__para_1__item_1")]),
        ("依照本章、第二章和附件1。", "", [("附件1", "annex_1"), ("第二章", "chp_2")]),
        ("违反第九条的。", "", [("第九条", None)]),
        ("依照《专利法》第三条。", "", []),
        ("依照《专利法》（2020年）第三条和第一条。", "", []),
        ("依照刑法第三条、民法典第一条第二款。", "", []),
        ("没有。", "", []),
        ("依照民事诉讼法（2021年修正）第三条。", "", []),
        ("依照专利合作条约第三条、刑法分则第三条。", "", []),
        ("依照《专利法》中第三条；第一条。", "", []),
        ("依照国发〔2015〕71号文件第三条。", "", []),
        ("见《国家规划》附件1。", "", []),
        ("将第三条修改为甲。", "", []),
        ("依照《专利法》第一条，以及本法第三条。", "", [("第三条", "chp_2__art_3")]),
    ],
)
def test_references(first, second, found):
    assert references(first, second or "辛。") == found


def test_official_documents_refer_by_heading_and_box():
    text = "一、甲\n（七）乙。\n按照本意见第（七）条和专栏6办理。\n专栏6 丙\n丁。"
    [clause] = [clause for clause in parse(text, "d") if clause.references]
    assert [(clause.text[r.start : r.end], r.target) for r in clause.references] == [
        ("第（七）条", "h1_1__h2_7"),
        ("专栏6", "h1_1__h2_7__box_6"),
    ]


def test_what_is_counted_in_a_plan_is_no_place():
    clauses = parse("一、甲\n（一）乙。\n（二）建成第一条跨海通道。按照第一条执行。", "d")
    assert [(r.start, r.target) for clause in clauses for r in clause.references] == [(15, "h1_1__h2_1")]
