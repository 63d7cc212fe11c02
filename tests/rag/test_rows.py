import pytest

from rag.library import Library
from rag.rows import row_sentence
from rag.understand import understand
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
    asked = understand(question, Library(index), as_of=TODAY)
    assert "".join(row_sentence(index.clause(BOX + row), asked).split()) == "".join(sentence.split())
