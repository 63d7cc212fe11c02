"""The words of question answering: question, evidence, statement, citation, answer. One meaning each, all frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from index.types import Address, Clause, Document, Hit, Region

Language = Literal["zh", "en"]
AnswerStatus = Literal["answered", "partial", "not_found"]
Verdict = Literal["supported", "partial", "unchecked"]


class Intent(StrEnum):
    """What kind of answer a question wants."""

    LOOKUP = "lookup"
    COMPARE = "compare"
    FIGURE = "figure"
    LIST = "list"
    PROCEDURE = "procedure"
    PARTICULARS = "particulars"
    GENERAL = "general"


class Value(StrEnum):
    """The kind of value that a question asks for; an answer without such a value is none."""

    MONEY = "money"
    PERCENT = "percent"
    DURATION = "duration"
    DATE = "date"
    NUMBER = "number"
    AUTHORITY = "authority"
    PHONE = "phone"
    ADDRESS = "address"
    PERSON = "person"
    PROCEDURE = "procedure"
    MATERIAL = "material"
    CONDITION = "condition"
    ROSTER = "roster"
    SCORE = "score"
    HOURS = "hours"
    DOWNLOAD = "download"


class Particular(StrEnum):
    """What a question asks of a document itself."""

    NUMBER = "number"
    AUTHORITY = "authority"
    DATE = "date"
    ADDRESSEES = "addressees"
    BASIS = "basis"
    VALIDITY = "validity"
    TITLE = "title"
    OUTLINE = "outline"


class Judgement(StrEnum):
    """How what the documents say stands to a claim."""

    AGREES = "agrees"
    DIFFERS = "differs"


class Reason(StrEnum):
    """Why an answer is ``not_found`` or ``partial``."""

    OUTSIDE_COVERAGE = "outside_coverage"
    UNKNOWN_REFERENCE = "unknown_reference"
    NO_EVIDENCE = "no_evidence"
    MISSING_DETAIL = "missing_detail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An earlier question of a conversation."""

    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of the question, what else may stand for it, and how much it says (idf).

    An aspect (条件, 流程) asks something of a topic; the other terms name the topic. A compound is two neighbouring terms
    that documents join.
    """

    text: str
    alternatives: tuple[str, ...]
    weight: float
    is_aspect: bool = False
    is_compound: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A value that a question claims and wants confirmed (支持期是5年，对吗), as it stands there."""

    value: Value
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked, understood: the whole of it or one part.

    ``text`` is the whole as asked, ``part`` the part; ``standalone`` reads without the conversation and the parts before it.
    """

    text: str
    part: str
    standalone: str
    language: Language
    as_of: date
    intent: Intent
    expects: Value | None
    value_name: str | None
    claim: Claim | None
    particulars: tuple[Particular, ...]
    regions: tuple[Region, ...]
    document_ids: tuple[str, ...]
    unknown_documents: tuple[str, ...]
    addresses: tuple[Address, ...]
    years: tuple[str, ...]
    terms: tuple[Term, ...]

    @property
    def topics(self) -> tuple[Term, ...]:
        """The terms that say what it is about, each once."""
        return tuple(term for term in self.terms if not (term.is_aspect or term.is_compound))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The documents that may answer, each region's apart, those that come first first; and the regions not covered."""

    groups: tuple[tuple[Region | None, tuple[str, ...]], ...]
    uncovered: tuple[Region, ...]

    @property
    def document_ids(self) -> tuple[str, ...]:
        """Every document id in scope, in order."""
        return tuple(dict.fromkeys(i for _, ids in self.groups for i in ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a clause, ``clause.text[start:end]``, and how much of the question it covers (0–1).

    ``topic_share`` is the share of the question's topics alone that the sentence is about, by its own words, its headings
    and (see :mod:`rag.reading.evidence`) its clause or document. It is on topic if it or they name what the question turns on,
    and in years if it or they name a year of it (or it names none); ``has_value`` says that it holds a value of the
    kind asked for, by the name asked for.
    """

    start: int
    end: int
    text: str
    coverage: float
    topic_share: float
    on_topic: bool
    in_years: bool
    has_value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A clause that an answer may rest on. ``key`` is opaque: what a model cites it by.

    ``confidence`` says how likely it is to answer, ``suffices`` whether that is enough (see :mod:`rag.reading.confidence`);
    of what nobody rated, neither.
    """

    key: str
    hit: Hit
    document: Document
    sentences: tuple[Sentence, ...]
    confidence: float = 0.0
    suffices: bool = False

    @property
    def clause(self) -> Clause:
        """The clause itself."""
        return self.hit.clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence of an answer, and the stretch ``clause.text[start:end]`` of the evidence ``key`` that it rests on."""

    text: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a generator wrote, before any check: statements in the order they are to be read.

    ``excerpted`` says that it was to give clauses whole and gave their openings only.
    """

    statements: tuple[Statement, ...]
    excerpted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """``[start, end)`` in Unicode code points."""

    start: int
    end: int


def page_of(clause: Clause) -> str:
    """Where ``clause`` can be read, below the service's root."""
    return f"/documents/{clause.document_id}#{clause.eid}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A resolved and checked reference: ``clause.text[source_span] == cited_text`` supports ``answer_spans``."""

    number: int
    clause: Clause
    document: Document
    cited_text: str
    source_span: Span
    answer_spans: tuple[Span, ...]
    verdict: Verdict

    @property
    def url(self) -> str:
        """Where the clause can be read, below the service's root."""
        return page_of(self.clause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to know beside the answer: a document out of date, a region without documents."""

    code: str
    text: str
    document_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What made the answer: index generation, models and prompt."""

    generation: str
    embedder: str
    generator: str
    prompt_sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The result. ``text`` carries markers ``[n]``; without a citation its status is ``not_found``.

    ``hits`` is every clause that was found for it, part by part, best first; ``confidence`` how likely the surest of them
    is to answer (0–1): of several parts answered the least sure, of several refused the surest.
    """

    status: AnswerStatus
    reason: Reason | None
    text: str
    citations: tuple[Citation, ...]
    notices: tuple[Notice, ...]
    related: tuple[Hit, ...]
    hits: tuple[Hit, ...]
    confidence: float
    as_of: date
    provenance: Provenance
    timings_ms: Mapping[str, float]
