"""From the frozen types to what goes over HTTP."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from index import regions
from index.metadata.status import period_ended, status_of
from index.types import STATUS_LABELS, Clause, Document, Hit, NamedText, OtherDocument, Region
from rag.types import Answer, Citation, page_of
from service.api import schemas

AI_LABEL = "内容由人工智能生成，仅供参考，以官方文件为准"
"""The line that every answer carries, in the API and on the page."""


def document_brief(document: Document, as_of: date) -> schemas.DocumentBrief:
    """``document`` as a citation names it."""
    return schemas.DocumentBrief(**_brief(document, as_of))


def document_out(document: Document, clause_count: int, as_of: date) -> schemas.DocumentOut:
    """``document`` with all its metadata."""
    return schemas.DocumentOut(
        **_brief(document, as_of),
        addressees=list(document.addressees),
        publish_date=document.publish_date,
        effective_date=document.effective_date,
        expiry_date=document.expiry_date,
        target_period=document.target_period,
        legal_basis=[_named(text) for text in document.legal_basis],
        repeals=[_named(text) for text in document.repeals],
        repealed_by=_other(document.repealed_by),
        replaced_by=_other(document.replaced_by),
        forwarded_by=_other(document.forwarded_by),
        source_url=document.source_url,
        sha256=document.sha256,
        clause_count=clause_count,
        origins=dict(document.origins),
    )


def clause_out(clause: Clause, document: Document, as_of: date) -> schemas.ClauseOut:
    """``clause`` with its address and neighbours."""
    return schemas.ClauseOut(**_clause(clause, document, as_of))


def hit_out(hit: Hit, document: Document, as_of: date) -> schemas.HitOut:
    """``hit`` with its clause."""
    values = _clause(hit.clause, document, as_of)
    return schemas.HitOut(**values, score=round(hit.score, 4), rank=hit.rank, source=hit.source)


def new_id() -> str:
    """An id for an answer, that nobody can guess."""
    return f"ans_{secrets.token_hex(12)}"


def hits_out(hits: Sequence[Hit], documents: Mapping[str, Document], as_of: date) -> list[schemas.HitOut]:
    """``hits`` with their clauses, of ``documents``."""
    return [hit_out(hit, documents[hit.clause.document_id], as_of) for hit in hits]


def answer_out(
    answer: Answer, documents: Mapping[str, Document], identifier: str, *, with_retrieved: bool = False
) -> schemas.AnswerOut:
    """``answer`` under ``identifier``, labelled as generated; ``with_retrieved`` lists what was found for it."""
    as_of = answer.as_of
    return schemas.AnswerOut(
        id=identifier,
        status=answer.status,
        reason=answer.reason,
        answer=answer.text,
        citations=[_citation(citation, as_of) for citation in answer.citations],
        notices=[
            schemas.NoticeOut(code=notice.code, document_id=notice.document_id, text=notice.text)
            for notice in answer.notices
        ],
        related=hits_out(answer.related, documents, as_of),
        confidence=round(answer.confidence, 4),
        retrieved=[_retrieved(hit) for hit in answer.hits] if with_retrieved else [],
        provenance=schemas.ProvenanceOut(
            generation=answer.provenance.generation,
            embedder=answer.provenance.embedder,
            generator=answer.provenance.generator,
            prompt_sha256=answer.provenance.prompt_sha256,
        ),
        aigc=schemas.AigcOut(label=AI_LABEL, provider="Zhangju", content_id=identifier),
        timings_ms=dict(answer.timings_ms),
    )


def _retrieved(hit: Hit) -> schemas.RetrievedOut:
    return schemas.RetrievedOut(clause_id=hit.clause.id, rank=hit.rank, score=round(hit.score, 4), source=hit.source)


def _citation(citation: Citation, as_of: date) -> schemas.CitationOut:
    return schemas.CitationOut(
        number=citation.number,
        clause_id=citation.clause.id,
        document=document_brief(citation.document, as_of),
        locator=_locator(citation.clause),
        cited_text=citation.cited_text,
        clause_text=citation.clause.text,
        source_span=schemas.SpanOut(start=citation.source_span.start, end=citation.source_span.end),
        answer_spans=[schemas.SpanOut(start=span.start, end=span.end) for span in citation.answer_spans],
        support=schemas.SupportOut(verdict=citation.verdict),
        url=citation.url,
    )


def _brief(document: Document, as_of: date) -> dict[str, object]:
    status = status_of(document, as_of)
    return {
        "id": document.id,
        "title": document.name,
        "document_number": document.document_number,
        "document_type": document.document_type,
        "issuing_authority": list(document.issuing_authority),
        "region": _region(document.region),
        "written_date": document.written_date,
        "status": status.value,
        "status_label": "规划期已满" if period_ended(document, as_of) else STATUS_LABELS[status],
        "recognised": document.recognised,
        "url": f"/documents/{document.id}",
    }


def _region(region: Region | None) -> schemas.RegionOut | None:
    if region is None:
        return None
    return schemas.RegionOut(code=region.code, name=region.name, ancestors=list(regions.lineage(region.code)[1:]))


def _named(text: NamedText) -> schemas.NamedTextOut:
    return schemas.NamedTextOut(title=text.title, document_number=text.document_number, start=text.start, end=text.end)


def _other(other: OtherDocument | None) -> schemas.OtherDocumentOut | None:
    if other is None:
        return None
    return schemas.OtherDocumentOut(document_id=other.document_id, name=other.name, since=other.since)


def _clause(clause: Clause, document: Document, as_of: date) -> dict[str, object]:
    return {
        "clause_id": clause.id,
        "document": document_brief(document, as_of),
        "locator": _locator(clause),
        "text": clause.text,
        "reading": clause.reading,
        "parent": clause.parent,
        "children": list(clause.children),
        "references": [{"start": r.start, "end": r.end, "eid": r.target} for r in clause.references],
        "url": page_of(clause),
    }


def _locator(clause: Clause) -> schemas.LocatorOut:
    locator = clause.locator
    return schemas.LocatorOut(eid=locator.eid, label=locator.label, path=list(locator.path), kind=locator.kind)
