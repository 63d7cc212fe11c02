from dataclasses import replace
from datetime import date

import pytest

from index import regions
from index.corpus import read_corpus
from index.document_types import TYPES
from index.line_kinds import is_closing_provision, kind_of, normalised_number
from index.metadata import Metadata, read_metadata, with_given
from index.metadata.status import period_ended, status_of
from index.parse import parse_file
from index.structure import parse
from index.types import Status
from tests.conftest import ROOT, TODAY


@pytest.fixture(scope="module")
def documents():
    return {d.id: d for source in read_corpus(ROOT / "corpus").files for d, _ in parse_file(source)}


@pytest.mark.parametrize(
    ("identifier", "number", "kind", "written", "period", "authority"),
    [
        ("sc-plan-2021", "川府发〔2021〕48号", "规划", date(2021, 12, 30), (2021, 2025), "四川省人民政府"),
        ("sc-sei-opinion", None, "意见", None, None, "省知识产权局"),
        ("cd-opinion-2024", "成知发〔2024〕3号", "意见", date(2024, 7, 28), None, "成都市知识产权局"),
        ("cq-opinion-2016", "渝府发〔2016〕25号", "意见", None, None, "重庆市人民政府"),
        ("tj-sei-opinion-2013", None, "意见", None, None, "市知识产权局"),
        ("tj-sei-opinion-2013~notice", None, "通知", date(2013, 3, 31), None, "天津市人民政府办公厅"),
    ],
)
def test_what_the_documents_state(documents, identifier, number, kind, written, period, authority):
    document = documents[identifier]
    assert document.document_number == number
    assert document.document_type == kind
    assert document.written_date == written
    assert document.target_period == period
    assert document.issuing_authority[0] == authority
    assert document.publish_date is None


def test_every_value_has_an_origin(documents):
    for document in documents.values():
        for field in ("title", "document_number", "written_date", "expiry_date", "target_period", "document_type"):
            if getattr(document, field) is not None:
                origin = document.origins[field]
                start, _, end = origin.partition(":")
                assert not start.isdigit() or document.text[int(start) : int(end)]


def test_a_text_without_a_title_is_named_by_what_it_states(documents):
    chengdu = documents["cd-opinion-2024"]
    assert chengdu.title is None
    assert chengdu.name == "成都市知识产权局意见（成知发〔2024〕3号）"


def test_validity_counts_from_the_day_of_writing_where_publication_is_not_dated(documents):
    chengdu = documents["cd-opinion-2024"]
    assert chengdu.expiry_date == date(2029, 7, 27)
    assert "以成文日期计" in chengdu.origins["effective_date"]


@pytest.mark.parametrize(
    ("identifier", "as_of", "status"),
    [
        ("cd-opinion-2024", TODAY, Status.IN_FORCE),
        ("cd-opinion-2024", date(2024, 7, 27), Status.NOT_YET_EFFECTIVE),
        ("cd-opinion-2024", date(2029, 7, 27), Status.IN_FORCE),
        ("cd-opinion-2024", date(2029, 7, 28), Status.EXPIRED),
        ("sc-plan-2021", date(2023, 1, 1), Status.IN_FORCE),
        ("sc-plan-2021", TODAY, Status.UNKNOWN),
        ("cq-opinion-2016", TODAY, Status.UNKNOWN),
    ],
)
def test_status(documents, identifier, as_of, status):
    assert status_of(documents[identifier], as_of) is status


def test_plan_period(documents):
    assert period_ended(documents["sc-plan-2021"], date(2026, 1, 1))
    assert not period_ended(documents["sc-plan-2021"], date(2025, 12, 31))


@pytest.mark.parametrize(
    "raw",
    ["川府发〔2021〕48号", "川府发[2021]48号", "川府发（2021）48号", "川府发 ［2021］ 48 号", "川府发【2021】048号"],
)
def test_numbers_are_written_as_the_standard_wants(raw):
    assert normalised_number(raw) == "川府发〔2021〕48号"


def test_what_is_no_number_is_none():
    assert normalised_number("第48号") is None


def test_dates_stated_outright():
    text = "某办法\n一、总则。甲。\n本办法自2020年3月1日起施行，有效期至2025年2月28日。\n某某局\n2020年2月1日"
    stated = read_metadata(text, parse(text, "d"))
    assert stated.effective_date == date(2020, 3, 1)
    assert stated.expiry_date == date(2025, 2, 28)
    assert text[slice(*map(int, stated.origins["expiry_date"].split(":")))] == "有效期至2025年2月28日"


@pytest.mark.parametrize(
    "line",
    [
        "本办法第十五条规定的减缴自2026年1月1日起执行。",
        "本办法施行前已取得的证书有效期至2022年12月31日。",
        "依照本办法取得的许可证有效期为3年。",
        "本通知印发前，《某办法》自2015年5月1日起施行，有效期5年。",
        "将第三十条修改为：“本办法自2020年1月1日起施行，有效期至2022年12月31日。”",
        "本办法不自2019年1月1日起施行。",
        "本办法自0001年1月1日起施行，有效期0年。",
    ],
)
def test_what_is_said_of_a_part_or_of_another_text_is_not_validity(line):
    stated = metadata_of("某办法", f"第一条 {line}", "某某局", "2018年1月1日")
    assert stated.expiry_date is None
    assert stated.effective_date in (None, date(1, 1, 1))


def test_dates_beyond_the_calendar_are_unknown():
    assert (
        metadata_of("某办法", "一、甲。", "本办法自公布之日起30日后施行。", "某局", "9999年12月31日").effective_date
        is None
    )
    stated = metadata_of("某条例", "（2019年4月31日某市人大常委会通过）", "第一条 甲。")
    assert stated.written_date is None


@pytest.mark.parametrize("line", ["（征求意见稿）", "（2021—2025年）", "（摘录）"])
def test_what_stands_in_brackets_below_a_title_is_not_always_who_issued_it(line):
    assert metadata_of("某办法", line, "一、甲。").issuing_authority == ()


def test_what_a_text_says_of_others_is_not_its_own_validity():
    text = "某办法\n一、专利法自2009年10月1日起施行。专利权有效期20年。\n某某局\n2020年2月1日"
    stated = read_metadata(text, parse(text, "d"))
    assert (stated.effective_date, stated.expiry_date) == (None, None)


def test_the_last_day_of_validity_is_valid(documents):
    document = replace(documents["cd-opinion-2024"], expiry_date=date(2024, 12, 31))
    assert status_of(document, date(2024, 12, 31)) is Status.IN_FORCE
    assert status_of(document, date(2025, 1, 1)) is Status.EXPIRED


def test_an_impossible_date_is_unknown():
    text = "某办法\n一、甲。\n某某局\n2020年13月41日"
    stated = read_metadata(text, parse(text, "d"))
    assert stated.written_date is None
    assert "written_date" not in stated.origins


def test_a_validity_beyond_the_calendar_is_unknown():
    text = "某办法\n一、甲。\n本办法自公布之日起施行，有效期9000年。\n某某局\n2020年2月1日"
    assert read_metadata(text, parse(text, "d")).expiry_date is None


LAW = (
    "某省专利条例",
    "（2010年5月1日某省第十一届人民代表大会常务委员会第二次会议通过　根据2020年6月2日某省第十三届人民代表大会"
    "常务委员会第九次会议《关于修改〈某省专利条例〉等三件地方性法规的决定》第一次修正）",
    "第一条 根据《中华人民共和国专利法》和有关法律、行政法规，制定本条例。",
    "第二条 违反《某省奖励办法》第三条的，依照其规定处理。",
    "第三条 本条例自2010年7月1日起施行。2001年1月1日某省人民政府发布的《某省专利管理办法》（某府发[2001]3号）、"
    "《某省专利奖励规定》同时废止。《某省科技条例》中有关专利的规定停止执行。",
)


def metadata_of(*lines):
    text = "\n".join(lines)
    return read_metadata(text, parse(text, "d"))


def test_a_law_is_dated_by_the_note_under_its_title():
    stated = metadata_of(*LAW)
    assert (stated.title, stated.document_type) == ("某省专利条例", "条例")
    assert stated.issuing_authority == ("某省人民代表大会常务委员会",)
    assert (stated.written_date, stated.effective_date) == (date(2020, 6, 2), date(2010, 7, 1))
    assert stated.publish_date is None
    start, end = map(int, stated.origins["written_date"].split(":"))
    assert "\n".join(LAW)[start:end].startswith("2020年6月2日某省")


def test_what_a_law_rests_on_and_what_it_repeals():
    stated = metadata_of(*LAW)
    assert [named.title for named in stated.legal_basis] == ["中华人民共和国专利法"]
    assert [(named.title, named.document_number) for named in stated.repeals] == [
        ("某省专利管理办法", "某府发〔2001〕3号"),
        ("某省专利奖励规定", None),
    ]
    first = stated.repeals[0]
    assert "\n".join(LAW)[first.start : first.end] == "《某省专利管理办法》（某府发[2001]3号）"


@pytest.mark.parametrize(
    ("line", "written", "published", "authority", "number"),
    [
        (
            "2002年6月28日 中华人民共和国国务院令第355号公布",
            date(2002, 6, 28),
            date(2002, 6, 28),
            "中华人民共和国国务院",
            "中华人民共和国国务院令第355号",
        ),
        (
            "2018年6月25日 最高人民法院审判委员会第1743次会议通过",
            date(2018, 6, 25),
            None,
            "最高人民法院",
            None,
        ),
        (
            "2013年12月9日 杭州市第十二届人民代表大会常务委员会公告第15号公布",
            date(2013, 12, 9),
            date(2013, 12, 9),
            "杭州市人民代表大会常务委员会",
            "杭州市第十二届人民代表大会常务委员会公告第15号",
        ),
    ],
)
def test_who_enacted_a_law(line, written, published, authority, number):
    stated = metadata_of("某某条例", line, "第一条 甲。")
    assert (stated.written_date, stated.publish_date) == (written, published)
    assert (stated.issuing_authority, stated.document_number) == ((authority,), number)


@pytest.mark.parametrize(
    ("lines", "region", "field"),
    [
        (("某办法", "一、甲。", "成都市知识产权局", "2024年1月1日"), "510100", "issuing_authority"),
        (("天津市专利条例", "第一条 甲。"), "120000", "title"),
        (("关于专利工作的意见", "川府发〔2021〕48号", "一、甲。"), "510000", "document_number"),
        (("中华人民共和国专利法", "第一条 甲。"), "000000", "title"),
        (("某办法", "一、甲。", "国家税务总局四川省税务局", "2024年1月1日"), "510000", "issuing_authority"),
        (("某办法", "一、甲。", "教育部", "2024年1月1日"), "000000", "issuing_authority"),
        (("某办法", "一、在成都和重庆。"), None, None),
    ],
)
def test_the_region_is_read_from_what_the_text_says_of_itself(lines, region, field):
    stated = metadata_of(*lines)
    assert (stated.region.code if stated.region else None) == region
    assert stated.origins.get("region") == (stated.origins[field] if field else None)


@pytest.mark.parametrize(
    "title",
    ["某省专利奖励办法（试行）", "关于审理专利案件的解释（二）", "中华人民共和国宪法修正案（1988年）", "某某守则"],
)
def test_titles_that_end_in_brackets(title):
    stated = metadata_of(title, "第一条 甲。")
    assert stated.title == title
    assert stated.document_type in title


def test_what_is_given_fills_what_the_text_leaves_open():
    stated = metadata_of("某办法", "一、甲。", "成都市知识产权局", "2024年1月1日")
    given = Metadata(title="别名", publish_date=date(2024, 1, 5), region=regions.region("510000"))
    filled = with_given(stated, given, "corpus.toml")
    assert (filled.title, filled.publish_date) == ("某办法", date(2024, 1, 5))
    assert filled.region.name == "四川省"  # said outright, so it counts
    assert filled.origins["publish_date"] == filled.origins["region"] == "corpus.toml"
    assert filled.origins["title"] == "0:3"


def test_who_approves_a_text_did_not_make_it():
    stated = metadata_of(
        "景宁某条例",
        "2010年1月2日 景宁畲族自治县第七届人民代表大会第五次会议通过",
        "2010年5月28日 浙江省第十一届人民代表大会常务委员会第十八次会议批准",
        "第一条 甲。",
    )
    assert stated.issuing_authority == ("景宁畲族自治县人民代表大会",)
    assert stated.written_date == date(2010, 1, 2)


@pytest.mark.parametrize(
    ("lines", "authority"),
    [
        (
            ("某办法", "一、甲。", "湖北省科学技术厅　湖北省财政厅", "2024年1月1日"),
            ("湖北省科学技术厅", "湖北省财政厅"),
        ),
        (
            ("某办法", "一、甲。", "湖北省科学技术厅", "湖北省财政厅", "2024年1月1日"),
            ("湖北省科学技术厅", "湖北省财政厅"),
        ),
        (("某办法", "一、甲。", "教　育　部", "2024年1月1日"), ("教育部",)),
        (("某办法", "一、甲。", "某某局（代章）", "2024年1月1日"), ("某某局",)),
        (("浙江省人民政府办公厅关于专利工作的意见", "一、甲。"), ("浙江省人民政府办公厅",)),
        (("省政府关于专利工作的意见", "附件", "一、甲。"), ("省政府",)),
    ],
)
def test_who_issued_a_text(lines, authority):
    assert metadata_of(*lines).issuing_authority == authority


def test_what_a_decision_lists_as_repealed():
    stated = metadata_of(
        *(
            "某市人民政府关于废止部分文件的决定",
            "经研究，决定废止下列文件：",
            "一、《某市专利资助办法》（某府发〔2010〕1号）",
        ),
        *("二、《某市专利奖励办法》", "某市人民政府", "2024年1月1日"),
    )
    assert [(named.title, named.document_number) for named in stated.repeals] == [
        ("某市专利资助办法", "某府发〔2010〕1号"),
        ("某市专利奖励办法", None),
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("各市、县（市、区）人民政府：", "addressee"),
        ("广东省市场监督管理局：", "addressee"),
        ("各处室：", "addressee"),
        ("为规范专利资助，现将有关事项通知各单位如下：", None),
        ("经市政府同意，决定废止下列文件：", None),
        ("中共中央办公厅　国务院办公厅印发《关于强化知识产权保护的意见》", "title"),
        ("沪经信规范〔２０２２〕８号", "number"),
        ("北京市人民政府令第309号", "number"),
        ("附件：1．分工表", "attachments"),
        ("某某市人民政府办公室 2023年7月15日印发", "imprint"),
    ],
)
def test_what_a_line_can_be(line, kind):
    assert kind_of(line) == kind


def test_a_number_in_full_width_digits():
    assert normalised_number("沪经信规范〔２０２２〕０８号") == "沪经信规范〔2022〕8号"


def test_what_a_portal_states_above_the_text():
    stated = metadata_of(
        *("关于专利工作的通知", "发文字号：川知发[2021]5号", "发布机构：四川省知识产权局", "成文日期：2021年3月1日"),
        *("发布日期：2021-03-05 10:30", "各市（州）知识产权局：", "一、甲。"),
    )
    assert (stated.document_number, stated.document_number_raw) == ("川知发〔2021〕5号", "川知发[2021]5号")
    assert stated.issuing_authority == ("四川省知识产权局",)
    assert (stated.written_date, stated.publish_date) == (date(2021, 3, 1), date(2021, 3, 5))
    assert stated.addressees == ("各市（州）知识产权局",)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("知识产权强国建设纲要（2021—2035年）", (2021, 2035)),
        ("某省知识产权发展规划(2021-2025年)", (2021, 2025)),
        ("某省“十四五”规划实施方案", (2021, 2025)),
        ("某省国民经济和社会发展第十三个五年规划", (2016, 2020)),
        ("某省十三五知识产权规划", (2016, 2020)),
        ("某省“十三五”知识产权规划", (2016, 2020)),
        ("落实二十五项任务的行动计划", None),
        ("关于“十四五”时期工作的意见", None),
    ],
)
def test_the_years_of_a_plan(title, period):
    assert metadata_of(title, "第一章 甲").target_period == period


@pytest.mark.parametrize("kind", TYPES)
def test_every_kind_of_text_can_speak_of_itself(kind):
    line = f"本{kind}自2020年1月1日起施行。"
    stated = metadata_of("关于某事的文件", "一、甲。", line)
    assert is_closing_provision(line)
    assert (stated.effective_date, stated.document_type) == (date(2020, 1, 1), kind)
    _, second, _ = parse(f"某{kind}\n第一条 违反本{kind}第二条的。\n第二条 乙。", "d")
    assert [reference.target for reference in second.references] == ["art_2"]


@pytest.mark.parametrize(
    ("sentence", "effective", "expiry"),
    [
        ("本办法自2024年2月29日起施行，有效期5年。", date(2024, 2, 29), date(2029, 2, 28)),
        ("本办法自2024年2月29日起施行，有效期4年。", date(2024, 2, 29), date(2028, 2, 28)),
        ("本办法自印发之日起施行，有效期三年。", date(2020, 2, 1), date(2023, 1, 31)),
        ("本办法自发布之日起30日后施行。", date(2020, 3, 3), None),
        ("本办法自二〇二〇年五月一日起施行。", date(2020, 5, 1), None),
        ("本办法自2020年6月1日起实施，有效期至2025年5月31日。", date(2020, 6, 1), date(2025, 5, 31)),
        ("本办法自2020年6月1日起施行。有效期两年。", date(2020, 6, 1), date(2022, 5, 31)),
        ("本办法自2020年6月1日起试行，试行2年。", date(2020, 6, 1), date(2022, 5, 31)),
        ("本办法自2020年6月1日零时起施行。", date(2020, 6, 1), None),
        ("本办法自公布后30日起施行。", date(2020, 3, 3), None),
        ("本办法有效期自2020年6月1日至2025年11月30日。", None, date(2025, 11, 30)),
        ("本办法自2020年6月1日起施行。专利权有效期20年。", date(2020, 6, 1), None),
    ],
)
def test_ways_to_state_validity(sentence, effective, expiry):
    stated = metadata_of("某办法", "一、甲。", sentence, "某某局", "二〇二〇年二月一日")
    assert stated.written_date == date(2020, 2, 1)
    assert (stated.effective_date, stated.expiry_date) == (effective, expiry)
