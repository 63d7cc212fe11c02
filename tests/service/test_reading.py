"""The reading page of a document: pieces of text, links, tables."""

from index.structure import parse
from service.pages.reading import reading_tree


def tree(text, marked="", start=0, end=0):
    return reading_tree(parse(text, "d"), marked, start, end)


def test_a_reference_is_a_link_and_a_quotation_is_marked_across_it():
    (_, second) = tree("第一条 甲。\n第二条 违反第一条的，处罚。", "art_2", 4, 8)
    assert [(p.text, p.is_marked, p.target) for p in second.pieces] == [
        ("第二条 ", False, None),
        ("违反", True, None),
        ("第一", True, "art_1"),
        ("条", False, "art_1"),
        ("的，处罚。", False, None),
    ]


def test_the_lines_of_a_table_stand_together_with_their_header():
    text = "一、目标\n表1\t表1\n指标\t目标\n创造\t创造\n专利\t5\n商标\t商标\n注：预期。"
    (section,) = tree(text)
    heading, table, note = section.blocks
    assert [line.clause.kind for line in table] == ["thead", "thead", "row", "row", "row"]
    assert [tuple((cell.text, cell.span) for cell in line.cells) for line in table] == [
        (("表1", 2),),
        (("指标", 1), ("目标", 1)),
        (("创造", 2),),
        (("专利", 1), ("5", 1)),
        (("商标", 2),),
    ]
    assert (heading[0].clause.kind, note[0].clause.kind) == ("heading", "note")


def test_a_header_behind_rows_begins_another_table():
    (section,) = tree("一、目标\n指标\t目标\n专利\t5\n指标\t目标\n商标\t6")
    assert [len(block) for block in section.blocks] == [1, 2, 2]


def test_a_mark_in_a_cell_is_a_link_to_its_note():
    (section,) = tree("一、目标\n指标\t目标\n专利 ^①\t5\n①专利是指甲。", "h1_1__row_1", 0, 2)
    row = section.blocks[1][1]
    assert [(p.text, p.is_marked, p.target) for p in row.cells[0].pieces] == [
        ("专利", True, None),
        (" ", False, None),
        ("^①", False, "h1_1__note_1"),
    ]
    assert row.cells[1].text == "5"


def test_an_empty_cell_keeps_its_place():
    (section,) = tree("一、目标\n指标\t单位\t目标\n专利\t\t5")
    assert [cell.text for cell in section.blocks[1][1].cells] == ["专利", "", "5"]
