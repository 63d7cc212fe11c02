"""The documents for agents that speak the Model Context Protocol, at ``/mcp``: search, read, list, ask (extra: mcp)."""

from collections.abc import Awaitable
from contextlib import AbstractAsyncContextManager
from typing import TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import BaseRoute

from index.errors import ZhangjuError
from rag import Pipeline
from service.api import schemas
from service.api.answers import make_answer
from service.api.present import clause_out, document_brief, hits_out, new_id
from service.parts import Parts
from service.problems import described

_MOST = 20
T = TypeVar("T")


async def _told(result: Awaitable[T]) -> T:
    """What ``result`` gives; if it fails, the agent is told why, as a caller over HTTP would be."""
    try:
        return await result
    except ZhangjuError as error:
        raise ToolError(described(error)["message"]) from error


async def _stays() -> bool:
    """A client of this protocol is not known to have left."""
    return False


class McpTools:
    """The tools over whatever pipeline is in use when they are called, admitted and counted as every other way to ask."""

    def __init__(self, parts: Parts) -> None:
        self.server = _server(parts)

    def routes(self, hosts: list[str]) -> list[BaseRoute]:
        """``/mcp`` over streamable HTTP, for requests to one of ``hosts`` alone (against DNS rebinding)."""
        security = TransportSecuritySettings(
            enable_dns_rebinding_protection=True,
            allowed_hosts=hosts,
            allowed_origins=[f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")],
        )
        return self.server.streamable_http_app(transport_security=security, stateless_http=True).routes

    def running(self) -> AbstractAsyncContextManager[None]:
        """Within it the tools can be called; a mounted application's own lifespan never runs."""
        return self.server.session_manager.run()


def _server(parts: Parts) -> MCPServer:
    server = MCPServer(
        "zhangju",
        instructions="Official Chinese documents. Quote clauses by their id; what the documents do not say is not there.",
    )

    @server.tool()
    async def search_clauses(query: str, region: str | None = None, count: int = 10) -> list[schemas.HitOut]:
        """Find clauses by words and meaning, best first. ``region`` is a GB/T 2260 code, such as 510000 for 四川."""

        def work(pipeline: Pipeline) -> list[schemas.HitOut]:
            hits = pipeline.search(query, region=region, count=max(1, min(count, _MOST)))
            return hits_out(hits, pipeline.library.documents, pipeline.today())

        return await _told(parts.serving.run(work, _stays))

    @server.tool()
    def get_clause(clause_id: str) -> schemas.ClauseOut:
        """One clause with its address, by the id that searches and citations give."""
        now = parts.serving.pipeline
        clause = now.index.clause(clause_id)
        if clause is None:
            raise ToolError("No clause has this id.")
        return clause_out(clause, now.library.documents[clause.document_id], now.today())

    @server.tool()
    def list_documents() -> list[schemas.DocumentBrief]:
        """Every document: title, number, issuer, region, day, whether it is in force."""
        now = parts.serving.pipeline
        return [document_brief(document, now.today()) for document in now.library.documents.values()]

    @server.tool()
    async def ask(question: str, region: str | None = None) -> schemas.AnswerOut:
        """Answer a question from the documents, every sentence cited and checked; ``not_found`` where they do not say."""
        asked = schemas.AnswerRequest(question=question, region=region)
        return await _told(make_answer(parts, asked, new_id(), _stays))

    return server
