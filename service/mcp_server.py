"""The documents for agents that speak the Model Context Protocol, at ``/mcp``: search, read, list, ask (extra: mcp)."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import BaseRoute

from rag import Pipeline, QuestionError
from service import schemas
from service.present import answer_out, clause_out, document_brief, hit_out, new_id

_MOST = 20


class McpTools:
    """The tools over whatever pipeline is in use when they are called."""

    def __init__(self, pipeline: Callable[[], Pipeline]) -> None:
        self.server = _server(pipeline)

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


def _server(pipeline: Callable[[], Pipeline]) -> MCPServer:
    server = MCPServer(
        "zhangju",
        instructions="Official Chinese documents. Quote clauses by their id; what the documents do not say is not there.",
    )

    @server.tool()
    def search_clauses(query: str, region: str | None = None, count: int = 10) -> list[schemas.HitOut]:
        """Find clauses by words and meaning, best first. ``region`` is a GB/T 2260 code, such as 510000 for 四川."""
        now = pipeline()
        hits = now.search(query, region=region, count=max(1, min(count, _MOST)))
        return [hit_out(hit, now.library.documents[hit.clause.document_id], now.today()) for hit in hits]

    @server.tool()
    def get_clause(clause_id: str) -> schemas.ClauseOut:
        """One clause with its address, by the id that searches and citations give."""
        now = pipeline()
        clause = now.index.clause(clause_id)
        if clause is None:
            raise QuestionError("No clause has this id.")
        return clause_out(clause, now.library.documents[clause.document_id], now.today())

    @server.tool()
    def list_documents() -> list[schemas.DocumentBrief]:
        """Every document: title, number, issuer, region, day, whether it is in force."""
        now = pipeline()
        return [document_brief(document, now.today()) for document in now.library.documents.values()]

    @server.tool()
    def ask(question: str, region: str | None = None) -> schemas.AnswerOut:
        """Answer a question from the documents, every sentence cited and checked; ``not_found`` where they do not say."""
        now = pipeline()
        return answer_out(now.answer(question, region=region), now.library.documents, new_id())

    return server
