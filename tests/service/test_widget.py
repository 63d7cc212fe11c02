"""The chat on a portal's page: two origins, in Debian's Chromium."""

import functools
import gzip
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.testclient import TestClient

from service import create_app
from service.callers import key_file
from service.pages.widget import VERSION
from service.settings import Settings
from tests.service.conftest import serve

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>门户</title>
<link rel="icon" href="data:,"><main><h1>某市知识产权局</h1><p>正文</p></main>
<script async src="{service}/widget/v1/widget.js" data-site="{site}"></script></html>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A portal's server; its folder and origin."""
    folder = tmp_path_factory.mktemp("portal")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def service(pipeline, portal, tmp_path_factory):
    """The service with a key of the portal's; its address and the key."""
    folder, origin = portal
    ring = tmp_path_factory.mktemp("keys") / "keys.json"
    token, _ = key_file.create(ring, "门户", kind="site", origins=[origin])
    elsewhere, _ = key_file.create(ring, "别家", kind="site", origins=["https://elsewhere.example"])
    site = serve(create_app(pipeline, Settings(keys=ring, state=ring.parent)))
    (folder / "index.html").write_text(PAGE.format(service=site.url, site=token), encoding="utf-8")
    (folder / "foreign.html").write_text(PAGE.format(service=site.url, site=elsewhere), encoding="utf-8")
    yield site.url, token
    site.stop()


@pytest.fixture
def page(browser, service, portal):
    context = browser.new_context(viewport={"width": 1100, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.faults, page.requests = [], []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("request", lambda request: page.requests.append(request.url))
    yield page
    assert page.faults == []
    assert all(url.startswith((service[0], portal[1], "data:")) for url in page.requests)
    context.close()


def opened(page, portal):
    page.goto(portal[1] + "/index.html")
    page.get_by_role("button", name="政策问答").click()
    frame = page.frame_locator("iframe")
    frame.locator("#send[data-label]").wait_for()  # its script has run
    return frame


def test_nothing_is_loaded_before_it_is_opened(page, portal, service):
    page.goto(portal[1] + "/index.html")
    launcher = page.get_by_role("button", name="政策问答")
    assert launcher.get_attribute("aria-expanded") == "false"
    assert [url for url in page.requests if url.startswith(service[0])] == [f"{service[0]}/widget/v1/widget.js"]


def test_asked_on_the_portal_answered_in_the_frame(page, portal):
    frame = opened(page, portal)
    frame.locator("#question").fill("成都示范项目能拿多少钱")
    frame.locator("#question").press("Enter")
    frame.locator(".chip").first.wait_for()
    assert "50万元、80万元" in frame.locator(".answer").inner_text()
    frame.locator(".thumb").first.click()
    frame.get_by_text("谢谢，已记录。").wait_for()
    assert Axe().run(page).response["violations"] == []


def test_escape_closes_and_gives_focus_back(page, portal):
    frame = opened(page, portal)
    frame.locator("#question").press("Escape")
    page.wait_for_function("document.querySelector('[data-zhangju]').shadowRoot.querySelector('div').hidden")
    assert page.evaluate("document.activeElement.shadowRoot?.activeElement?.tagName") == "BUTTON"


def test_the_page_around_may_open_and_ask(page, portal):
    page.goto(portal[1] + "/index.html")
    page.wait_for_function("typeof window.Zhangju === 'function'")
    page.evaluate("Zhangju('on', 'answered', () => (window.answered = true)); Zhangju('ask', '成都示范项目能拿多少钱')")
    page.wait_for_function("window.answered")
    assert "50万元" in page.frame_locator("iframe").locator(".answer").inner_text()


def test_another_page_may_not_hold_the_chat(browser, portal, service):
    context = browser.new_context()
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(portal[1] + "/foreign.html")
    page.get_by_role("button", name="政策问答").click()
    page.wait_for_timeout(500)
    assert any("frame-ancestors" in text for text in said)
    context.close()


def test_on_a_phone_it_fills_the_screen(browser, portal, service):
    context = browser.new_context(viewport={"width": 360, "height": 700}, has_touch=True)
    page = context.new_page()
    page.goto(portal[1] + "/index.html")
    page.get_by_role("button", name="政策问答").tap()
    frame = page.frame_locator("iframe")
    frame.locator("#question").wait_for()
    box = page.locator("iframe").bounding_box()
    assert (box["x"], box["width"]) == (0, 360)
    frame.get_by_role("button", name="关闭").tap()
    page.locator("iframe").wait_for(state="hidden")
    context.close()


@pytest.mark.parametrize(("site", "ancestors"), [("", "'none'"), ("site_unknown", "'none'")])
def test_an_unknown_site_gets_an_empty_page(pipeline, service, site, ancestors, tmp_path):
    ring = tmp_path / "keys.json"
    key_file.create(ring, "x", kind="site")
    with TestClient(create_app(pipeline, Settings(keys=ring, state=tmp_path))) as client:
        response = client.get("/chat", params={"site": site})
    assert response.status_code == 404
    assert f"frame-ancestors {ancestors}" in response.headers["content-security-policy"]


def test_the_script_is_small_and_its_numbered_address_never_changes(pipeline):
    client = TestClient(create_app(pipeline))
    followed, fixed = (client.get(f"/widget/{version}/widget.js") for version in ("v1", VERSION))
    assert followed.content == fixed.content
    assert len(gzip.compress(followed.content)) <= 5 * 1024
    assert "immutable" in fixed.headers["cache-control"]
    assert "immutable" not in followed.headers["cache-control"]
    assert client.get("/widget/v2/widget.js").status_code == 404
    for word in ("eval(", "innerHTML", "document.write", 'postMessage("*"'):
        assert word not in followed.text
