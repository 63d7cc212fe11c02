"""Changing what is answered from: ``POST`` and ``DELETE /v1/documents``, and how far a change is. For admin keys alone."""

import re
from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from index.errors import DocumentError
from service.api import PROBLEMS, PipelineNow
from service.jobs import Job, Jobs
from service.schemas import RegionCode

router = APIRouter(prefix="/v1", responses={**PROBLEMS, 404: PROBLEMS[422], 409: PROBLEMS[422]})

_ID = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
DocumentId = Annotated[str, Query(pattern=_ID, max_length=64, description="id of the document, never reused")]


class JobOut(BaseModel):
    """A change to the corpus, and how far it is."""

    id: str
    kind: Literal["add", "remove"]
    document_id: str
    state: Literal["queued", "running", "done", "failed"]
    progress: str
    generation: str | None
    error: dict[str, str] | None


@router.post(
    "/documents",
    operation_id="add_document",
    status_code=202,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def add(
    request: Request,
    pipeline: PipelineNow,
    id: DocumentId,  # noqa: A002  what the API calls it
    region: RegionCode | None = None,
    markdown: bool = False,
) -> JobOut:
    """Add a document: its bytes are the body, its format is told by them (``markdown`` for Markdown).

    It is read and indexed in the background; answers change once the job is done.
    """
    if id in pipeline.library.documents:
        raise HTTPException(409, "A document has this id. Delete it first, or choose another id.")
    data = await request.body()
    if not data:
        raise HTTPException(422, "The body is empty. Send the bytes of the document.")
    name = f"{id}.md" if markdown else id
    try:
        return _out(_jobs(request).add(id, data, name=name, region=region))
    except DocumentError as error:
        raise HTTPException(422, str(error)) from error


@router.delete("/documents/{document_id}", operation_id="delete_document", status_code=202)
async def remove(request: Request, pipeline: PipelineNow, document_id: str) -> JobOut:
    """Take a document out; the generation that is published then does not have it."""
    if document_id not in pipeline.library.documents or not re.fullmatch(_ID, document_id):
        raise HTTPException(404, "No document has this id.")
    return _out(_jobs(request).remove(document_id))


@router.get("/jobs/{job_id}", operation_id="get_job")
async def job(request: Request, job_id: str) -> JobOut:
    """How far a change is."""
    found = _jobs(request).get(job_id)
    if found is None:
        raise HTTPException(404, "No job has this id.")
    return _out(found)


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


def _out(found: Job) -> JobOut:
    return JobOut(**asdict(found))
