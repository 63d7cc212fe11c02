"""Who may do what: every route, with every kind of key."""

import re
from datetime import date

import pytest
from fastapi.testclient import TestClient
from starlette.routing import Mount

from index.errors import SettingsError
from service import create_app
from service.callers import key_file, keys
from service.cli import main
from service.middleware.access import permission_for
from service.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

OPEN = {
    ("GET", path)
    for path in (
        "/",
        "/chat",
        "/documents",
        "/documents/{document_id}",
        "/search",
        "/livez",
        "/readyz",
        "/openapi.json",
        "/static/x",
        "/widget/{version}/widget.js",
    )
}
"""What anybody may see, key or not. A route that is not here must ask for a key."""


def routes(app):
    for route in app.router.routes:
        if isinstance(route, Mount):
            yield "GET", f"{route.path}/x"
            continue
        inner = getattr(route, "original_router", None)
        for each in inner.routes if inner is not None else [route]:
            for method in getattr(each, "methods", None) or ():
                if method != "HEAD":
                    yield method, each.path


@pytest.fixture
def ring(tmp_path):
    return tmp_path / "keys.json"


def app_with(pipeline, ring, **settings):
    return create_app(pipeline, Settings(keys=ring, state=ring.parent, **settings))


def with_key(token):
    return {"headers": {"Authorization": f"Bearer {token}"}}


def test_every_route_that_is_not_listed_asks_for_a_key(pipeline, ring):
    key_file.create(ring, "any", kind="enterprise")
    app = app_with(pipeline, ring)
    found = set(routes(app))
    assert len(found) >= 20
    with TestClient(app) as client:
        for method, path in found:
            concrete = re.sub(r"\{[^}]+\}", "x", path)
            status = client.request(method, concrete).status_code
            assert (status == 401) is ((method, path) not in OPEN), (method, path, status)


def test_without_a_key_file_everybody_asks_and_nobody_changes(pipeline, tmp_path):
    with TestClient(create_app(pipeline, Settings(state=tmp_path))) as client:
        assert client.post("/v1/answers", json={"question": "质押融资"}).status_code == 200
        for method, path in (
            ("POST", "/v1/documents?id=x"),
            ("DELETE", "/v1/documents/sc-plan-2021"),
            ("GET", "/v1/jobs/x"),
        ):
            assert client.request(method, path).status_code == 403


@pytest.mark.parametrize(
    ("made", "path", "status"),
    [
        ({"kind": "enterprise"}, "/v1/documents", 200),
        ({"kind": "enterprise"}, "/metrics", 403),
        ({"kind": "enterprise", "permissions": [keys.Permission.METRICS]}, "/metrics", 200),
        ({"kind": "enterprise", "permissions": [keys.Permission.METRICS]}, "/v1/documents", 403),
        ({"kind": "enterprise", "expires": date(2020, 1, 1)}, "/v1/documents", 401),
        ({"kind": "site", "permissions": [keys.Permission.ADMIN]}, "/v1/jobs/x", 403),
        ({"kind": "enterprise", "permissions": [keys.Permission.ADMIN]}, "/v1/jobs/x", 404),
    ],
)
def test_what_a_key_opens(pipeline, ring, made, path, status):
    token, _ = key_file.create(ring, "x", **made)
    with TestClient(app_with(pipeline, ring)) as client:
        assert client.get(path, **with_key(token)).status_code == status


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer " + "x" * 100_000},
        {"Authorization": "Basic eDp5"},
        {"Authorization": "Bearer key_é".encode()},
        {"X-Api-Key": "key_x"},
    ],
)
def test_a_wrong_key_is_a_401_before_the_body_is_read(pipeline, ring, headers):
    key_file.create(ring, "x", kind="enterprise")
    with TestClient(app_with(pipeline, ring)) as client:
        response = client.post("/v1/answers", content=b"x" * 10_000_000, headers=headers)
    assert response.status_code == 401  # not 413: nothing of the body was looked at
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["error"]["type"] == "authentication_error"


def test_a_key_that_is_revoked_opens_nothing_at_once(pipeline, ring):
    token, key = key_file.create(ring, "x", kind="enterprise")
    with TestClient(app_with(pipeline, ring)) as client:
        assert client.get("/v1/documents", **with_key(token)).status_code == 200
        key_file.revoke(ring, key.id)
        assert client.get("/v1/documents", **with_key(token)).status_code == 401


def test_keys_are_kept_as_hashes_that_only_the_owner_reads(ring):
    token, key = key_file.create(ring, "x", kind="enterprise")
    kept = ring.read_text(encoding="utf-8")
    assert token not in kept
    assert key.sha256 in kept
    assert ring.stat().st_mode & 0o077 == 0
    again, _ = key_file.create(ring, "x", kind="enterprise")
    assert again != token


@pytest.mark.parametrize("text", ["", "{}x", '{"keys": [{"id": "x"}]}', '{"keys": [], "more": 1}'])
def test_a_damaged_key_file_keeps_the_service_from_starting(pipeline, ring, text):
    ring.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"keys\.json"):
        app_with(pipeline, ring)


def test_the_quota_of_one_caller_is_not_that_of_another(pipeline, ring):
    first, _ = key_file.create(ring, "first", kind="enterprise", per_minute=2)
    second, _ = key_file.create(ring, "second", kind="enterprise")
    with TestClient(app_with(pipeline, ring, requests_per_minute=50)) as client:

        def ask(token, **headers):
            return client.post(
                "/v1/answers",
                json={"question": "质押融资"},
                headers={"Authorization": f"Bearer {token}", **headers},
            )

        said = [ask(first, **{"X-Forwarded-For": f"10.0.0.{n}"}) for n in range(4)]
        assert [response.status_code for response in said] == [200, 200, 429, 429]
        assert 1 <= int(said[-1].headers["retry-after"]) <= 60
        assert said[-1].json()["code"] == "rate_limit_exceeded"
        assert ask(second).status_code == 200
        assert client.get("/v1/documents", **with_key(first)).status_code == 200  # reading costs nothing


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("HEAD", "/documents", None),
        ("POST", "/documents", keys.Permission.ADMIN),
        ("GET", "/documents/a/b", keys.Permission.ADMIN),
        ("GET", "/static/../v1/jobs", None),  # the server of files refuses it itself
        ("GET", "/v1/answers", keys.Permission.ADMIN),
        ("DELETE", "/v1/documents/x", keys.Permission.ADMIN),
        ("POST", "/mcp", keys.Permission.ASK),
    ],
)
def test_what_a_route_needs(method, path, scope):
    assert permission_for(method, path) is scope


def test_keys_by_command(monkeypatch, ring, capsys):
    monkeypatch.setenv("ZHANGJU_KEYS", str(ring))
    assert main(["keys", "create", "某企业", "--scope", "ask", "--expires", "2030-01-01"]) == 0
    token = capsys.readouterr().out.strip()
    found = keys.KeyRing(ring).find(token)
    assert (found.name, found.permissions, found.expires) == ("某企业", (keys.Permission.ASK,), date(2030, 1, 1))
    assert main(["keys", "create", "门户", "--site", "https://portal.example"]) == 0
    capsys.readouterr()
    assert main(["keys", "list"]) == 0
    listed = capsys.readouterr().out
    assert "某企业" in listed
    assert "https://portal.example" in listed
    assert main(["keys", "revoke", found.id]) == 0
    assert main(["keys", "revoke", "nope"]) == 1
    assert not keys.KeyRing(ring).find(token).in_force(date(2026, 1, 1))


def test_a_key_file_that_vanishes_keeps_the_keys_as_they_were(pipeline, ring):
    token, _ = key_file.create(ring, "x", kind="enterprise")
    with TestClient(app_with(pipeline, ring)) as client:
        for spoil in (lambda: ring.write_text("{"), ring.unlink):
            spoil()
            assert client.get("/v1/documents", **with_key(token)).status_code == 200
            assert client.get("/v1/documents", **with_key("key_other")).status_code == 401


@pytest.mark.parametrize(
    "given",
    [
        ["", "--scope", "ask"],
        ["x", "--site", "localhost:9000"],
        ["x", "--site", "http://a.example/page.html"],
        ["x", "--site", "https://a.example; script-src *"],
        ["x", "--per-minute", "-5"],
        ["x", "--site", "https://a.example", "--scope", "admin"],
    ],
)
def test_a_key_that_cannot_be_so_is_not_made(monkeypatch, ring, capsys, given):
    monkeypatch.setenv("ZHANGJU_KEYS", str(ring))
    assert main(["keys", "create", *given]) == 1
    assert capsys.readouterr().err.startswith("error: ")
    assert not ring.exists()


def test_an_admins_key_is_for_everything(pipeline, ring):
    token, _ = key_file.create(ring, "x", kind="enterprise", permissions=[keys.Permission.ADMIN])
    with TestClient(app_with(pipeline, ring)) as client:
        for path in ("/v1/documents", "/metrics", "/v1/models"):
            assert client.get(path, **with_key(token)).status_code == 200
