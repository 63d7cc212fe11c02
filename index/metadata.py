"""What an official text says about itself: title, number, authority, dates, validity, plan period.

Field names follow GB/T 33480-2016 (电子公文元数据). Every value carries its origin; what is not stated stays ``None``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index import grammar
from index.numerals import to_int
from index.text import sentences
from index.types import Clause

_PLAN_TYPES = ("规划", "计划", "纲要")
_FIVE_YEAR_PLAN = re.compile(r"[“\"]?(十[一二三四五六七八九]?)五[”\"]?(?=规划|时期|知识|[一-龥])")
_PERIOD = re.compile(r"[（(]((?:19|20)\d{2})\s*[-—–－~至]+\s*((?:19|20)\d{2})\s*年?[）)]")
_SELF_REFERENCE = re.compile(r"(?:本|如下|以下)(?:实施)?(意见|规划|计划|纲要|方案|办法|细则|规定|通知|措施)")
_SPEAKS_OF_ITSELF = re.compile(r"本(?:实施)?(?:意见|规划|计划|纲要|方案|办法|细则|规定|规则|条例|通知|措施|法)")
_FROM_PUBLICATION = re.compile(r"自(?:公布|印发|发布|颁布)之日起(?:施行|实施|执行|生效)")
_FROM_DATE = re.compile(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起(?:施行|实施|执行|生效)")
_VALID_YEARS = re.compile(r"有效期(?:为)?([0-9一二三四五六七八九十]{1,4})年")
_VALID_UNTIL = re.compile(r"有效期(?:至|到)(\d{4})年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What was read; ``origins`` maps a field to ``"start:end"`` in the text or to the rule that gave it."""

    title: str | None
    document_number: str | None
    document_number_raw: str | None
    document_type: str | None
    issuing_authority: tuple[str, ...]
    written_date: date | None
    effective_date: date | None
    expiry_date: date | None
    target_period: tuple[int, int] | None
    origins: dict[str, str]


def normalised_number(raw: str) -> str | None:
    """``raw`` as GB/T 9704 writes a 发文字号 (川府发〔2021〕48号), or ``None`` if it is none."""
    match = grammar.DOCUMENT_NUMBER.search(raw)
    return f"{match['agency']}〔{match['year']}〕{int(match['serial'])}号" if match else None


def read_metadata(text: str, clauses: Sequence[Clause]) -> Metadata:
    """The metadata that ``text`` states, out of its front matter, its preamble and its closing."""
    reader = _Reader(text, clauses)
    title = reader.title()
    number, raw = reader.number()
    written = reader.written_date()
    effective, expiry = reader.validity(written)
    return Metadata(
        title=title,
        document_number=number,
        document_number_raw=raw,
        document_type=reader.document_type(title),
        issuing_authority=reader.authority(),
        written_date=written,
        effective_date=effective,
        expiry_date=expiry,
        target_period=reader.target_period(title),
        origins=reader.origins,
    )


class _Reader:
    def __init__(self, text: str, clauses: Sequence[Clause]) -> None:
        self._text = text
        self._by_eid = {clause.eid: clause for clause in clauses}
        self.origins: dict[str, str] = {}

    def _first(self, field: str, *eids: str) -> Clause | None:
        clause = next((self._by_eid[eid] for eid in eids if eid in self._by_eid), None)
        if clause is not None:
            self.origins[field] = f"{clause.start}:{clause.end}"
        return clause

    def _found(self, field: str, match: re.Match[str] | None) -> re.Match[str] | None:
        if match is not None:
            self.origins[field] = f"{match.start()}:{match.end()}"
        return match

    def title(self) -> str | None:
        clause = self._first("title", "title", "cover__title")
        return clause.text if clause else None

    def number(self) -> tuple[str | None, str | None]:
        clause = self._first("document_number", "cover__number", "number")
        return (normalised_number(clause.text), clause.text) if clause else (None, None)

    def document_type(self, title: str | None) -> str | None:
        if title and (match := grammar.DOCUMENT_TYPE.search(title)):
            self.origins["document_type"] = self.origins["title"]
            return match[1]
        match = self._found("document_type", _SELF_REFERENCE.search(self._text))
        return match[1] if match else None

    def authority(self) -> tuple[str, ...]:
        signature = self._first("issuing_authority", "cover__signature", "closing__signature", "signature", "issuer")
        if signature:
            return (signature.text,)
        byline = self._first("issuing_authority", "byline")
        return tuple(byline.text.strip("（()）").split("、")) if byline else ()

    def written_date(self) -> date | None:
        clause = self._first("written_date", "cover__date", "closing__date", "date")
        match = grammar.DATE.search(clause.text) if clause else None
        found = _date(match) if match else None
        if found is None:
            self.origins.pop("written_date", None)
        return found

    def validity(self, written: date | None) -> tuple[date | None, date | None]:
        """The first and the last day of validity, from sentences in which the document speaks of itself.

        Where application starts with a publication whose day is not stated, the day of writing stands in for it, and the
        origin says so.
        """
        effective, expiry = None, None
        for start, end in sentences(self._text):
            said = self._text[start:end]
            if not _SPEAKS_OF_ITSELF.search(said):
                continue
            if match := _FROM_DATE.search(said):
                effective = self._dated("effective_date", match, start)
            elif written and _FROM_PUBLICATION.search(said):
                effective = written
                self.origins["effective_date"] = "自公布之日起施行；公布日期未载明，以成文日期计"
            if match := _VALID_UNTIL.search(said):
                expiry = self._dated("expiry_date", match, start)
            elif effective and (match := _VALID_YEARS.search(said)):
                years = to_int(match[1])
                expiry = _years_after(effective, years)
                if expiry:
                    self.origins["expiry_date"] = f"自施行之日起{years}年"
        return effective, expiry

    def _dated(self, field: str, match: re.Match[str], offset: int) -> date | None:
        found = _date(match)
        if found is not None:
            self.origins[field] = f"{offset + match.start()}:{offset + match.end()}"
        return found

    def target_period(self, title: str | None) -> tuple[int, int] | None:
        if not title or not title.endswith(_PLAN_TYPES):
            return None
        if match := _PERIOD.search(title):
            self.origins["target_period"] = self.origins["title"]
            return int(match[1]), int(match[2])
        if match := _FIVE_YEAR_PLAN.search(title):
            first = 2016 + (to_int(match[1]) - 13) * 5
            self.origins["target_period"] = self.origins["title"]
            return first, first + 4
        return None


def _years_after(start: date, years: int) -> date | None:
    """The last day of ``years`` that begin on ``start``, or ``None`` beyond the calendar."""
    if start.year + years > date.max.year:
        return None
    leap_day = start.month == 2 and start.day == 29
    return start.replace(year=start.year + years, day=28 if leap_day else start.day) - timedelta(days=1)


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
