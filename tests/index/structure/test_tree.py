from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus import read_corpus
from index.formats.source import Source
from index.parse import parse_file
from index.structure import parse
from index.structure.checks import faults
from index.structure.reading import read, undo
from tests.conftest import ROOT

SOURCES = {source.id: source for source in read_corpus(ROOT / "corpus").files}


@pytest.fixture(scope="module")
def parsed():
    return {identifier: parse_file(source)[0] for identifier, source in SOURCES.items()}


def by_eid(parsed, identifier):
    return {clause.eid: clause for clause in parsed[identifier][1]}


def check_tree(text, clauses):
    assert faults(text, clauses) == ()


@pytest.mark.parametrize("identifier", SOURCES)
def test_leaves_give_back_every_visible_character(parsed, identifier):
    document, clauses = parsed[identifier]
    check_tree(document.text, clauses)


def test_plan_has_seven_chapters_and_twelve_boxes(parsed):
    clauses = parsed["sc-plan-2021"][1]
    assert [c.number for c in clauses if c.kind == "chapter"] == [str(n) for n in range(1, 8)]
    assert [c.number for c in clauses if c.kind == "box"] == [str(n) for n in range(1, 13)]
    box = by_eid(parsed, "sc-plan-2021")["chp_5__h1_3__box_6"]
    assert box.address == "第五章 三、 专栏6"
    assert box.path == ("第五章 推动知识产权高质量创造运用", "三、促进知识产权市场化运营")
    assert box.heading == "实施知识产权金融生态建设行动"


def test_boxes_end_where_the_frame_did(parsed):
    clauses = by_eid(parsed, "sc-plan-2021")
    assert clauses["chp_5__h1_3__p_3"].heading == "推动知识产权与标准化融合"
    assert clauses["chp_5__h1_4__p_2"].heading == "优化发展版权产业"
    assert clauses["chp_5__h1_4__p_4"].heading == "运用知识产权导航产业发展"
    assert len(clauses["chp_4__h1_5__box_4"].children) == 4  # heading and three paragraphs, up to the next chapter


def test_indicator_table_has_eleven_rows_and_two_notes(parsed):
    clauses = by_eid(parsed, "sc-plan-2021")
    rows = [c for c in clauses.values() if c.kind == "row"]
    assert len(rows) == 11
    assert [c.eid for c in clauses.values() if c.kind == "note"] == [
        "chp_2__h1_3__box_1__note_1",
        "chp_2__h1_3__box_1__note_2",
    ]
    row = clauses["chp_2__h1_3__box_1__row_2"]
    assert row.text == "知识产权质押融资登记金额\t亿元\t60\t120\t预期性"
    assert row.reading == (
        "指标名称：知识产权质押融资登记金额；单位：亿元；2020年基期值：60；2025年目标值：120；属性：预期性"
    )


def test_sichuan_opinion_numbers_through_its_sections(parsed):
    items = [c for c in parsed["sc-sei-opinion"][1] if c.kind == "h2"]
    assert [c.number for c in items] == [str(n) for n in range(1, 25)]
    assert {c.parent.split("/")[1] for c in items} == {f"h1_{n}" for n in range(2, 10)}
    goals = by_eid(parsed, "sc-sei-opinion")["h1_2__h2_2__p_1__p_1"]
    assert goals.path[-1] == "到2015年："


def test_chongqing_restarts_its_numbers_in_each_part(parsed):
    clauses = by_eid(parsed, "cq-opinion-2016")
    assert [e for e in clauses if e.count("__") == 1 and "h2" in e] == [
        *(f"h1_2__h2_{n}" for n in range(1, 7)),
        *(f"h1_3__h2_{n}" for n in range(1, 5)),
    ]
    assert clauses["h1_2__h2_2__p_4"].heading == "拓宽知识产权投融资渠道"


def test_half_width_brackets_and_numbers_that_run_through_or_restart(parsed):
    chengdu = parsed["cd-opinion-2024"][1]
    groups = Counter()
    for clause in chengdu:
        if clause.kind == "h3":
            groups[clause.parent.split("/")[1]] += 1
    assert groups == {
        "h1_3__h2_1": 3,
        "h1_3__h2_2": 3,
        "h1_3__h2_3": 4,
        "h1_3__h2_4": 6,
        "h1_4__h2_2": 4,
        "h1_4__h2_3": 4,
    }
    through = [int(c.number) for c in chengdu if c.kind == "h3" and c.eid.startswith("h1_3")]
    assert through == list(range(1, 17))
    assert [c.label for c in parsed["tj-sei-opinion-2013"][1] if c.eid == "h1_3__h2_7"] == ["(七)"]


def test_signature_date_and_provision_on_application_close_the_text(parsed):
    clauses = by_eid(parsed, "cd-opinion-2024")
    assert clauses["closing__p_1"].text.startswith("本实施意见自公布之日起施行,有效期5年")
    assert clauses["closing__signature"].text == "成都市知识产权局"
    assert clauses["closing__date"].text == "2024年7月28日"
    assert "有效期" not in clauses["h1_5__h2_4"].text


def test_a_notice_that_issues_a_text_is_its_cover(parsed):
    clauses = by_eid(parsed, "sc-plan-2021")
    assert clauses["cover__title"].text.endswith("的通知")
    assert clauses["cover__number"].text == "川府发〔2021〕48号"
    assert clauses["title"].text == "四川省“十四五”知识产权保护和运用规划"


def test_a_text_that_a_notice_forwards_stands_by_itself(parsed):
    clauses = by_eid(parsed, "tj-sei-opinion-2013")
    assert clauses["title"].text == "关于加强知识产权工作促进战略性新兴产业发展的实施意见"
    assert clauses["byline"].text == "(市知识产权局)"
    assert clauses["preamble"].text.endswith("现提出如下实施意见:")


@pytest.mark.parametrize(
    ("text", "eids"),
    [
        ("没有编号的一句话。", ["preamble"]),
        ("一、甲\n（一）乙。丙丁戊。\n（二）己", ["h1_1", "h1_1__heading", "h1_1__h2_1", "h1_1__h2_2"]),
        ("第一章 总则\n第一条 为了。\n第二条 依据。", ["chp_1", "chp_1__heading", "chp_1__art_1", "chp_1__art_2"]),
        ("第七条之一 补充。", ["art_7-1"]),
        ("一、甲\n一、乙", ["h1_1", "h1_1~2"]),
        ("１．甲乙。\n２．丙丁。", ["h3_1", "h3_2"]),
        ("", []),
    ],
)
def test_levels(text, eids):
    assert [clause.eid for clause in parse(text, "d")] == eids


def test_tables_stand_apart_and_ragged_rows_keep_their_text():
    text = "一、表\n名\t数\n甲\t1\n乙\t2\t备注\n丙\t3\n中间一段，把两表分开。\n名\t率\n丁\t4"
    clauses = {clause.eid: clause for clause in parse(text, "d")}
    assert [e for e, c in clauses.items() if c.kind == "thead"] == ["h1_1__thead", "h1_1__thead~2"]
    assert clauses["h1_1__row_1"].reading == "名：甲；数：1"
    assert clauses["h1_1__row_2"].reading == "乙\t2\t备注"
    assert clauses["h1_1__row_3"].reading == "名：丙；数：3"
    assert clauses["h1_1__row_4"].reading == "名：丁；率：4"


def test_a_lead_in_stays_in_its_box():
    clauses = {c.eid: c for c in parse("一、甲\n专栏1 行动\n主要任务如下：\n做一件事，做好。\n专栏2 乙", "d")}
    assert "h1_1__box_1__p_1__p_1" in clauses
    assert "h1_1__box_2" in clauses


LINES = st.sampled_from(
    [
        "第一章 总则",
        "第二节 目标",
        "第三条 规定如下。",
        "一、甲",
        "（一）乙。丙丁戊己。",
        "1.丙。丁戊己庚。",
        "（2）丁",
        "专栏3 行动",
        "指标\t单位",
        "专利\t件",
        "多\t一\t格",
        "①说明。",
        "到2015年：",
        "普通一段，有逗号，也有句号。",
        "本意见自公布之日起施行。",
        "某某市人民政府",
        "2024年1月1日",
        "关于某事的通知",
        "各有关单位：",
        "附件1 表",
    ]
)


@st.composite
def documents(draw):
    """A text of any kind: levels in any order, numbers that run, repeat or leave out, prose between them."""
    number = st.sampled_from("一二三四五六七八九十")
    level = st.sampled_from(
        ["第{}编 甲", "第{}章 乙", "第{}节", "第{}条 丙。", "第{}条之一 丁。", "{}、戊", "（{}）己。庚辛壬癸。"]
    )
    arabic = st.sampled_from(["{}.甲。", "（{}）乙", "专栏{} 丙", "附件{} 丁", "1.{} 戊", "{} 己", "{}．庚"])
    line = st.one_of(
        st.builds(str.format, level, number),
        st.builds(str.format, arabic, st.integers(0, 30)),
        st.text("甲乙，。；：“”（）《》、 ①②\t第条款前本法", max_size=30),
        LINES,
    )
    return "\n".join(draw(st.lists(line, max_size=30)))


@given(documents(), st.data())
def test_any_document_is_conserved_and_reads_the_same_again(source, data):
    reading = read(Source(text=source, format="txt"))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(reading.text)), max_size=4)))
    frames = list(zip(cuts[::2], cuts[1::2], strict=False))
    clauses = parse(reading.text, "d", frames=frames)
    check_tree(reading.text, clauses)
    assert undo(reading.text, reading.repairs) == source
    assert parse(reading.text, "d", frames=frames) == clauses
    eids = {clause.eid for clause in clauses}
    for clause in clauses:
        for reference in clause.references:
            assert 0 <= reference.start < reference.end <= len(clause.text)
            assert reference.target is None or reference.target in eids


@given(st.lists(LINES, max_size=25))
def test_any_sequence_of_lines_makes_a_sound_tree(lines):
    text = read(Source(text="\n".join(lines), format="txt")).text
    clauses = parse(text, "d")
    check_tree(text, clauses)
    assert parse(text, "d") == clauses
