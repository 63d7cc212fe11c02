"""The application: routes, error handling and headers put together around a pipeline."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from rag import Pipeline
from service import api, health, pages, problems
from service.body_limit import BodyLimit
from service.headers import SecurityHeaders


def create_app(pipeline: Pipeline, *, max_body_bytes: int = 32_768) -> FastAPI:
    """The service around ``pipeline``."""
    app = FastAPI(
        title="Zhangju 章句",
        description="Question answering over official Chinese documents, cited to the exact clause.",
        version="1",
        docs_url=None,
        redoc_url=None,
    )
    app.state.pipeline = pipeline
    problems.install(app)
    app.include_router(api.router)
    app.include_router(health.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.add_middleware(BodyLimit, limit=max_body_bytes)
    app.add_middleware(SecurityHeaders)
    return app
