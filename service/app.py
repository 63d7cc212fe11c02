"""The application: its parts, the routes, and what stands before them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Security
from fastapi.security import HTTPBearer
from fastapi.staticfiles import StaticFiles

from index.errors import SettingsError
from rag import Pipeline
from service import problems
from service.admission import Admission
from service.api import answers, documents, feedback, health
from service.callers.keys import KeyRing
from service.callers.quota import Quota
from service.corpus import routes as corpus
from service.corpus.jobs import Jobs
from service.dialects import dify, openai_api
from service.middleware.access import Access
from service.middleware.body_limit import BodyLimit
from service.middleware.headers import SecurityHeaders
from service.middleware.request_log import RequestLog
from service.middleware.shedding import Shedding
from service.pages import chat, widget
from service.pages import documents as reading
from service.parts import Parts
from service.problems import Unforeseen
from service.records.daily import DailyFiles
from service.records.metrics import Metrics
from service.serving import Serving
from service.settings import Settings

if TYPE_CHECKING:
    from service.dialects.mcp_server import McpTools

_STATIC = Path(__file__).parent / "pages" / "static"
_ROUTERS = (answers, documents, feedback, health, corpus, openai_api, dify, chat, reading, widget)


def create_app(
    pipeline: Pipeline, settings: Settings | None = None, *, reopen: Callable[[], Pipeline] | None = None
) -> FastAPI:
    """The service around ``pipeline``; ``reopen`` opens the one over the generation that is current then.

    Raises:
        SettingsError: The key file cannot be read, or a package that a setting needs is not installed.
    """
    parts = _parts(pipeline, settings or Settings(), reopen)
    tools = _mcp(parts) if parts.settings.mcp else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        watching = asyncio.create_task(parts.serving.watch(parts.settings.snapshots)) if reopen else None
        async with tools.running() if tools else nullcontext():
            yield
        parts.serving.stop()
        if watching:
            watching.cancel()
        parts.jobs.close()
        parts.serving.admission.close()

    app = FastAPI(
        title="Zhangju 章句",
        description="Question answering over official Chinese documents, cited to the exact clause.",
        version="1",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # a redirect would name whatever host the request claimed
        lifespan=lifespan,
    )
    app.state.parts = parts
    problems.install(app)
    bearer = Security(HTTPBearer(auto_error=False, description="a key; not needed where the service has no key file"))
    for module in _ROUTERS:  # the keys are looked at before (access.py); here they are only described
        app.include_router(module.router, dependencies=[bearer])
    if tools:
        app.router.routes += tools.routes(parts.settings.mcp_host_names)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    # The last one added stands outermost: what is refused has an id, a line in the log and its headers too.
    app.add_middleware(Unforeseen)
    app.add_middleware(BodyLimit, limit=parts.settings.max_body_bytes, of_documents=parts.settings.max_document_bytes)
    app.add_middleware(Access, ring=parts.keys, quota=Quota(parts.settings.requests_per_minute), today=pipeline.today)
    app.add_middleware(Shedding, is_full=lambda: parts.serving.admission.is_full)
    app.add_middleware(RequestLog, metrics=parts.metrics)
    app.add_middleware(SecurityHeaders)
    return app


def _parts(pipeline: Pipeline, settings: Settings, reopen: Callable[[], Pipeline] | None) -> Parts:
    admission = Admission(workers=settings.threads, waiting=settings.waiting, longest_wait_s=settings.longest_wait)
    serving = Serving(pipeline, admission, drain_s=settings.drain, reopen=reopen)

    def kept(name: str, days: int) -> DailyFiles:
        return DailyFiles(settings.state, name, days=days, today=pipeline.today)

    return Parts(
        settings=settings,
        serving=serving,
        keys=KeyRing(settings.keys) if settings.keys else None,
        jobs=Jobs(serving),
        feedback=kept("feedback", feedback.KEPT_DAYS),
        content_log=kept("content", settings.content_log_days),
        metrics=Metrics(
            admitted=lambda: admission.admitted,
            generation=lambda: int(serving.pipeline.index.generation.rpartition("-")[2] or 0),
        ),
    )


def _mcp(parts: Parts) -> "McpTools":
    try:
        from service.dialects.mcp_server import McpTools
    except ImportError as error:
        raise SettingsError("ZHANGJU_MCP needs the mcp extra: .venv/bin/pip install -e '.[mcp]'.") from error
    return McpTools(parts)
