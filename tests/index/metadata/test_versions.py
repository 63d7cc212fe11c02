"""Which document of a corpus ends or replaces which, and from when."""

from datetime import date

import pytest

from index import regions
from index.metadata import read_metadata
from index.metadata.status import status_of
from index.metadata.versions import with_successors
from index.structure import parse
from index.types import Document, OtherDocument, Status

SICHUAN = regions.region("510000")
OLD = (
    "某专利办法",
    "川府发〔2010〕1号",
    "第一条 甲。",
    "第二条 本办法自2010年2月1日起施行。",
    "四川省人民政府",
    "2010年1月1日",
)
NEW = ("某专利办法", "第一条 甲。", "第二条 本办法自2020年2月1日起施行。", "四川省人民政府", "2020年1月1日")


def document(identifier, lines, region=SICHUAN):
    text = "\n".join(lines)
    stated = read_metadata(text, parse(text, identifier))
    return Document(
        id=identifier,
        title=stated.title,
        document_number=stated.document_number,
        document_number_raw=None,
        document_type=stated.document_type,
        issuing_authority=stated.issuing_authority,
        region=region,
        written_date=stated.written_date,
        publish_date=None,
        effective_date=stated.effective_date,
        expiry_date=stated.expiry_date,
        target_period=None,
        source_url=None,
        sha256="",
        text=text,
        repeals=stated.repeals,
    )


def ending(sentence):
    return ("关于专利工作的决定", f"第一条 本决定自公布之日起施行。{sentence}", "四川省人民政府", "2021年3月1日")


def test_a_later_version_replaces_the_one_before_from_its_first_day():
    old, new = with_successors([document("old", OLD), document("new", NEW)])
    assert old.replaced_by == OtherDocument(document_id="new", name="《某专利办法》", since=date(2020, 2, 1))
    assert new.replaced_by is None
    assert status_of(old, date(2020, 2, 1)) is Status.AMENDED
    assert status_of(old, date(2020, 1, 31)) is not Status.AMENDED
    assert status_of(new, date(2019, 1, 1)) is Status.NOT_YET_EFFECTIVE


def test_of_three_versions_each_is_replaced_by_the_next():
    newest = (NEW[0], NEW[1], "第二条 本办法自2010年2月1日起施行。", NEW[3], "2025年1月1日")
    first, second, third = with_successors([document("1", OLD), document("2", NEW), document("3", newest)])
    assert (first.replaced_by.document_id, second.replaced_by.document_id, third.replaced_by) == ("2", "3", None)
    assert second.replaced_by.since == date(2025, 1, 1)  # an amended text still states when it first took effect


def test_the_same_title_of_another_place_is_no_version():
    old, _ = with_successors([document("old", OLD), document("new", NEW, regions.region("120000"))])
    assert old.replaced_by is None


@pytest.mark.parametrize(
    ("sentence", "is_repealed"),
    [
        ("《某专利办法》（川府发〔2010〕1号）同时废止。", True),
        ("《某专利办法》即行废止。", True),
        ("《某专利办法》、《某奖励办法》同时废止。", True),
        ("《某专利办法》第一条同时废止。", False),
        ("《某专利办法》中有关奖励的规定同时废止。", False),
        ("《某专利办法》（川府发〔2009〕7号）同时废止。", False),
        ("按照《某专利办法》办理，《某奖励办法》同时废止。", False),
        ("《某专利办法》尚未废止。", False),
        ("《某专利办法》废止前的，从其规定。", False),
        ("如《某专利办法》废止，另行通知。", False),
        ("《某专利办法》停止执行第三条。", False),
        ("将第三条改为：“《某专利办法》同时废止。”", False),
    ],
)
def test_what_a_text_repeals(sentence, is_repealed):
    old, _ = with_successors([document("old", OLD), document("end", ending(sentence))])
    assert (old.repealed_by is not None) == is_repealed
    if is_repealed:
        assert old.repealed_by.since == date(2021, 3, 1)
        assert status_of(old, date(2021, 3, 1)) is Status.REPEALED
        assert status_of(old, date(2021, 2, 28)) is not Status.REPEALED


@pytest.mark.parametrize(
    ("lines", "is_version"),
    [
        (NEW, True),
        ((NEW[0], *NEW[1:3], "成都市科学技术局", NEW[4]), False),  # another authority's text
        ((*("某专利办法（征求意见稿）",), *NEW[1:]), False),
    ],
)
def test_what_is_a_later_version(lines, is_version):
    old, _ = with_successors([document("old", OLD), document("new", lines)])
    assert (old.replaced_by is not None) == is_version


def test_announcements_of_one_name_do_not_end_each_other():
    lines = ("某局公告", "一、甲。", "四川省知识产权局", "2020年1月1日")
    first, _ = with_successors([document("1", lines), document("2", (*lines[:3], "2021年1月1日"))])
    assert first.replaced_by is None


def test_what_another_text_says_of_a_repeal_repeals_nothing():
    lines = ("关于审判的解释", "第一条 《某专利办法》同时废止。", "最高人民法院", "2021年3月1日")
    old, _ = with_successors([document("old", OLD), document("other", lines)])
    assert old.repealed_by is None


def test_a_text_of_another_place_repeals_nothing_here():
    old, _ = with_successors(
        [document("old", OLD), document("end", ending("《某专利办法》同时废止。"), regions.region("120000"))]
    )
    assert old.repealed_by is None


def test_a_law_without_a_limit_is_in_force_until_another_ends_it():
    law = document("law", ("某省专利条例", "第一条 本条例自2010年2月1日起施行。"))
    assert status_of(law, date(2026, 1, 1)) is Status.IN_FORCE
