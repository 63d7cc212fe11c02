"""Fixtures of the service's tests: the application on a free port, and Debian's Chromium."""

import shutil
import socket
import threading
import time
from types import SimpleNamespace

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from service import create_app
from service.settings import Settings

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


@pytest.fixture(scope="session")
def site(pipeline, tmp_path_factory):
    """The service without keys, as it comes."""
    site = serve(create_app(pipeline, Settings(state=tmp_path_factory.mktemp("state"))))
    yield site.url
    site.stop()


@pytest.fixture(scope="session")
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
