import pytest

from rag.library import Library
from rag.retrieval.lookup import addressed, leaves, named_sections
from rag.retrieval.scope import scope_of
from rag.understanding.understand import understand
from tests.conftest import TODAY


@pytest.fixture(scope="module")
def library(index):
    return Library(index)


def asked(library, text):
    question = understand(text, library, as_of=TODAY)[0][0]
    return question, scope_of(question, library.documents)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("成都示范项目的申报条件", ["cd-opinion-2024/h1_4__h2_2"]),
        ("成都示范项目怎么申报", ["cd-opinion-2024/h1_4__h2_3"]),
        ("知识产权执法保护专项行动有哪些", ["sc-plan-2021/chp_4__h1_3__box_3"]),
        ("怎么申请专利质押融资支持", []),  # 工作程序 is a section, but of another matter
        ("公司注册流程", []),
        ("专利权利要求书怎么写", []),
        ("成都示范项目能拿多少钱", []),
    ],
)
def test_a_section_is_named_by_its_heading_and_its_matter(library, text, clauses):
    assert [clause.id for clause in named_sections(*asked(library, text), library)] == clauses


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("成都意见四、（二）", ["cd-opinion-2024/h1_4__h2_2"]),
        ("四川规划第五章第三节", ["sc-plan-2021/chp_5__h1_3"]),
        ("专栏6、专栏8", ["sc-plan-2021/chp_5__h1_3__box_6", "sc-plan-2021/chp_5__h1_4__box_8"]),
        ("天津的意见专栏1", []),
    ],
)
def test_addressed(library, text, clauses):
    assert [clause.id for clause in addressed(*asked(library, text), library)] == clauses


def test_leaves_are_searched_clauses_in_order(library):
    box = library.index.clause("sc-plan-2021/chp_2__h1_3__box_1")
    hits = leaves([box, box], library)
    assert [hit.clause.kind for hit in hits] == ["row"] * 11 + ["note"] * 2
    assert [hit.rank for hit in hits] == list(range(1, 14))
    assert {hit.source for hit in hits} == {"lookup"}
