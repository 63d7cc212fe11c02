import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DocumentError
from index.formats import decode
from index.formats.source import Source
from index.structure.reading import read, undo
from index.text import squeeze
from tests.conftest import ROOT

CORPUS = sorted((ROOT / "corpus").glob("*.txt"))


def kinds(reading, kind):
    return [repair for repair in reading.repairs if repair.kind == kind]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_repairs_undone_give_the_source_back(path):
    source = decode(path.read_bytes(), path.name)
    reading = read(Source(text=source, format="txt"))
    assert undo(reading.text, reading.repairs) == source


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_only_recorded_removals_lose_visible_characters(path):
    source = decode(path.read_bytes(), path.name)
    reading = read(Source(text=source, format="txt"))
    lost = sum(len(squeeze(repair.before)) - len(squeeze(repair.after)) for repair in reading.repairs)
    assert len(squeeze(source)) - lost == len(squeeze(reading.text))
    losing = {repair.kind for repair in reading.repairs if squeeze(repair.before) != squeeze(repair.after)}
    assert losing <= {"contents", "doubled", "page_number", "bom"}


def test_plan_is_rejoined_across_pages():
    reading = read(Source(text=decode((ROOT / "corpus/sc-plan-2021.txt").read_bytes(), "plan"), format="txt"))
    assert "打击侵犯知识产权违法犯罪专项行动" in reading.text
    assert "加强知识产权服务体系建设" in reading.text
    [doubled] = kinds(reading, "doubled")
    assert squeeze(doubled.before) == "知"
    [contents] = kinds(reading, "contents")
    assert contents.before.strip().startswith("目 录")
    assert contents.before.rstrip().endswith("营造良好环境\t32")
    assert "目 录" not in reading.text
    assert "等 in 知识产权" in reading.text  # noise of the source is not ours to mend


def test_titles_and_bylines_set_in_two_lines_are_one():
    chongqing = read(Source(text=decode((ROOT / "corpus/cq-opinion-2016.txt").read_bytes(), "cq"), format="txt")).text
    assert chongqing.startswith("关于新形势下加快知识产权强市建设的实施意见\n渝府发〔2016〕25号\n")
    sichuan = read(Source(text=decode((ROOT / "corpus/sc-sei-opinion.txt").read_bytes(), "sc"), format="txt")).text
    assert "财政厅、商务厅、省工商局" in sichuan


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("甲乙，丙丁，戊\n\n己庚。", "甲乙，丙丁，戊己庚。"),
        ("甲乙，丙丁，人\n\n人都有。又见人人。", "甲乙，丙丁，人人都有。又见人人。"),  # 人人 is a word here
        ("其中，甲，有10\n\n05万元，用于补助。", "其中，甲，有1005万元，用于补助。"),  # a digit is never healed away
        ("一、总体要求\n全面贯彻。", "一、总体要求\n全面贯彻。"),
        ("全面贯彻。\n一、总体要求", "全面贯彻。\n一、总体要求"),
        ("第一段。\n— 3 —\n第二段。", "第一段。\n第二段。"),
        ("﻿　　开头有标记。", "开头有标记。"),
        ("（甲局、\n乙局）", "（甲局、乙局）"),
        ("名称\t单位\n专利\t件", "名称\t单位\n专利\t件"),
        ("类别\t名称\n\t专利\n商标\t", "类别\t名称\n\t专利\n商标\t"),  # empty cells keep their place
        ("为贯彻《纲要\n》，加快推进。", "为贯彻《纲要》，加快推进。"),
        ("", ""),
    ],
)
def test_reading(source, text):
    assert read(Source(text=source, format="txt")).text == text


@given(st.text(alphabet="甲乙。，、\n\t 　（）《》一二1.第章条专栏①目录-—3﻿\r", max_size=200))
def test_any_text_can_be_undone(source):
    reading = read(Source(text=source, format="txt"))
    assert undo(reading.text, reading.repairs) == source


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"  \n", "the file is empty"),
        (b"\xff\xfe\x00\x01\x80", "not a text file"),
        (b"PK\x03\x04\x00\x00", "not a text file"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data, said):
    with pytest.raises(DocumentError, match=f"x.txt: .*{said}"):
        decode(data, "x.txt")


def test_gb18030_is_read():
    assert decode("知识产权".encode("gb18030"), "x") == "知识产权"


@pytest.mark.parametrize(
    "line", ["甲" + " " * 100_000, "目录\n" + "." * 100_000 + "x", "（" * 100_000, "，" * 100_000, "1" * 100_000 + "章"]
)
def test_long_lines_are_read_at_once(line):
    """No regular expression here looks back: each of these took minutes where one did."""
    source = f"目录\n{line}\n{line}"
    assert undo(read(Source(text=source, format="txt")).text, read(Source(text=source, format="txt")).repairs) == source


@pytest.mark.parametrize("width", [20, 26, 30])
def test_a_text_broken_at_one_width_is_put_together(width):
    written = [
        "利用三年时间，全省高校院所专利转让许可次数年均增长20%以上，知识产权质押融资金额年均增长15%以上。",
        "各地要建立工作专班，省知识产权局、省财政厅、省科技厅要加强指导。要及时总结经验，确保任务落实到位。",
        "一、加强组织领导。各级政府要把专利工作摆上重要议事日程，明确分工，压实责任，形成工作合力。",
        "二、强化督促检查。",
    ]
    broken = list[str]()
    for paragraph in written:
        line = "　　" + paragraph
        broken += [line[start : start + width] for start in range(0, len(line), width)]
    assert read(Source(text="\n".join(broken), format="txt")).text.split("\n") == written
