from dataclasses import replace
from datetime import date

import pytest

from index.corpus import read_corpus
from index.metadata import normalised_number, read_metadata
from index.parse import parse_file
from index.status import period_ended, status_of
from index.structure import parse
from index.types import Status
from tests.conftest import ROOT, TODAY


@pytest.fixture(scope="module")
def documents():
    return {source.id: parse_file(source)[0] for source in read_corpus(ROOT / "corpus").files}


@pytest.mark.parametrize(
    ("identifier", "number", "kind", "written", "period", "authority"),
    [
        ("sc-plan-2021", "川府发〔2021〕48号", "规划", date(2021, 12, 30), (2021, 2025), "四川省人民政府"),
        ("sc-sei-opinion", None, "意见", None, None, "省知识产权局"),
        ("cd-opinion-2024", "成知发〔2024〕3号", "意见", date(2024, 7, 28), None, "成都市知识产权局"),
        ("cq-opinion-2016", "渝府发〔2016〕25号", "意见", None, None, "重庆市人民政府"),
        ("tj-sei-opinion-2013", None, "意见", date(2013, 3, 31), None, "天津市人民政府办公厅"),
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
