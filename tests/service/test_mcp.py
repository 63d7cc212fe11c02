"""The tools for agents: called in memory, and by the official client over HTTP."""

import json
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from mcp import Client

from service import create_app
from service.dialects.mcp_server import McpTools
from service.settings import Settings
from tests.service.conftest import serve

pytestmark = pytest.mark.filterwarnings("ignore")


def call(target, tool, **arguments):
    """What ``tool`` gives, called in an event loop of its own."""

    async def run():
        async with Client(target) as client:
            result = await client.call_tool(tool, arguments)
            names = {listed.name for listed in (await client.list_tools()).tools}
            return names, result

    with ThreadPoolExecutor(1) as pool:  # the browser of other tests keeps a loop in this thread
        return pool.submit(anyio.run, run).result(30)


def test_the_tools_in_memory(pipeline, tmp_path):
    server = McpTools(create_app(pipeline, Settings(state=tmp_path)).state.parts).server
    names, answer = call(server, "ask", question="成都示范项目能拿多少钱")
    assert names == {"search_clauses", "get_clause", "list_documents", "ask"}
    said = json.loads(answer.content[0].text)
    assert "50万元" in said["answer"]
    clause_id = said["citations"][0]["clause_id"]
    _, clause = call(server, "get_clause", clause_id=clause_id)
    assert json.loads(clause.content[0].text)["clause_id"] == clause_id
    _, hits = call(server, "search_clauses", query="春雷行动", region="510000", count=2)
    assert len(hits.structured_content["result"]) == 2
    _, documents = call(server, "list_documents")
    assert len(documents.structured_content["result"]) == 6
    _, missing = call(server, "get_clause", clause_id="nope")
    assert missing.is_error


def test_the_official_client_over_http(pipeline, tmp_path):
    app = create_app(pipeline, Settings(mcp=True, state=tmp_path, mcp_hosts="127.0.0.1:*"))
    site = serve(app)
    try:
        _, answer = call(f"{site.url}/mcp", "ask", question="成都示范项目能拿多少钱")
        assert "50万元" in answer.content[0].text
    finally:
        site.stop()
