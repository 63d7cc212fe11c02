"""What goes over HTTP: pydantic models at the edge, made from the frozen types within."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _plain_text(text: str) -> str:
    """``text`` unless it holds what no text should: lone surrogates, NUL and other control characters."""
    if any(0xD800 <= ord(c) <= 0xDFFF or (ord(c) < 32 and c not in "\n\t\r") for c in text):
        raise ValueError("holds a control character or half a surrogate pair")
    return text


Text = Annotated[str, AfterValidator(_plain_text)]
DocumentIds = Annotated[list[Annotated[Text, Field(max_length=64)]], Field(max_length=100)]
RegionCode = Annotated[str, Field(pattern=r"^\d{6}$", description="GB/T 2260 code of a province or prefecture")]
RegionChoice = Annotated[str, Field(pattern=r"^(?:\d{6})?$", description="GB/T 2260 code; empty for every region")]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TurnIn(_Request):
    """An earlier exchange, of which the question counts."""

    question: Annotated[Text, Field(min_length=1, max_length=500)]
    answer: Annotated[Text, Field(max_length=2000, description="may be sent; it is not read")] = ""


class AnswerRequest(_Request):
    """A question, and what limits its answer."""

    question: Annotated[Text, Field(min_length=1, max_length=500, examples=["怎么申请专利质押融资支持？"])]
    history: Annotated[list[TurnIn], Field(max_length=20)] = []
    region: RegionCode | None = None
    as_of: date | None = Field(None, description="day for which validity is judged; today if absent")
    document_ids: DocumentIds = []
    stream: bool = Field(False, description="send the answer as server-sent events")
    include: Annotated[list[Literal["retrieved"]], Field(max_length=1)] = Field(
        [], description="retrieved: also every clause that was found for it, for those who measure or mend"
    )


class SearchRequest(_Request):
    """Words to find clauses by."""

    query: Annotated[Text, Field(min_length=1, max_length=500)]
    count: Annotated[int, Field(ge=1, le=50)] = 10
    region: RegionCode | None = None
    document_ids: DocumentIds = []


class RegionOut(BaseModel):
    """An administrative division (GB/T 2260); 000000 is the whole country. ``ancestors`` are the codes above it."""

    code: str
    name: str
    ancestors: list[str]


class DocumentBrief(BaseModel):
    """A document as citations name it."""

    id: str
    title: str
    document_number: str | None
    document_type: str | None
    issuing_authority: list[str]
    region: RegionOut | None
    written_date: date | None
    status: str
    status_label: str
    recognised: bool = Field(description="its text was read off a scan (扫描件识别) and may be wrong")
    url: str


class NamedTextOut(BaseModel):
    """Another text that a document names, and where in its text it does."""

    title: str
    document_number: str | None
    start: int
    end: int


class OtherDocumentOut(BaseModel):
    """A document that repeals, replaces or forwards another, and from when."""

    document_id: str
    name: str
    since: date | None


class DocumentOut(DocumentBrief):
    """A document with all its metadata; ``origins`` says where each value was read."""

    addressees: list[str]
    publish_date: date | None
    effective_date: date | None
    expiry_date: date | None
    target_period: tuple[int, int] | None
    legal_basis: list[NamedTextOut]
    repeals: list[NamedTextOut]
    repealed_by: OtherDocumentOut | None
    replaced_by: OtherDocumentOut | None
    forwarded_by: OtherDocumentOut | None
    source_url: str | None
    sha256: str
    clause_count: int
    origins: dict[str, str]


class DocumentList(BaseModel):
    """Every document of the current generation."""

    object: Literal["list"] = "list"
    data: list[DocumentOut]
    generation: str


class LocatorOut(BaseModel):
    """A clause's address."""

    eid: str
    label: str
    path: list[str]
    kind: str


class SpanOut(BaseModel):
    """``[start, end)`` in Unicode code points."""

    start: int
    end: int


class SupportOut(BaseModel):
    """What verification found."""

    verdict: Literal["supported", "partial", "unchecked"]


class CitationOut(BaseModel):
    """A checked reference to a clause."""

    number: int
    clause_id: str
    document: DocumentBrief
    locator: LocatorOut
    cited_text: str
    clause_text: str
    source_span: SpanOut
    answer_spans: list[SpanOut]
    support: SupportOut
    url: str


class NoticeOut(BaseModel):
    """Something to know beside the answer."""

    code: str
    document_id: str | None
    text: str


class ReferenceOut(BaseModel):
    """A stretch of a clause's text that names another place of its document; ``eid`` is null if there is none such."""

    start: int
    end: int
    eid: str | None


class ClauseOut(BaseModel):
    """A clause by itself; ``reading`` names a row's columns."""

    clause_id: str
    document: DocumentBrief
    locator: LocatorOut
    text: str
    reading: str
    parent: str | None
    children: list[str]
    references: list[ReferenceOut]
    url: str


class HitOut(ClauseOut):
    """A clause that a search returned."""

    score: float
    rank: int
    source: str


class RetrievedOut(BaseModel):
    """A clause that was found for an answer, cited or not."""

    clause_id: str
    rank: int
    score: float
    source: str


class ProvenanceOut(BaseModel):
    """What made the answer."""

    generation: str
    embedder: str
    generator: str
    prompt_sha256: str | None


class AigcOut(BaseModel):
    """The label that generated content must carry (人工智能生成合成内容标识办法, GB 45438-2025)."""

    label: str
    provider: str
    content_id: str


class AnswerOut(BaseModel):
    """An answer; all offsets count Unicode code points."""

    id: str
    object: Literal["answer"] = "answer"
    status: Literal["answered", "partial", "not_found"]
    reason: str | None
    answer: str
    citations: list[CitationOut]
    notices: list[NoticeOut]
    related: list[HitOut]
    confidence: float = Field(description="how likely what was found is to answer (0-1)")
    retrieved: list[RetrievedOut] = Field(description="empty unless the request includes it")
    provenance: ProvenanceOut
    aigc: AigcOut
    timings_ms: dict[str, float]


class SearchOut(BaseModel):
    """Hits, best first."""

    object: Literal["list"] = "list"
    data: list[HitOut]
    generation: str


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[dict[str, str]] | None = None
    error: dict[str, str | None]
