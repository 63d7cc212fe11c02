"""Table rows as sentences (知识产权质押融资登记金额：2025年目标值120亿元), and sentences held against their row."""

import re
from collections.abc import Sequence

from index.text import fold, squeeze
from index.types import Clause
from rag.types import Question
from rag.values import NUMBER

_NUMERIC = re.compile(r"[-+]?\d[\d,.]*%?")
_FOOTNOTE = re.compile(r"\s*\^?[①-⑳]\s*")
_UNIT_COLUMN = "单位"
_YEAR = re.compile(r"(?:19|20)\d{2}(?=年|$)")
_TOKEN = re.compile(
    rf"(?P<year>(?:19|20)\d{{2}})年|(?P<kind>目标|基期)值?|(?P<number>{NUMBER})(?P<unit>[^\d\s，。；：（）、,;:()]*)"
)
_AROUND = re.compile(r"(?:[\s，。、；：,.;:（）()“”-]|的|是|为|到|达到|达|从|由|至|增至|提高到|分别|其中|和|及|与|将)*")


def row_sentence(clause: Clause, question: Question) -> str:
    """The row as a sentence, with those of its value columns that ``question`` asks for, or all if it names none."""
    (_, name), *rest = [(column, _FOOTNOTE.sub("", value)) for column, value in clause.cells]
    unit = _unit(clause)
    values = [(column, value) for column, value in rest if _NUMERIC.fullmatch(value)]
    others = [value for column, value in rest if _UNIT_COLUMN not in column and not _NUMERIC.fullmatch(value)]
    stated = "，".join(f"{column}{value}{unit}" for column, value in _asked(values, question))
    remark = f"（{'，'.join(others)}）" if others else ""
    return f"{name}：{stated}{remark}。"


def row_fault(statement: str, clause: Clause) -> str | None:
    """Why the row does not bear out ``statement``: ``subject``, ``number``, ``wording``, or ``None`` if it does.

    The statement must name the row. Every number must be the value of a column whose header bears the year and the word
    (目标, 基期) last named before it, and be followed by the row's unit. Beside these it may hold the row's other cells.
    """
    unit = fold(_unit(clause))
    named = squeeze(fold(_FOOTNOTE.sub("", clause.cells[0][1])))
    text = squeeze(fold(statement))
    if named not in text:
        return "subject"
    text = text.replace(named, " ", 1)
    for cell in (squeeze(fold(value)) for _, value in clause.cells[1:] if not _NUMERIC.fullmatch(value)):
        text = text.replace(cell, " ") if cell != unit else text
    year, kind = "", ""
    for match in _TOKEN.finditer(text):
        if match["year"]:
            year = match["year"]
            if not any(year in column for column in clause.columns):
                return "number"
        elif match["kind"]:
            kind = match["kind"]
        elif not _is_value(clause, match["number"], year, kind) or match["unit"] != unit:
            return "number"
    return None if _AROUND.fullmatch(_TOKEN.sub(" ", text)) else "wording"


def _is_value(clause: Clause, number: str, year: str, kind: str) -> bool:
    for column, value in clause.cells:
        years = _YEAR.findall(fold(column))
        if fold(value) == number and (not year or not years or year in years):
            kinds = [word for word in ("目标", "基期") if word in column]
            if not kind or not kinds or kind in kinds:
                return True
    return False


def _unit(clause: Clause) -> str:
    return next((value for column, value in clause.cells if _UNIT_COLUMN in column), "")


def _asked(values: Sequence[tuple[str, str]], question: Question) -> Sequence[tuple[str, str]]:
    by_year = [cell for cell in values if any(year in cell[0] for year in question.years)]
    if by_year:
        return by_year
    words = {word for term in question.terms for word in (term.text, *term.alternatives)}
    by_name = [cell for cell in values if any(len(word) > 1 and word in fold(cell[0]) for word in words)]
    return by_name or values
