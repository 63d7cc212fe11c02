"""Laws and other kinds beyond the corpus: the traps that a parser of Chinese official text falls into."""

import lzma
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from index.corpus import SourceFile
from index.formats.source import Source
from index.metadata import read_metadata
from index.metadata.status import status_of
from index.metadata.versions import with_successors
from index.parse import parse_file
from index.structure import parse
from index.structure.reading import read, undo
from index.structure.wrapped import forwarded_at
from index.types import Status
from tests.conftest import ROOT
from tests.index.structure.test_tree import check_tree
from tests.rendering import as_docx, as_html, as_markdown, as_pdf

LAWS = ("civil-code", "criminal-law", "patent-law-2020", "patent-rules-2010", "patent-rules-2023")


@cache
def bare(name):
    with lzma.open(ROOT / "tests/data/laws" / f"{name}.txt.xz", "rt", encoding="utf-8") as stream:
        return stream.read()


def reading_of(text):
    return read(Source(text=text, format="txt"))


@cache
def clauses_of(name):
    return {clause.eid: clause for clause in parse(reading_of(bare(name)).text, name)}


def tree(*lines):
    """``{eid: text of the clause without its children's}`` of a text of these lines."""
    return {clause.eid: clause.text for clause in parse(reading_of("\n".join(lines)).text, "d")}


@pytest.mark.parametrize("name", LAWS)
def test_nothing_of_a_law_is_lost(name):
    reading = reading_of(bare(name))
    check_tree(reading.text, parse(reading.text, name))
    assert undo(reading.text, reading.repairs) == bare(name)


def test_civil_code_has_its_parts_and_1260_articles():
    clauses = clauses_of("civil-code").values()
    assert [int(c.number) for c in clauses if c.kind == "article"] == list(range(1, 1261))
    assert [c.heading for c in clauses if c.kind == "part" and c.number] == [
        *("总则", "物权", "合同", "人格权", "婚姻家庭", "继承", "侵权责任"),
    ]
    assert [c.number for c in clauses if c.kind == "subpart"] == ["1", "2", "3", "4", "5", "1", "2", "3"]
    last = clauses_of("civil-code")["part__art_1260"]
    assert last.address == "附则 第一千二百六十条"
    assert last.path == ("附则",)
    assert clauses_of("civil-code")["title"].text == "中华人民共和国民法典"


def test_a_contents_page_that_repeats_the_headings_is_taken_out_on_record():
    removed = [repair for repair in reading_of(bare("civil-code")).repairs if repair.kind == "contents"]
    assert len(removed) == 1
    assert removed[0].before.strip().startswith("目　　录\n第一编　总则\n第一章")


def test_paragraphs_items_and_inserted_articles_of_the_criminal_law():
    clauses = clauses_of("criminal-law")
    inserted = clauses["part_2__chp_2__art_120-1"]
    assert inserted.address == "第二编 第二章 第一百二十条之一"
    assert [clauses[c.split("/")[1]].label for c in inserted.children] == ["第一款", "第二款", "第三款"]
    kinds = clauses["part_1__chp_3__sec_1__art_33"]
    assert [c.split("__")[-1] for c in kinds.children] == ["para_1", *(f"item_{n}" for n in range(1, 6))]


def test_two_versions_of_one_document_follow_each_other():
    files = [
        SourceFile(id=name, path=Path(name), data=bare(name).encode(), sha256="")
        for name in ("patent-rules-2010", "patent-rules-2023")
    ]
    old, new = with_successors([document for file in files for document, _ in parse_file(file)])
    assert (old.title, new.title) == ("中华人民共和国专利法实施细则",) * 2
    assert (old.replaced_by.document_id, new.replaced_by) == ("patent-rules-2023", None)
    assert old.repealed_by is None  # the new version still says that it ended the rules of 1992
    assert [status_of(rules, date(2026, 1, 1)) for rules in (old, new)] == [Status.AMENDED, Status.IN_FORCE]


@pytest.mark.parametrize("opens", ["（", "(", "〔", "《", "“", "【"])
def test_ten_thousand_brackets_are_one_paragraph(opens):
    text = reading_of("一、甲\n" + opens * 10_000 + "乙").text
    check_tree(text, parse(text, "d"))


def test_half_a_surrogate_pair_is_kept_in_plain_text():
    text = reading_of("一、甲\n乙\ud800丙。").text
    check_tree(text, parse(text, "d"))


def test_two_versions_with_the_same_numbers_and_other_text():
    old, new = clauses_of("patent-rules-2010"), clauses_of("patent-rules-2023")
    assert old["chp_1__art_11"].text != new["chp_1__art_11"].text
    assert (
        len([c for c in old if re.search(r"art_[\d-]+$", c)]),
        len([c for c in new if re.search(r"art_[\d-]+$", c)]),
    ) == (
        123,
        149,
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (  # a wrapped reference is no article
            ["第一条 违反本法规定的，应当依照本法", "第二十五条规定处罚。", "第二条 本法自公布之日起施行。"],
            {
                "art_1": "第一条 违反本法规定的，应当依照本法第二十五条规定处罚。",
                "art_2": "第二条 本法自公布之日起施行。",
            },
        ),
        (  # an inline reference is none either
            ["第一条 甲。", "第三条所称的乙，是指丙。", "第二条 丁。"],
            {"art_1__para_2": "第三条所称的乙，是指丙。", "art_2": "第二条 丁。"},
        ),
        (  # numbers with their text right behind them
            [
                "第一章总则",
                "第一条为了发展，制定本法。",
                "第二条本法适用于全国。",
                "第二章附则",
                "第三条本法自公布之日起施行。",
            ],
            {"chp_1__art_1": "第一条为了发展，制定本法。", "chp_2__art_3": "第三条本法自公布之日起施行。"},
        ),
        (  # beyond a thousand, and what 零 and 〇 write
            ["第九百九十九条 甲。", "第一千条 乙。", "第一千〇一条 丙。", "第一千零二条 丁。"],
            {
                "art_999": "第九百九十九条 甲。",
                "art_1000": "第一千条 乙。",
                "art_1001": "第一千〇一条 丙。",
                "art_1002": "第一千零二条 丁。",
            },
        ),
        (["第〇条 甲。", "第两百条 乙。"], {"art_0": "第〇条 甲。", "art_200": "第两百条 乙。"}),
        (["一、甲", "１．乙。", "２．丙。"], {"h1_1__h3_1": "１．乙。", "h1_1__h3_2": "２．丙。"}),
        (  # an amendment quotes articles
            ["一、将第三条修改为：“第三条 甲。", "第四条 乙。”", "二、删去第五条。"],
            {"h1_1__p_1": "第四条 乙。”", "h1_2": "二、删去第五条。"},
        ),
        (  # groups of articles in a judicial interpretation
            ["一、管辖", "第一条 甲：", "（一）乙；", "（二）丙。", "二、回避", "第二条 丁。"],
            {"h1_1__art_1__item_2": "（二）丙。", "h1_2__art_2": "第二条 丁。"},
        ),
        (  # 款, 项 and 目
            ["第一条 甲。", "乙：", "（一）丙：", "1.丁；", "2.戊；", "（二）己。", "庚。"],
            {
                "art_1__para_1": "第一条 甲。",
                "art_1__para_2__item_1__sub_2": "2.戊；",
                "art_1__para_2__item_2": "（二）己。",
                "art_1__para_3": "庚。",
            },
        ),
        (  # a standard
            ["1 范围", "本文件规定了甲。", "2 术语", "2.1 专利", "2.1.1 发明专利", "指乙。"],
            {"n_1__p_1": "本文件规定了甲。", "n_2__n_2.1__n_2.1.1__p_1": "指乙。"},
        ),
        (["没有编号的第一段。", "第二段。"], {"preamble__p_2": "第二段。"}),
        (  # annexes, with and without a number
            ["一、甲", "乙。", "附件1 丙表", "丁。", "附表", "戊。"],
            {"annex_1__p_1": "丁。", "annex_1~2__p_1": "戊。"},
        ),
        (  # signature, date and note on publication are not part of the last clause
            ["一、甲。", "二、乙。", "某某市人民政府", "2024年1月1日", "（此件公开发布）"],
            {
                "h1_2": "二、乙。",
                "closing__signature": "某某市人民政府",
                "closing__date": "2024年1月1日",
                "closing__disclosure": "（此件公开发布）",
            },
        ),
        (  # signature and date before the annexes, which a list announces
            [
                *(
                    "一、甲。",
                    "附件：1．分工表",
                    "2．申请书",
                    "浙江省人民政府办公厅",
                    "2023年7月15日",
                    "附件1",
                    "分工表",
                    "乙。",
                ),
                *("附件2", "丙。", "抄送：省委办公厅。"),
            ],
            {
                "h1_1": "一、甲。",
                "closing__attachments": "附件：1．分工表",
                "closing__signature": "浙江省人民政府办公厅",
                "closing__date": "2023年7月15日",
                "annex_1__p_2": "乙。",
                "annex_2__p_1": "丙。",
                "closing~2__imprint": "抄送：省委办公厅。",
            },
        ),
        (  # the heading of an article is no 款
            ["第一条 （目的）", "为了甲。", "第二条 申请", "乙：", "（一）丙；", "丁。"],
            {"art_1__heading": "第一条 （目的）", "art_1__para_1": "为了甲。", "art_2__para_2": "丁。"},
        ),
        (  # the last 款 of the last article says from when the law applies
            ["第一条 甲。", "第二条 乙。", "本办法自2022年12月1日起施行。"],
            {"art_2__para_2": "本办法自2022年12月1日起施行。"},
        ),
        (  # a quotation of several paragraphs opens each of them
            [
                "一、将第六十八条修改为：",
                "“第六十八条 甲：",
                "“（一）乙；",
                "“（二）丙。”",
                "本决定自2021年6月1日起施行。",
            ],
            {"h1_1__p_3": "“（二）丙。”", "closing__p_1": "本决定自2021年6月1日起施行。"},
        ),
        (["前言", "甲。", "一、乙", "丙。", "二、丁"], {"chp__p_1": "甲。", "h1_1__p_1": "丙。", "h1_2": "二、丁"}),
        (["1．甲：", "①乙；", "②丙。"], {"h3_1__h5_2": "②丙。"}),  # no mark: ① counts things off
        (["一、年均增长2", "0%以上，达到2027年12月3", "1日。"], {"h1_1": "一、年均增长20%以上，达到2027年12月31日。"}),
        (["北京市人民政府令", "第309号", "第一条 甲。"], {"number": "北京市人民政府令第309号"}),
        (["一、甲", "提升 等 in 知识产权 水平。"], {"h1_1__p_1": "提升 等 in 知识产权 水平。"}),  # noise stays
    ],
)
def test_traps(lines, expected):
    found = tree(*lines)
    assert {eid: found.get(eid) for eid in expected} == expected


@pytest.mark.parametrize("render", [as_docx, as_html, as_markdown, as_pdf])
@pytest.mark.parametrize("name", ["patent-law-2020", "patent-rules-2023"])
def test_a_law_in_another_format_has_the_same_tree(render, name):
    from index.formats import read_source

    def squeezed(text):
        return [(c.eid, re.sub(r"\s", "", c.text)) for c in parse(text, "d")]

    lines = bare(name).splitlines()
    assert squeezed(read(read_source(render(lines), "a.md")).text) == squeezed(reading_of(bare(name)).text)


@pytest.mark.parametrize(
    "line",
    [
        "索引号" + " " * 100_000 + "x",
        "（" + " " * 100_000 + "x",
        "第一条 根据《" + " " * 100_000 + "通过）",
        "第一条 " + "前款、第一条" * 20_000,
        "目录\n甲\n" * 20_000,
    ],
)
def test_lines_that_would_make_a_pattern_backtrack_for_hours(line):
    text = reading_of(f"某办法\n{line}\n一、甲").text
    assert forwarded_at(text) is None
    assert read_metadata(text, parse(text, "d")).title == "某办法"


def test_a_long_heading_is_not_copied_into_every_clause_below_it():
    clauses = tree("一、" + "长" * 5_000, *["（一）短"] * 50)
    assert clauses["h1_1__heading"].startswith("一、长")
    path = parse(reading_of("一、" + "长" * 5_000 + "\n（一）短").text, "d")[-1].path
    assert path == ("一、",)
