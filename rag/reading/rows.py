"""Table rows as sentences (知识产权质押融资登记金额：2025年目标值120亿元), and sentences held against their row."""

import re
from collections.abc import Iterable, Mapping, Sequence

from index.text import fold, squeeze
from index.types import Clause
from rag.types import Question

_NUMERIC = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")
_FOOTNOTE = re.compile(r"\s*\^?[①-⑳]\s*")
_UNIT_COLUMN = "单位"
_YEAR = re.compile(r"((?:19|20)\d{2})年?")
_AROUND = re.compile(r"(?:[\s，。、；：,.;:（）()“”-]|的|是|为|到|达到|达|从|由|至|增至|提高到|分别|其中|和|及|与|将)*")


def row_sentence(clause: Clause, question: Question) -> str:
    """The row as a sentence, with those of its value columns that ``question`` asks for, or all if it names none."""
    (_, name), *rest = _cells(clause)
    unit = _unit(rest)
    values = _values(rest)
    others = [value for column, value in rest if _UNIT_COLUMN not in column and not _NUMERIC.fullmatch(value)]
    stated = "，".join(f"{column}{_written(value, unit)}" for column, value in _asked(values, question))
    remark = f"（{'，'.join(others)}）" if others else ""
    return f"{name}：{stated}{remark}。"


def row_fault(statement: str, clause: Clause) -> str | None:
    """Why the row does not bear out ``statement``: ``subject``, ``number``, ``wording``, or ``None`` if it does.

    The statement must name the row. Every number must be the value of a column whose header bears the year and the word
    (目标, 基期) last named before it, and be followed by the row's unit. Beside these it may hold the row's other cells.
    """
    (_, name), *rest = [(_plain(column), _plain(value)) for column, value in _cells(clause)]
    text = _plain(statement)
    if name not in text:
        return "subject"
    unit = _unit(rest)
    others = [value for column, value in rest if _UNIT_COLUMN not in column and not _NUMERIC.fullmatch(value)]
    for known in (name, *sorted(others, key=len, reverse=True)):
        text = text.replace(known, " ")
    values = _values(rest)
    kinds = {column: _YEAR.sub("", column).removesuffix("值") for column, _ in values}
    tokens = _token(kinds.values())
    year, kind = "", ""
    for match in tokens.finditer(text):
        if match["year"]:
            year = match["year"]
            if not any(year in column for column, _ in rest):
                return "number"
        elif match["kind"]:
            kind = match["kind"]
        elif not any(
            _written(value, unit) == match["number"] and _fits(column, year, kind, kinds) for column, value in values
        ):
            return "number"
    return None if _AROUND.fullmatch(tokens.sub(" ", text)) else "wording"


def _token(kinds: Iterable[str]) -> re.Pattern[str]:
    """A year, the name of a value column, or a number with what stands right behind it."""
    names = "|".join(map(re.escape, sorted(filter(None, set(kinds)), key=len, reverse=True))) or "(?!)"
    number = r"[-+]?\d+(?:,\d{3}(?!\d))*(?:\.\d+)?[^\d\s，。；：（）、,;:()]*"
    return re.compile(rf"(?P<year>(?:19|20)\d{{2}})年|(?P<kind>{names})值?|(?P<number>{number})")


def _fits(column: str, year: str, kind: str, kinds: Mapping[str, str]) -> bool:
    """Whether ``column`` is of the ``year`` and ``kind`` last named, as far as any was and the header has one."""
    years = _YEAR.findall(column)
    return (not year or not years or year in years) and (not kind or not kinds[column] or kinds[column] == kind)


def _cells(clause: Clause) -> list[tuple[str, str]]:
    """The cells that hold something, with their columns, without the marks of footnotes."""
    cleaned = [(column, _FOOTNOTE.sub("", value)) for column, value in clause.cells]
    return cleaned[:1] + [(column, value) for column, value in cleaned[1:] if value]


def _plain(text: str) -> str:
    return squeeze(fold(_FOOTNOTE.sub("", text)))


def _values(cells: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(column, value) for column, value in cells if _UNIT_COLUMN not in column and _NUMERIC.fullmatch(value)]


def _written(value: str, unit: str) -> str:
    return value if value.endswith(("%", unit)) else value + unit


def _unit(cells: Sequence[tuple[str, str]]) -> str:
    return next((value for column, value in cells if _UNIT_COLUMN in column), "")


def _asked(values: Sequence[tuple[str, str]], question: Question) -> Sequence[tuple[str, str]]:
    by_year = [cell for cell in values if any(year in cell[0] for year in question.years)]
    if by_year:
        return by_year
    words = {word for term in question.terms for word in (term.text, *term.alternatives)}
    by_name = [cell for cell in values if any(len(word) > 1 and word in fold(cell[0]) for word in words)]
    return by_name or values
