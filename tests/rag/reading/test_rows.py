from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.library import Library
from rag.reading.rows import row_fault, row_sentence
from rag.understanding.understand import understand
from tests.conftest import TODAY

BOX = "sc-plan-2021/chp_2__h1_3__box_1__"


@pytest.mark.parametrize(
    ("row", "question", "sentence"),
    [
        ("row_2", "2025年登记金额", "知识产权质押融资登记金额：2025年目标值120亿元（预期性）。"),
        ("row_2", "2020年登记金额", "知识产权质押融资登记金额：2020年基期值60亿元（预期性）。"),
        ("row_2", "登记金额的基期值", "知识产权质押融资登记金额：2020年基期值60亿元（预期性）。"),
        (
            "row_2",
            "登记金额",
            "知识产权质押融资登记金额：2020年基期值60亿元，2025年目标值120亿元（预期性）。",
        ),
        ("row_1", "2025年", "每万人口高价值发明专利拥有量：2025年目标值5.67件（预期性）。"),
        ("row_8", "2025年", "商业秘密保护基地数量：2025年目标值30个（预期性）。"),
    ],
)
def test_a_row_reads_as_a_sentence(index, row, question, sentence):
    asked = understand(question, Library(index), as_of=TODAY)[0][0]
    assert "".join(row_sentence(index.clause(BOX + row), asked).split()) == "".join(sentence.split())


NAME = st.text(alphabet="甲乙丙率额的", min_size=1, max_size=5)
COLUMN = st.sampled_from(["2020年", "2025年", "数量", "目标值", "备注"])
VALUE = st.sampled_from(["1", "1,200", "5%", "78.81", "", "三家", "12①"])
UNIT = st.sampled_from(["", "件", "亿元", "%"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(NAME, st.dictionaries(COLUMN, VALUE, min_size=1), UNIT)
def test_what_is_said_of_any_row_is_borne_out_by_it(index, name, cells, unit):
    """The two directions agree on whatever a table holds, as long as its columns are told apart by their names."""
    columns = ("名称", "单位", *cells)
    row = replace(index.clause(BOX + "row_1"), text="\t".join([name, unit, *cells.values()]), columns=columns)
    asked = understand("登记金额", Library(index), as_of=TODAY)[0][0]
    assert row_fault(row_sentence(row, asked), row) is None
