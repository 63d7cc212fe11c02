"""``POST`` and ``DELETE /v1/documents``, and how far a change is. For admin keys alone."""

import hashlib
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from index.corpus import DOCUMENT_ID, SourceFile
from index.errors import DocumentError
from index.formats import suffix_of
from index.parse import NOTICE
from service.api.schemas import RegionCode
from service.corpus import changes
from service.corpus.jobs import Job
from service.errors import BadUpload
from service.parts import PartsNow, PipelineNow
from service.problems import RESPONSES

router = APIRouter(prefix="/v1", responses={**RESPONSES, 404: RESPONSES[422], 409: RESPONSES[422], 415: RESPONSES[422]})

DocumentId = Annotated[
    str, Query(pattern=DOCUMENT_ID.pattern, max_length=64, description="id of the document, never reused")
]
_BYTES = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}, "required": True}


class JobList(BaseModel):
    """Changes to the corpus."""

    object: Literal["list"] = "list"
    data: list[Job]


@router.post(
    "/documents",
    operation_id="add_document",
    status_code=202,
    openapi_extra={"requestBody": _BYTES},
    response_model=Job,
)
async def add(
    request: Request,
    parts: PartsNow,
    pipeline: PipelineNow,
    *,
    id: DocumentId,  # noqa: A002  what the API calls it
    region: RegionCode | None = None,
    markdown: bool = False,
) -> Job:
    """Add a document: its bytes are the body, its format is told by them (``markdown`` for Markdown).

    It is read and indexed in the background; answers change once the job is done.
    """
    if id in pipeline.library.documents or any(file.id == id for file in changes.listed(parts.settings.corpus)):
        raise HTTPException(409, "A document has this id. Delete it first, or choose another id.")
    if request.headers.get("content-type", "").startswith("multipart/"):
        raise HTTPException(415, "Send the bytes of the document as the body: curl --data-binary @FILE.")
    data = await request.body()
    if not data:
        raise BadUpload("The body is empty. Send the bytes of the document.")
    name = f"{id}.md" if markdown else id
    try:
        suffix = suffix_of(data, name)
    except DocumentError as error:
        raise BadUpload(str(error)) from error
    settings = parts.settings
    source = SourceFile(
        id=id, path=settings.corpus / f"{id}{suffix}", data=data, sha256=hashlib.sha256(data).hexdigest()
    )
    return parts.jobs.start(
        "add", id, lambda say: changes.add(settings, source, original_name=name, region=region, say=say)
    )


@router.delete("/documents/{document_id}", operation_id="delete_document", status_code=202, response_model=Job)
async def remove(parts: PartsNow, pipeline: PipelineNow, document_id: str) -> Job:
    """Take a document out; the generation that is published then does not have it."""
    if document_id not in pipeline.library.documents:
        raise HTTPException(404, "No document has this id.")
    if document_id.endswith(NOTICE):
        raise HTTPException(409, "This is the notice that forwards a document. Delete that document.")
    settings = parts.settings
    path = next((file.path for file in changes.listed(settings.corpus) if file.id == document_id), None)
    if path is None:
        raise HTTPException(409, "This document is not in the corpus any more; the next build leaves it out.")
    return parts.jobs.start("remove", document_id, lambda say: changes.remove(settings, document_id, path, say=say))


@router.get("/jobs", operation_id="list_jobs", response_model=JobList)
async def jobs(parts: PartsNow) -> JobList:
    """The changes under way and the last hundred that are done, the newest first."""
    return JobList(data=list(parts.jobs.every()))


@router.get("/jobs/{job_id}", operation_id="get_job", response_model=Job)
async def job(parts: PartsNow, job_id: str) -> Job:
    """How far a change is."""
    found = parts.jobs.get(job_id)
    if found is None:
        raise HTTPException(404, "No job has this id.")
    return found
