"""Probes: ``/livez`` says that the process runs, ``/readyz`` that it can answer."""

from fastapi import APIRouter, Request

router = APIRouter()


@router.get("/livez", operation_id="livez")
async def livez() -> dict[str, str]:
    """The process runs."""
    return {"status": "ok"}


@router.get("/readyz", operation_id="readyz")
async def readyz(request: Request) -> dict[str, str]:
    """An index generation is loaded: the service listens only once that is so."""
    pipeline = request.app.state.pipeline
    return {"status": "ready", "generation": pipeline.index.generation, "generator": pipeline.generator.id}
