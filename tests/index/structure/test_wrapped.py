"""A notice that forwards a text, and the text: two documents out of one file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus import SourceFile
from index.formats.source import Source
from index.parse import parse_file
from index.structure.reading import read, split, undo
from index.structure.wrapped import forwarded_at

NOTICE = (
    "成办发〔2022〕5号",
    "成都市人民政府办公厅转发市市场监管局关于加强专利工作意见的通知",
    "各区（市）县政府，市政府各部门：",
    "市市场监管局《关于加强专利工作的意见》已经市政府同意，现转发给你们，请认真贯彻执行。",
    "成都市人民政府办公厅",
    "2022年3月1日",
    "（此件公开发布）",
)
TEXT = (
    "成市监发〔2022〕2号",
    "关于加强专利工作的意见",
    "为加强专利工作，提出以下意见。",
    "一、总体要求",
    "坚持质量优先。",
    "成都市市场监督管理局",
    "2022年2月1日",
)


def parsed(*lines):
    data = "\r\n".join(lines).encode()
    return parse_file(SourceFile(id="d", path=Path("d.txt"), data=data, sha256=""))


def test_each_has_its_own_number_title_authority_and_date():
    (text, clauses), (notice, notice_clauses) = parsed(*NOTICE, "", *TEXT)
    assert (notice.id, text.id) == ("d~notice", "d")
    assert (notice.document_number, text.document_number) == ("成办发〔2022〕5号", "成市监发〔2022〕2号")
    assert (notice.title, text.title) == (NOTICE[1], TEXT[1])
    assert (notice.issuing_authority, text.issuing_authority) == (("成都市人民政府办公厅",), ("成都市市场监督管理局",))
    assert (notice.written_date.month, text.written_date.month) == (3, 2)
    assert text.forwarded_by.document_id == "d~notice"
    assert notice_clauses[-1].text == "（此件公开发布）"
    assert {clause.document_id for clause in clauses} == {"d"}
    assert undo(notice.text, notice.repairs) + undo(text.text, text.repairs) == "\r\n".join([*NOTICE, "", *TEXT])


@pytest.mark.parametrize(
    "lines",
    [
        NOTICE,
        TEXT,
        (
            "市政府关于印发《某规划》的通知",
            "川府发〔2021〕1号",
            "各县政府：",
            "现印发给你们。",
            "某市政府",
            "2021年1月1日",
            "某规划",
            "第一章 甲",
        ),
        ("某办法", "一、甲。", "按照《关于转发某意见的通知》办理。"),
    ],
)
def test_one_document_stays_one(lines):
    assert forwarded_at("\n".join(lines)) is None


def test_a_text_with_a_number_of_its_own_is_another_document():
    issued = (
        "关于印发《某办法》的通知",
        "川办发〔2021〕1号",
        "各县政府：",
        "现印发给你们。",
        "某市政府",
        "2021年1月1日",
    )
    inner = ("川科发〔2020〕9号", "某办法", "第一条 甲。")
    assert forwarded_at("\n".join([*issued, *inner])) == len("\n".join(issued)) + 1


@given(st.lists(st.text("甲乙，。 \t\r\n第一条", max_size=12), min_size=2, max_size=12), st.data())
def test_the_halves_of_a_reading_are_the_source(lines, data):
    source = "\n".join(lines)
    reading = read(Source(text=source, format="txt"))
    breaks = [place + 1 for place, character in enumerate(reading.text) if character == "\n"]
    if not breaks:
        return
    at = data.draw(st.sampled_from(breaks))
    first, second = split(reading, at)
    assert first.text + "\n" + second.text == reading.text
    assert undo(first.text, first.repairs) + undo(second.text, second.repairs) == source
