"""What an official text says about itself: title, number, authority, dates, validity, plan period, other texts.

Field names follow GB/T 33480-2016 (电子公文元数据). Every value carries its origin; what is not stated stays ``None``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date

from index import line_kinds, regions
from index.dates import date_in
from index.document_types import PLANS, TYPE
from index.metadata import named
from index.metadata.enactment import acts_in
from index.metadata.validity import read_validity
from index.numerals import to_int
from index.text import squeeze
from index.types import Clause, NamedText, Region

_FIVE_YEAR_PLAN = re.compile(
    r"(?<![一二三四五六七八九十])十([一二三四五六七八九]?)(?:个五年|五(?=[”\"]|规划|时期|国民|知识))"
)
_TENTH, _FIRST_YEAR = 10, 2001  # 十五 ran from 2001 to 2005, each of the next for five years
_PERIOD = re.compile(r"[（(]((?:19|20)\d{2})\s*年?\s*[-—–－~～至]+\s*((?:19|20)\d{2})\s*年?[）)]")
_SELF_REFERENCE = re.compile(rf"(?:如下|以下)(?:实施)?({TYPE})|本(?:实施)?({TYPE})")
_ADOPTED, _PUBLISHED = ("通过", "修正", "修订", "修改"), ("公布", "发布", "颁布")
_NATIONAL = re.compile(
    r"(?:中华人民共和国|中共中央|全国人民代表大会|国务院|最高人民法院|最高人民检察院|国家|中国|海关总署)"
    r"|[一-龥]{2,10}(?:部|总局)(?:$|、)"
)
_OF_TITLE = re.compile(r"(.{3,40}?)(?:关于|印发|转发|批转)")  # 浙江省人民政府办公厅关于…


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What was read; ``origins`` maps a field to ``"start:end"`` in the text or to the rule that gave it."""

    title: str | None = None
    document_number: str | None = None
    document_number_raw: str | None = None
    document_type: str | None = None
    issuing_authority: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    region: Region | None = None
    written_date: date | None = None
    publish_date: date | None = None
    effective_date: date | None = None
    expiry_date: date | None = None
    target_period: tuple[int, int] | None = None
    legal_basis: tuple[NamedText, ...] = ()
    repeals: tuple[NamedText, ...] = ()
    origins: dict[str, str] = field(default_factory=dict)


NO_METADATA = Metadata()


def with_given(stated: Metadata, given: Metadata, origin: str) -> Metadata:
    """``stated``, with what is ``given`` for what it leaves open, and with the given region; ``origin`` says by whom."""
    added = {
        field.name: value
        for field in fields(Metadata)
        if field.name != "origins" and (value := getattr(given, field.name))
        if field.name == "region" or not getattr(stated, field.name)
    }
    return replace(stated, **added, origins=stated.origins | dict.fromkeys(added, origin))


def read_metadata(text: str, clauses: Sequence[Clause]) -> Metadata:
    """The metadata that ``text`` states, out of its front matter, its preamble and its closing."""
    reader = _Reader(text, clauses)
    title = reader.title()
    document_type = reader.document_type(title)
    number, raw = reader.number()
    authority = reader.authority(title)
    written, published = reader.written_date(), reader.publish_date()
    validity = read_validity(text, published=published, written=written)
    effective = validity.effective or reader.acted("effective_date", "施行")
    reader.state("effective_date", validity.effective_origin)
    reader.state("expiry_date", validity.expiry_origin)
    return Metadata(
        title=title,
        document_number=number,
        document_number_raw=raw,
        document_type=document_type,
        issuing_authority=authority,
        addressees=reader.addressees(),
        region=reader.region(title, number, authority),
        written_date=written,
        publish_date=published,
        effective_date=effective,
        expiry_date=validity.expiry,
        target_period=reader.target_period(title, document_type),
        legal_basis=reader.named("legal_basis", named.legal_basis(text)),
        repeals=reader.named("repeals", named.repealed(text)),
        origins=reader.origins,
    )


class _Reader:
    def __init__(self, text: str, clauses: Sequence[Clause]) -> None:
        self._text = text
        self._by_eid = {clause.eid: clause for clause in clauses}
        self._acts = [
            (act, clause.start) for clause in clauses if clause.kind == "enactment" for act in acts_in(clause.text)
        ]
        self._facts = {
            fact[0]: (fact[1], clause)
            for clause in clauses
            if clause.kind == "fact" and (fact := line_kinds.fact_of(clause.text))
        }
        self.origins: dict[str, str] = {}

    def state(self, field_name: str, origin: str) -> None:
        """Note where a value was read, if anywhere."""
        if origin:
            self.origins[field_name] = origin

    def named(self, field_name: str, texts: tuple[NamedText, ...]) -> tuple[NamedText, ...]:
        """``texts``, with where they stand noted."""
        self.state(field_name, f"{texts[0].start}:{texts[-1].end}" if texts else "")
        return texts

    def _first(self, field_name: str, *eids: str) -> Clause | None:
        clause = next((self._by_eid[eid] for eid in eids if eid in self._by_eid), None)
        self.state(field_name, f"{clause.start}:{clause.end}" if clause else "")
        return clause

    def _fact(self, field_name: str) -> str | None:
        value, clause = self._facts.get(field_name, (None, None))
        self.state(field_name, f"{clause.start}:{clause.end}" if clause else "")
        return value

    def acted(self, field_name: str, *what: str) -> date | None:
        """The day of the last act of one of these kinds in the note under the title."""
        found = next(((act, offset) for act, offset in reversed(self._acts) if act.what in what), None)
        if found is None:
            return None
        act, offset = found
        self.state(field_name, f"{offset + act.start}:{offset + act.end}")
        return act.day

    def title(self) -> str | None:
        clause = self._first("title", "title", "cover__title")
        return clause.text if clause else None

    def number(self) -> tuple[str | None, str | None]:
        clause = self._first("document_number", "cover__number", "number")
        raw = clause.text if clause else self._fact("document_number")
        if raw is None:
            numbered = [(act, offset) for act, offset in self._acts if act.number]
            if not numbered:
                return None, None
            act, offset = numbered[-1]
            self.state("document_number", f"{offset + act.start}:{offset + act.end}")
            return act.number, act.number
        return line_kinds.normalised_number(raw), raw

    def document_type(self, title: str | None) -> str | None:
        if title and (match := line_kinds.DOCUMENT_TYPE.search(title)):
            self.origins["document_type"] = self.origins["title"]
            return match[1]
        match = _SELF_REFERENCE.search(self._text)
        self.state("document_type", f"{match.start()}:{match.end()}" if match else "")
        return match[1] or match[2] if match else None

    def authority(self, title: str | None) -> tuple[str, ...]:
        """Who issued the text: by its signature, byline, facts, the note under its title, or by what the title says."""
        signed = self._named_alike("cover__signature", "closing__signature", "signature", "issuer")
        if signed:
            self.state("issuing_authority", f"{signed[0].start}:{signed[-1].end}")
            return tuple(name for clause in signed for name in _names(clause.text))
        byline = self._first("issuing_authority", "byline")
        named = _names(byline.text.strip("（()）")) if byline else ()
        if 2 * sum(map(line_kinds.is_authority, named)) > len(named):  # not （征求意见稿）, （2021—2025年）
            return named
        self.origins.pop("issuing_authority", None)
        if stated := self._fact("issuing_authority"):
            return _names(stated)
        for act, offset in reversed(self._acts):
            if act.authority and act.what != "批准":  # who approves a text did not make it
                self.state("issuing_authority", f"{offset + act.start}:{offset + act.end}")
                return tuple(act.authority.split("、"))
        match = _OF_TITLE.match(title or "")
        if match and line_kinds.is_authority(match[1]):
            self.origins["issuing_authority"] = self.origins["title"]
            return _names(match[1])
        return ()

    def _named_alike(self, *eids: str) -> list[Clause]:
        """The clauses with the first of ``eids`` that there is, and those behind it that bear the same (eid~2)."""
        eid = next((eid for eid in eids if eid in self._by_eid), None)
        if eid is None:
            return []
        alike = [self._by_eid[eid]]
        while (following := self._by_eid.get(f"{eid}~{len(alike) + 1}")) is not None:
            alike.append(following)
        return alike

    def addressees(self) -> tuple[str, ...]:
        clause = self._first("addressees", "cover__addressee", "addressee")
        return tuple(re.split(r"[，,；;]", clause.text.strip().rstrip("：:"))) if clause else ()

    def region(self, title: str | None, number: str | None, authority: tuple[str, ...]) -> Region | None:
        """The place that the authority, the title or the number names; the whole country for a national body."""
        for field_name, said in (
            ("issuing_authority", "、".join(authority)),
            ("title", title),
            ("document_number", number),
        ):
            if not said:
                continue
            places = regions.named_regions(said)
            if _NATIONAL.match(said) and (field_name == "title" or not places):
                places = (regions.NATION,)
            if places and (len(places) == 1 or field_name == "issuing_authority"):
                self.origins["region"] = self.origins[field_name]
                return places[-1]
        return None

    def written_date(self) -> date | None:
        clause = self._first("written_date", "cover__date", "closing__date", "date")
        found = date_in(clause.text) if clause else self.acted("written_date", *_ADOPTED)
        if found is None and (stated := self._fact("written_date")):
            found = date_in(stated)
        if found is None:
            found = self.acted("written_date", *_PUBLISHED)
        if found is None:
            self.origins.pop("written_date", None)
        return found

    def publish_date(self) -> date | None:
        found = self.acted("publish_date", *_PUBLISHED)
        if found is None and (stated := self._fact("publish_date")):
            found = date_in(stated)
        return found

    def target_period(self, title: str | None, document_type: str | None) -> tuple[int, int] | None:
        """The years that a plan's title states, or those of the five-year plan that it names."""
        if not title or document_type not in PLANS:
            return None
        period: tuple[int, int] | None = None
        if match := _PERIOD.search(title):
            period = int(match[1]), int(match[2])
        elif match := _FIVE_YEAR_PLAN.search(title):
            first = _FIRST_YEAR + (to_int(f"十{match[1]}") - _TENTH) * 5
            period = first, first + 4
        self.state("target_period", self.origins["title"] if period else "")
        return period


def _names(text: str) -> tuple[str, ...]:
    """The authorities that ``text`` lists; a name may be set with spaces between its characters."""
    names = re.split(r"[、，,；;\s]+", text.removesuffix("（代章）").strip())
    return (squeeze(text),) if all(len(name) == 1 for name in names) else tuple(names)
