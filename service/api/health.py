"""Probes and counters: ``/livez`` says that the process runs, ``/readyz`` that it can answer. None waits behind questions."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from service.parts import PartsNow

router = APIRouter()


@router.get("/livez", operation_id="livez")
async def livez() -> dict[str, str]:
    """The process runs."""
    return {"status": "ok"}


@router.get("/readyz", operation_id="readyz", responses={503: {"description": "It is being stopped."}})
async def readyz(parts: PartsNow, response: Response) -> dict[str, str]:
    """An index generation is loaded, and the service is not being stopped."""
    if parts.serving.stopping:
        response.status_code = 503
    pipeline = parts.serving.pipeline
    return {
        "status": "stopping" if parts.serving.stopping else "ready",
        "generation": pipeline.index.generation,
        "generator": pipeline.generator.id,
    }


@router.get("/metrics", include_in_schema=False)
async def metrics(parts: PartsNow) -> Response:
    """Everything counted since the start."""
    return Response(parts.metrics.text(), media_type=CONTENT_TYPE_LATEST)
