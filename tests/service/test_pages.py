"""The pages as a visitor sees them, in Debian's Chromium."""

import shutil
import socket
import threading
import time
from types import SimpleNamespace

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from service import create_app

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def serve(app):
    """``app`` on a free port in a thread; its address and a function that stops it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started

    def stop():
        server.should_exit = True
        thread.join(10)

    return SimpleNamespace(url=f"http://127.0.0.1:{port}", stop=stop)


@pytest.fixture(scope="module")
def site(pipeline):
    site = serve(create_app(pipeline))
    yield site.url
    site.stop()


@pytest.fixture(scope="module")
def browser():
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert path, "no Chromium found: apt-get install chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, site):
    context = browser.new_context(viewport={"width": 1000, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.faults, page.requests = [], []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: page.requests.append(request.url))
    yield page
    assert page.faults == []
    assert all(url.startswith(("http://127.0.0.1:", "data:")) for url in page.requests)
    context.close()


def ask(page, site, question):
    page.goto(site)
    page.fill("#question", question)
    page.keyboard.press("Enter")
    page.wait_for_selector("#result:not([hidden])")


def test_ask_see_the_answer_and_open_the_cited_clause(page, site):
    ask(page, site, "成都示范项目能拿多少钱")
    assert "50万元、80万元" in page.inner_text("#answer")
    assert page.inner_text("#sources").startswith("依据")
    page.click(".chip >> nth=0")
    page.wait_for_url("**/documents/cd-opinion-2024?mark=*")
    assert page.inner_text("mark").startswith("根据年度综合评价结果择优分级给予50万元")
    assert page.locator("#h1_5__h2_2__p_1 mark").is_visible()
    box = page.locator("mark").bounding_box()
    assert 0 <= box["y"] <= 800


def test_a_row_is_shown_in_its_table(page, site):
    ask(page, site, "到2025年知识产权质押融资登记金额的目标")
    assert "120亿元" in page.inner_text("#answer")
    assert "规划期已于2025年结束" in page.inner_text("#notices")
    page.click(".chip >> nth=0")
    page.wait_for_selector("tr.marked")
    assert page.inner_text("tr.marked td >> nth=3") == "120"
    assert page.locator("table tbody tr").count() == 11


def test_not_found_offers_leads_apart_from_evidence(page, site):
    ask(page, site, "专利申请费多少钱")
    assert "没有找到写明" in page.inner_text("#answer")
    assert "不是答案的依据" in page.inner_text("#sources")
    assert page.locator(".chip").count() == 0


def test_a_service_error_is_told(page, site):
    page.route("**/v1/answers", lambda route: route.abort())
    ask(page, site, "质押融资")
    assert "连接不上" in page.inner_text("#answer")
    page.faults.clear()


def test_examples_ask(page, site):
    page.goto(site)
    page.click(".example >> nth=1")
    page.wait_for_selector(".chip")
    assert page.input_value("#question").startswith("成都示范项目")


def test_enter_in_an_input_method_does_not_send(page, site):
    page.goto(site)
    page.fill("#question", "zhi")
    page.eval_on_selector(
        "#question",
        "f => f.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))",
    )
    page.wait_for_timeout(200)
    assert page.locator("#result").is_hidden()


def test_phone_width_does_not_scroll_sideways(browser, site):
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    for path in ("/", "/documents", "/documents/sc-plan-2021"):
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_what_an_answer_holds_is_text_to_the_page(page, site):
    """Whatever came through: the page makes text nodes of it, and nothing else."""
    hostile = "<img src=x onerror=alert(1)><b>粗</b><script>alert(2)</script>[点我](javascript:alert(3))"
    document = {"title": hostile, "status": "in_force", "status_label": hostile}
    citation = {
        "number": 1,
        "document": document,
        "locator": {"label": hostile},
        "cited_text": hostile,
        "source_span": {"start": 0, "end": 1},
        "url": "/documents/cd-opinion-2024#closing__p_1",
    }
    answer = {
        "answer": f"{hostile}：\n· {hostile}[1]",
        "citations": [citation],
        "notices": [{"text": hostile}],
        "related": [{"document": document, "locator": {"label": hostile}, "reading": hostile, "url": "/documents"}],
    }
    page.route("**/v1/answers", lambda route: route.fulfill(json=answer))
    ask(page, site, hostile)
    assert page.locator("#result img, #result b, #result script").count() == 0
    assert page.inner_text("#answer").count("onerror=alert(1)") == 2
    links = page.eval_on_selector_all("#result a", "all => all.map(a => a.protocol)")
    assert set(links) == {"http:"}
