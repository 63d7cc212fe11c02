"""The words of the index: document, clause, locator, hit, repair, status. One meaning each, all frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

HitSource = Literal["fused", "rerank", "sibling", "lookup"]


class Status(StrEnum):
    """时效性 of a document on a given day; the values follow the national law database's five plus ``unknown``."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    REPEALED = "repealed"
    NOT_YET_EFFECTIVE = "not_yet_effective"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


STATUS_LABELS: Mapping[Status, str] = {
    Status.IN_FORCE: "有效",
    Status.AMENDED: "已修改",
    Status.REPEALED: "已废止",
    Status.NOT_YET_EFFECTIVE: "尚未生效",
    Status.EXPIRED: "失效",
    Status.UNKNOWN: "时效未载明",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """An administrative division (行政区划): six-digit GB/T 2260 code and full name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One place where the reading text differs from the source: ``source[start:start+len(before)]`` became ``after``.

    ``kind`` is ``bom``, ``spacing``, ``join`` (a line broken across a page), ``doubled`` (a character repeated at a page
    break), ``contents`` (contents page), ``page_number``, or why a reader left a stretch out: ``hidden``, ``page_header``,
    ``page_footer``, ``page_furniture``, ``beside_main``, ``markup``, ``unreadable``.
    """

    kind: str
    start: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedText:
    """Another text that a document names: ``text[start:end]`` is its 《title》 with the number behind it, if it has one."""

    title: str
    document_number: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDocument:
    """A document of the same corpus that bears on another: its id, its name and the day from which, if it states one."""

    document_id: str
    name: str
    since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One version of one official text, with what it says about itself.

    ``expiry_date`` is the last day of validity; ``legal_basis`` are the texts it is made under (依据), ``repeals`` those it
    ends. ``repealed_by``, ``replaced_by`` and ``forwarded_by`` say which other document of the corpus ended it, replaced it, or
    forwarded it (转发). ``recognised`` says that text was read off a scan and may be wrong. What the text does not state
    is ``None`` or empty.

    ``origins`` says for each field that has a value where it was read: ``"start:end"`` in ``text``, ``"corpus.toml"``, or
    a rule such as ``"自施行之日起5年"``.
    """

    id: str
    title: str | None
    document_number: str | None
    document_number_raw: str | None
    document_type: str | None
    issuing_authority: tuple[str, ...]
    addressees: tuple[str, ...] = ()
    region: Region | None
    written_date: date | None
    publish_date: date | None
    effective_date: date | None
    expiry_date: date | None
    target_period: tuple[int, int] | None
    source_url: str | None
    sha256: str
    text: str
    legal_basis: tuple[NamedText, ...] = ()
    repeals: tuple[NamedText, ...] = ()
    repealed_by: OtherDocument | None = None
    replaced_by: OtherDocument | None = None
    forwarded_by: OtherDocument | None = None
    recognised: bool = False
    origins: Mapping[str, str] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()

    @property
    def region_code(self) -> str | None:
        """The code of the division that it applies in."""
        return self.region.code if self.region else None

    @property
    def name(self) -> str:
        """The title, or where the text bears none its authority, type and number: what people can call it by."""
        if self.title is not None:
            return self.title
        return f"{'、'.join(self.issuing_authority)}{self.document_type or '文件'}（{self.document_number or self.id}）"

    @property
    def short_name(self) -> str:
        """The name to head a quotation with: ``《title》（number）``, or the name alone."""
        if self.title is None:
            return self.name
        return f"《{self.title}》（{self.document_number}）" if self.document_number else f"《{self.title}》"


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """A clause's address for people: ``第五章 三、 专栏6`` for eid ``chp_5__h1_3__box_6``, and the headings above it."""

    eid: str
    label: str
    path: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A place inside a document as people name it (第五章第三节): ``(level, number)`` from the outside in."""

    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A stretch of a clause's text that names another place of the same document (本法第三条, 前款, 专栏6).

    ``target`` is the eid of that place, ``None`` where the document has no such place or more than one.
    """

    start: int
    end: int
    target: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One node of a document's structure tree, and the unit that is retrieved and cited.

    ``document.text[start:end] == text`` always (code points). A leaf of kind ``heading`` holds the heading line of a
    clause that has children, so that the leaves together are the whole document. ``columns`` are the header cells of
    the table a ``row`` stands in. ``references`` are those of its text, of leaves alone.
    """

    id: str
    document_id: str
    eid: str
    kind: str
    number: str | None
    label: str
    heading: str | None
    address: str
    path: tuple[str, ...]
    start: int
    end: int
    text: str
    parent: str | None
    children: tuple[str, ...]
    columns: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def locator(self) -> Locator:
        """The address of this clause."""
        return Locator(eid=self.eid, label=self.address, path=self.path, kind=self.kind)

    @property
    def is_leaf(self) -> bool:
        """Whether the clause has no children."""
        return not self.children

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """``(column, value)`` pairs of a table row; empty for every other kind."""
        return tuple(zip(self.columns, (c.strip() for c in self.text.split("\t")), strict=True)) if self.columns else ()

    @property
    def reading(self) -> str:
        """The text as it reads by itself: a row with its column names, every other clause as it stands."""
        return "；".join(f"{column}：{value}" for column, value in self.cells) if self.columns else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A clause that a search returned. ``score`` compares hits of one ``source`` within one search, nothing else.

    ``lexical`` is BM25 as a share of what there is to get, ``cosine`` that with the question; 0 for what was looked up.
    """

    clause: Clause
    score: float
    rank: int
    source: HitSource
    lexical: float = 0.0
    cosine: float = 0.0
