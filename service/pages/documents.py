"""The pages people read: the list of documents, one document with an anchor for every clause, a search over clauses."""

import re
from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from index.metadata.number import year_of_number
from rag import Pipeline
from service.api.present import document_brief, document_out, hits_out
from service.api.schemas import DocumentBrief, RegionChoice
from service.pages.reading import reading_tree
from service.pages.templating import templates
from service.parts import PartsNow, PipelineNow

router = APIRouter(include_in_schema=False)
_FOUND = 20

Choice = Annotated[str, Query(max_length=40)]


@router.get("/documents", response_class=HTMLResponse)
def documents(
    request: Request,
    pipeline: PipelineNow,
    *,
    region: Choice = "",
    kind: Choice = "",
    status: Choice = "",
    year: Choice = "",
) -> HTMLResponse:
    """The documents of a region, 文种, status and year, to choose from; all where nothing is chosen."""
    briefs = [document_brief(document, pipeline.today()) for document in pipeline.library.documents.values()]
    chosen = {"region": region, "kind": kind, "status": status, "year": year}
    values = {
        "documents": [brief for brief in briefs if _is_chosen(brief, chosen)],
        "chosen": chosen,
        "filters": (
            ("region", "地区", _options((brief.region.code, brief.region.name) for brief in briefs if brief.region)),
            ("kind", "文种", _options((brief.document_type, brief.document_type) for brief in briefs)),
            ("status", "时效", _options((brief.status_label, brief.status_label) for brief in briefs)),
            ("year", "年份", _options((_year(brief), _year(brief)) for brief in briefs)),
        ),
    }
    return templates.TemplateResponse(request, "documents.html", values)


@router.get("/documents/{document_id}", response_class=HTMLResponse)
def reading(request: Request, document_id: str, pipeline: PipelineNow, mark: str = "") -> HTMLResponse:
    """One document. ``mark=eid:start-end`` highlights that stretch of a clause, in code points."""
    document = pipeline.library.documents.get(document_id)
    if document is None:
        return templates.TemplateResponse(request, "missing.html", status_code=404)
    clauses = pipeline.index.clauses_of(document_id)
    values = {
        "document": document_out(document, len(clauses), pipeline.today()),
        "nodes": reading_tree(clauses, *_read_mark(mark)),
        "outline": [clause for clause in clauses if clause.kind in ("part", "chapter", "h1", "annex")],
    }
    return templates.TemplateResponse(request, "document.html", values)


@router.get("/search", response_class=HTMLResponse)
async def search(
    request: Request,
    parts: PartsNow,
    q: Annotated[str, Query(max_length=500)] = "",
    region: RegionChoice = "",
) -> HTMLResponse:
    """Clauses that hold what was looked for, best first, without an answer."""

    def work(pipeline: Pipeline) -> list[dict[str, object]]:
        held, today = pipeline.library.documents, pipeline.today()
        hits = pipeline.search(q, region=region or None, count=_FOUND)
        return [hit.model_dump() for hit in hits_out(hits, held, today)]

    values = {
        "q": q,
        "region": region,
        "regions": parts.serving.pipeline.covered_regions(),
        "hits": await parts.serving.run(work, request.is_disconnected) if re.search(r"\w", q) else [],
    }
    return templates.TemplateResponse(request, "search.html", values)


def _is_chosen(brief: DocumentBrief, chosen: dict[str, str]) -> bool:
    has = {
        "region": brief.region.code if brief.region else "",
        "kind": brief.document_type or "",
        "status": brief.status_label,
        "year": _year(brief),
    }
    return all(not wanted or has[name] == wanted for name, wanted in chosen.items())


def _year(brief: DocumentBrief) -> str:
    """The year of a document, by its day or by its number."""
    year = brief.written_date.year if brief.written_date else year_of_number(brief.document_number)
    return str(year or "")


def _options(found: Iterable[tuple[str | None, str | None]]) -> list[tuple[str, str]]:
    return [(value, label or value) for value, label in dict.fromkeys(found) if value]


def _read_mark(mark: str) -> tuple[str, int, int]:
    """``eid:start-end`` taken apart; nothing to mark if it is anything else."""
    eid, _, stretch = mark.partition(":")
    start, _, end = stretch.partition("-")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()) or len(stretch) > 20:
        return "", 0, 0
    return eid, int(start), max(int(start), int(end))
