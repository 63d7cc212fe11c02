"""Table rows as sentences: 知识产权质押融资登记金额：2025年目标值120亿元（预期性）。"""

import re
from collections.abc import Sequence

from index.text import fold
from index.types import Clause
from rag.types import Question

_NUMERIC = re.compile(r"[-+]?\d[\d,.]*%?")
_FOOTNOTE = re.compile(r"\s*\^?[①-⑳]")
_UNIT_COLUMN = "单位"


def row_sentence(clause: Clause, question: Question) -> str:
    """The row as a sentence, with those of its value columns that ``question`` asks for, or all if it names none."""
    (_, name), *rest = [(column, _FOOTNOTE.sub("", value)) for column, value in clause.cells]
    unit = next((value for column, value in rest if _UNIT_COLUMN in column), "")
    values = [(column, value) for column, value in rest if _NUMERIC.fullmatch(value)]
    others = [value for column, value in rest if _UNIT_COLUMN not in column and not _NUMERIC.fullmatch(value)]
    stated = "，".join(f"{column}{value}{unit}" for column, value in _asked(values, question))
    remark = f"（{'，'.join(others)}）" if others else ""
    return f"{name}：{stated}{remark}。"


def _asked(values: Sequence[tuple[str, str]], question: Question) -> Sequence[tuple[str, str]]:
    by_year = [cell for cell in values if any(year in cell[0] for year in question.years)]
    if by_year:
        return by_year
    words = {word for term in question.terms for word in (term.text, *term.alternatives)}
    by_name = [cell for cell in values if any(len(word) > 1 and word in fold(cell[0]) for word in words)]
    return by_name or values
