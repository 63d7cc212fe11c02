import pytest

from rag.library import Library
from rag.retrieval.retrieve import retrieve
from rag.retrieval.scope import scope_of
from rag.understanding.understand import understand
from tests.conftest import TODAY


@pytest.fixture(scope="module")
def library(index):
    return Library(index)


def found(library, text, **given):
    question = understand(text, library, as_of=TODAY)[0][0]
    return retrieve(question, scope_of(question, library.documents), library, **given)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("知识产权质押融资", "cd-opinion-2024/h1_3__h2_2__h3_6"),
        ("IP pledge financing in Chongqing", "cq-opinion-2016/h1_2__h2_2__p_4"),
        ("推动设立知识产权法院", "sc-plan-2021/chp_4__h1_2__p_1"),
        ("抄我的专利", "sc-plan-2021/chp_4__h1_5__box_4__p_1"),
    ],
)
def test_the_clause_that_says_so_is_among_the_first(library, text, first):
    assert first in [hit.clause.id for hit in found(library, text)[:5]]


@pytest.mark.parametrize(
    "text", ["质押融资", "比较四川和重庆的质押融资", "比较成都和四川的质押融资", "专栏6", "申报条件"]
)
def test_ranks_run_on_and_no_clause_comes_twice(library, text):
    hits = found(library, text)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert len({hit.clause.id for hit in hits}) == len(hits)


def test_a_question_stays_in_its_place(library):
    assert {hit.clause.document_id for hit in found(library, "天津的维权援助")} == {
        "tj-sei-opinion-2013",
        "tj-sei-opinion-2013~notice",
    }
    assert found(library, "上海的维权援助") == ()
    assert found(library, "四川规划专栏13") == ()


def test_an_address_limits_a_search_to_what_lies_below_it(library):
    hits = found(library, "专栏1里质押融资登记金额是多少")
    assert hits[0].clause.eid == "chp_2__h1_3__box_1__row_2"
    assert all("box_1" in hit.clause.eid for hit in hits)


def test_what_the_place_itself_issued_comes_first(library):
    hits = found(library, "成都的知识产权质押融资")
    assert hits[0].clause.document_id == "cd-opinion-2024"
    assert {hit.clause.document_id for hit in hits} > {"cd-opinion-2024"}
