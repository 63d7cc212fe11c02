"""The application: routes, error handling and what stands before them, put together around a pipeline."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from index.errors import SettingsError
from rag import Pipeline
from service import api, chat_page, corpus_api, dify, feedback, health, metrics, openai_api, pages, problems, widget
from service.access import Access
from service.admission import Admission
from service.body_limit import BodyLimit
from service.daily import DailyFiles
from service.headers import SecurityHeaders
from service.jobs import Jobs
from service.keys import KeyRing
from service.limits import Limits
from service.metrics import Metrics
from service.requests_log import RequestLog
from service.serving import Serving
from service.settings import Settings

if TYPE_CHECKING:
    from service.mcp_server import McpTools

_STATIC = Path(__file__).parent / "static"


def create_app(
    pipeline: Pipeline, settings: Settings | None = None, *, reopen: Callable[[], Pipeline] | None = None
) -> FastAPI:
    """The service around ``pipeline``; ``reopen`` opens the one over the generation that is current then.

    Raises:
        SettingsError: The key file cannot be read.
    """
    settings = settings or Settings()
    admission = Admission(workers=settings.workers, waiting=settings.waiting, longest_wait_s=settings.longest_wait)
    serving = Serving(pipeline, admission, reopen=reopen)
    tools = _mcp(serving) if settings.mcp else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        watching = asyncio.create_task(serving.watch(settings.snapshots)) if reopen else None
        async with tools.running() if tools else nullcontext():
            yield
        serving.stopping = True
        if watching:
            watching.cancel()
        admission.close()

    app = FastAPI(
        title="Zhangju 章句",
        description="Question answering over official Chinese documents, cited to the exact clause.",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    ring = KeyRing(settings.keys) if settings.keys else None
    app.state.serving = serving
    app.state.settings = settings
    app.state.keys = ring
    app.state.jobs = Jobs(settings, serving)
    app.state.feedback = DailyFiles(settings.state, "feedback", days=feedback.KEPT_DAYS)
    app.state.content_log = DailyFiles(settings.state, "content", days=settings.content_log_days)
    app.state.metrics = Metrics(
        admitted=lambda: admission.admitted,
        generation=lambda: int(serving.pipeline.index.generation.rpartition("-")[2] or 0),
    )
    problems.install(app)
    for part in (api, openai_api, dify, corpus_api, feedback, health, metrics, pages, chat_page, widget):
        app.include_router(part.router)
    if tools:
        app.router.routes += tools.routes(settings.mcp_host_names)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    # The last one added stands outermost: what is refused has an id, a line in the log and its headers too.
    app.add_middleware(BodyLimit, limit=settings.max_body_bytes, of_documents=settings.max_document_bytes)
    app.add_middleware(Access, ring=ring, limits=Limits(settings.requests_per_minute))
    app.add_middleware(RequestLog, metrics=app.state.metrics)
    app.add_middleware(SecurityHeaders)
    return app


def _mcp(serving: Serving) -> "McpTools":
    """The tools for agents.

    Raises:
        SettingsError: Their package is not installed.
    """
    try:
        from service.mcp_server import McpTools
    except ImportError as error:
        raise SettingsError("ZHANGJU_MCP needs the mcp extra: pip install 'zhangju[mcp]'.") from error
    return McpTools(lambda: serving.pipeline)
