"""Probes: ``/livez`` says that the process runs, ``/readyz`` that it can answer."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

router = APIRouter()


@router.get("/livez", operation_id="livez")
async def livez() -> dict[str, str]:
    """The process runs."""
    return {"status": "ok"}


@router.get("/readyz", operation_id="readyz")
async def readyz(request: Request) -> JSONResponse:
    """An index generation is loaded; 503 until then."""
    pipeline = getattr(request.app.state, "pipeline", None)
    if pipeline is None:
        return JSONResponse({"status": "loading"}, status_code=503)
    return JSONResponse(
        {"status": "ready", "generation": pipeline.index.generation, "generator": pipeline.generator.id}
    )
