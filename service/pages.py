"""The pages people read: ask, the list of documents, one document with an anchor for every clause."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from service.api import PipelineNow
from service.present import AI_LABEL, document_brief, document_out
from service.reading import reading_tree

router = APIRouter(include_in_schema=False)
_templates = Jinja2Templates(Path(__file__).parent / "templates")
_EXAMPLES = (
    "怎么申请专利质押融资支持？",
    "成都示范项目能拿多少钱？",
    "比较四川和重庆的知识产权质押融资政策",
    "川府发〔2021〕48号专栏6",
)


@router.get("/", response_class=HTMLResponse)
def ask(request: Request, pipeline: PipelineNow) -> HTMLResponse:
    """The page to ask on."""
    values = {"examples": _EXAMPLES, "label": AI_LABEL, "covered": pipeline.covered_regions()}
    return _templates.TemplateResponse(request, "ask.html", values)


@router.get("/documents", response_class=HTMLResponse)
def documents(request: Request, pipeline: PipelineNow) -> HTMLResponse:
    """Every document, to choose from."""
    briefs = [document_brief(document, pipeline.today()) for document in pipeline.library.documents.values()]
    return _templates.TemplateResponse(request, "documents.html", {"documents": briefs})


@router.get("/documents/{document_id}", response_class=HTMLResponse)
def reading(request: Request, document_id: str, pipeline: PipelineNow, mark: str = "") -> HTMLResponse:
    """One document. ``mark=eid:start-end`` highlights that stretch of a clause, in code points."""
    document = pipeline.library.documents.get(document_id)
    if document is None:
        return _templates.TemplateResponse(request, "missing.html", status_code=404)
    clauses = pipeline.index.clauses_of(document_id)
    values = {
        "document": document_out(document, len(clauses), pipeline.today()),
        "nodes": reading_tree(clauses, *_read_mark(mark)),
        "outline": [clause for clause in clauses if clause.kind in ("part", "chapter", "h1", "annex")],
    }
    return _templates.TemplateResponse(request, "document.html", values)


def _read_mark(mark: str) -> tuple[str, int, int]:
    """``eid:start-end`` taken apart; nothing to mark if it is anything else."""
    eid, _, stretch = mark.partition(":")
    start, _, end = stretch.partition("-")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()) or len(stretch) > 20:
        return "", 0, 0
    return eid, int(start), max(int(start), int(end))
