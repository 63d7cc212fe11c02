"""Probes: ``/livez`` says that the process runs, ``/readyz`` that it can answer. Neither waits behind questions."""

from fastapi import APIRouter, Response

from service.api import ServingNow

router = APIRouter()


@router.get("/livez", operation_id="livez")
async def livez() -> dict[str, str]:
    """The process runs."""
    return {"status": "ok"}


@router.get("/readyz", operation_id="readyz", responses={503: {"description": "It is being stopped."}})
async def readyz(serving: ServingNow, response: Response) -> dict[str, str]:
    """An index generation is loaded, and the service is not being stopped."""
    if serving.stopping:
        response.status_code = 503
    pipeline = serving.pipeline
    return {
        "status": "stopping" if serving.stopping else "ready",
        "generation": pipeline.index.generation,
        "generator": pipeline.generator.id,
    }
