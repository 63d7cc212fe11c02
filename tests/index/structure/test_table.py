"""Headers, rows and notes of tables."""

import pytest

from index.structure import parse
from index.structure.table import Table


def placed(*lines):
    table = Table()
    return [table.place(line.replace("|", "\t")) for line in lines]


@pytest.mark.parametrize(
    ("lines", "kinds", "columns"),
    [
        (("指标|单位|目标", "专利|件|5"), "thead row", ("指标", "单位", "目标")),
        (("表1|表1", "指标|目标", "专利|5"), "thead thead row", ("指标", "目标")),  # a caption over the columns
        (
            ("指标|2020年|2025年|2025年", "指标|2020年|目标|增速", "专利|2|5|10%"),
            "thead thead row",
            ("指标", "2020年", "2025年目标", "2025年增速"),
        ),
        (("指标|目标", "专利|5", "指标|目标", "商标|6"), "thead row thead row", ("指标", "目标")),  # on a new page
        (("指标|目标", "一、创造|一、创造"), "thead row", ()),  # a row that spans the table
        (("指标|目标", "专利|5|预期"), "thead row", ()),  # too many cells
        (("指标|目标", "指标|5"), "thead row", ("指标", "目标")),  # a figure: no header
        (("指标|目标", "指标|预期"), "thead row", ("指标", "目标")),  # nothing above spans columns
    ],
)
def test_lines_of_a_table(lines, kinds, columns):
    found = placed(*lines)
    assert " ".join(kind for kind, _ in found) == kinds
    assert found[-1][1] == columns


def test_notes_below_a_table_are_notes_and_marks_point_at_theirs():
    text = (
        "专栏1 目标\n指标\t目标\n专利拥有量 ^①\t5\n保护基地②\t30\n商标\t7\n"
        "注：数据为预期值。\n①专利拥有量是指甲。\n②保护基地是指乙。\n二、任务\n包括①甲；③乙。"
    )
    clauses = {clause.eid: clause for clause in parse(text, "d")}
    marked = {
        eid: [(c.text[r.start : r.end], r.target) for r in c.references] for eid, c in clauses.items() if c.references
    }
    assert marked == {
        "box_1__row_1": [("^①", "box_1__note_1")],
        "box_1__row_2": [("②", "box_1__note_2")],
    }
    assert clauses["box_1__note"].text == "注：数据为预期值。"
    assert clauses["box_1__row_3"].reading == "指标：商标；目标：7"
