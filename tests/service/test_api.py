import json

import pytest
from fastapi.testclient import TestClient

from index.errors import ZhangjuError
from service import create_app
from service.problems import STATUS

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def client(pipeline):
    with TestClient(create_app(pipeline), raise_server_exceptions=False) as client:
        yield client


def ask(client, **body):
    return client.post("/v1/answers", json=body)


def test_what_was_found_is_told_to_those_who_ask(client):
    body = ask(client, question="怎么申请专利质押融资支持？", include=["retrieved"]).json()
    found = {hit["clause_id"] for hit in body["retrieved"]}
    assert {citation["clause_id"] for citation in body["citations"]} <= found
    assert ask(client, question="怎么申请专利质押融资支持？").json()["retrieved"] == []
    assert ask(client, question="怎么申请专利质押融资支持？", include=["all"]).status_code == 422


def test_an_answer_has_the_shape_that_is_promised(client):
    body = ask(client, question="怎么申请专利质押融资支持？", as_of="2026-11-22").json()
    assert set(body) == {
        "id",
        "object",
        "status",
        "reason",
        "answer",
        "citations",
        "notices",
        "related",
        "confidence",
        "retrieved",
        "provenance",
        "aigc",
        "timings_ms",
    }
    assert body["id"].startswith("ans_")
    assert body["status"] == "answered"
    assert body["aigc"]["label"] == "内容由人工智能生成，仅供参考，以官方文件为准"
    assert set(body["provenance"]) == {"generation", "embedder", "generator", "prompt_sha256"}
    for citation in body["citations"]:
        assert set(citation) == {
            "number",
            "clause_id",
            "document",
            "locator",
            "cited_text",
            "clause_text",
            "source_span",
            "answer_spans",
            "support",
            "url",
        }
        span = citation["source_span"]
        assert citation["clause_text"][span["start"] : span["end"]] == citation["cited_text"]
        for place in citation["answer_spans"]:
            assert body["answer"][place["end"] :].startswith(f"[{citation['number']}]")
        path, eid = citation["url"].split("#")
        assert f'id="{eid}"' in client.get(path).text
        assert citation["clause_id"] == f"{citation['document']['id']}/{eid}"
        assert client.get(f"/v1/clauses/{citation['clause_id']}").json()["text"] == citation["clause_text"]


def test_not_found_has_leads_and_no_citation(client):
    body = ask(client, question="专利申请费多少钱").json()
    assert (body["status"], body["reason"], body["citations"]) == ("not_found", "missing_detail", [])
    assert body["related"]
    assert {"clause_id", "text", "locator", "document", "score"} <= set(body["related"][0])


def test_history_region_and_documents_are_taken(client):
    body = ask(client, question="那重庆呢？", history=[{"question": "四川的知识产权质押融资"}]).json()
    assert {c["document"]["id"] for c in body["citations"]} == {"cq-opinion-2016"}
    body = ask(client, question="知识产权质押融资", region="120000", document_ids=["cq-opinion-2016"]).json()
    assert {c["document"]["id"] for c in body["citations"]} == {"cq-opinion-2016"}


def test_search(client):
    body = client.post("/v1/search", json={"query": "质押融资", "count": 3}).json()
    assert [hit["rank"] for hit in body["data"]] == [1, 2, 3]
    assert client.post("/v1/search", json={"query": "上海的补贴"}).json()["data"] == []


def test_documents_and_clauses(client):
    listed = client.get("/v1/documents").json()
    assert len(listed["data"]) == 6
    plan = client.get("/v1/documents/sc-plan-2021").json()
    assert plan in listed["data"]
    assert plan["target_period"] == [2021, 2025]
    assert plan["region"] == {"code": "510000", "name": "四川省", "ancestors": ["000000"]}
    assert plan["addressees"][0] == "各市(州)、县(市、区)人民政府"
    assert plan["legal_basis"][0]["title"] == "“十四五”国家知识产权保护和运用规划"
    opinion = client.get("/v1/documents/tj-sei-opinion-2013").json()
    assert opinion["forwarded_by"]["document_id"] == "tj-sei-opinion-2013~notice"
    row = client.get("/v1/clauses/sc-plan-2021/chp_2__h1_3__box_1__row_2").json()
    assert row["reading"].startswith("指标名称：知识产权质押融资登记金额")
    assert row["locator"]["label"] == "第二章 三、 专栏1 第2行"


def test_probes(client):
    assert client.get("/livez").json() == {"status": "ok"}
    assert client.get("/readyz").json()["generation"] == "gen-000001"


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ('{"question": ""}', 422, "bad_field"),
        ('{"question": "。。"}', 422, "bad_question"),
        ('{"question": "' + "长" * 501 + '"}', 422, "bad_field"),
        ('{"question": "\\ud800"}', 422, "bad_field"),
        ('{"question": "a\\u0000b"}', 422, "bad_field"),
        ('{"question": NaN}', 422, "bad_field"),
        ('{"question": "好", "SECRET": "x"}', 422, "bad_field"),
        ('{"question": "好", "region": "SECRET"}', 422, "bad_field"),
        ('{"question": "好", "region": "999999"}', 422, "bad_question"),
        ('{"question": "好", "document_ids": ["SECRET"]}', 422, "bad_question"),
        ('{"question": "好", "as_of": "SECRET"}', 422, "bad_field"),
        ("[]", 422, "bad_field"),
        ("{", 400, "bad_json"),
        ("", 422, "bad_field"),
        ("[" * 30_000, 400, "bad_json"),
        ('{"question": "' + "a" * 40_000 + '"}', 413, "too_large"),
    ],
)
def test_bad_input_is_named_and_never_echoed(client, body, status, code):
    response = client.post("/v1/answers", content=body.encode("utf-8", "surrogatepass"), headers=JSON)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["code"] == code
    assert problem["status"] == status
    assert problem["error"]["code"] == code
    assert "SECRET" not in response.text
    assert "长长" not in response.text


def test_bytes_that_are_not_utf8_are_a_bad_request(client):
    response = client.post("/v1/answers", content='{"question": "知识产权"}'.encode("gbk"), headers=JSON)
    assert response.status_code in (400, 422)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/documents/nope", 404, "not_found"),
        ("GET", "/v1/clauses/sc-plan-2021/nope", 404, "not_found"),
        ("GET", "/nope", 404, "not_found"),
        ("DELETE", "/v1/answers", 405, "method_not_allowed"),
    ],
)
def test_what_is_not_there(client, method, path, status, code):
    response = client.request(method, path)
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_an_unforeseen_error_tells_nothing_of_itself(pipeline, monkeypatch):
    app = create_app(pipeline)
    monkeypatch.setattr(type(pipeline), "answer", lambda *a, **k: 1 / 0)
    response = TestClient(app, raise_server_exceptions=False).post("/v1/answers", json={"question": "好"})
    assert response.status_code == 500
    assert response.json()["code"] == "internal"
    assert "division" not in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]


def tree(error):
    return {error} | {e for child in error.__subclasses__() for e in tree(child)}


def test_every_error_has_a_status():
    ours = {e for e in tree(ZhangjuError) if e.__module__.split(".")[0] in ("index", "rag", "service")}
    assert ours == set(STATUS)


def test_responses_carry_a_strict_policy(client):
    for path in ("/", "/documents", "/documents/sc-plan-2021", "/v1/documents"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_a_page_that_is_not_there_is_a_page(client):
    response = client.get("/documents/nope")
    assert response.status_code == 404
    assert "没有这份文件" in response.text


def test_a_plan_whose_years_are_over_says_so(client):
    answer = ask(client, question="到2025年知识产权质押融资登记金额的目标", as_of="2026-11-22").json()
    assert answer["citations"][0]["document"]["status_label"] == "规划期已满"


def test_openapi_names_every_route(client):
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/v1/answers", "/v1/search", "/v1/documents", "/v1/clauses/{clause_id}", "/livez", "/readyz"} <= set(paths)
    json.dumps(paths)


def test_pages_escape_what_they_show(client):
    page = client.get("/documents/sc-plan-2021", params={"mark": '"><script>:0-5'}).text
    assert "<script>" not in page.replace('<script src="/static/', "")


@pytest.mark.parametrize(
    "mark", ["", "x", "chp_1:", "chp_1:5-2", "chp_1:-1-3", "chp_1:1-99999999999999999999", "：:²-³"]
)
def test_any_mark_is_taken(client, mark):
    assert client.get("/documents/sc-plan-2021", params={"mark": mark}).status_code == 200


def test_a_marked_stretch_is_highlighted(client):
    page = client.get("/documents/cd-opinion-2024", params={"mark": "closing__p_1:0-6"}).text
    assert "<mark>本实施意见自</mark>" in page
