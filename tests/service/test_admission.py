"""Work off the event loop: admitted, refused at once, given up when its client leaves."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from fastapi.testclient import TestClient

from rag import ExtractiveGenerator, Pipeline
from rag.cancel import Cancelled, checkpoint
from service import create_app
from service.admission import Admission
from service.errors import Overloaded
from service.settings import Settings
from tests.conftest import TODAY
from tests.service.conftest import serve

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def in_a_loop(work):
    """What the coroutine function ``work`` gives; the browser of other tests keeps a loop in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(work())).result(60)


async def here():
    return False


def test_what_cannot_wait_is_refused_at_once():
    gate = threading.Event()

    async def work():
        admission = Admission(workers=1, waiting=2, longest_wait_s=30)
        tasks = [asyncio.create_task(admission.run(gate.wait, here)) for _ in range(3)]
        await asyncio.sleep(0.05)
        begun = time.monotonic()
        with pytest.raises(Overloaded) as refused:
            await admission.run(gate.wait, here)
        assert time.monotonic() - begun < 0.1
        assert refused.value.retry_after_s
        gate.set()
        assert await asyncio.gather(*tasks) == [True, True, True]
        await asyncio.sleep(0.05)
        assert admission.admitted == 0
        admission.close()

    in_a_loop(work)


def test_who_waits_too_long_is_refused():
    async def work():
        admission = Admission(workers=1, waiting=5, longest_wait_s=0.1)
        first = asyncio.create_task(admission.run(lambda: time.sleep(0.4), here))
        await asyncio.sleep(0.05)
        with pytest.raises(Overloaded):
            await admission.run(lambda: None, here)
        await first
        admission.close()

    in_a_loop(work)


def test_work_stops_when_its_client_leaves():
    ended = threading.Event()

    def endless():
        try:
            while True:
                checkpoint()
                time.sleep(0.01)
        except Cancelled:
            ended.set()
            raise

    async def left():
        return True

    async def work():
        admission = Admission(workers=1, waiting=0, longest_wait_s=1)
        with pytest.raises(Cancelled):
            await admission.run(endless, left)
        assert await asyncio.to_thread(ended.wait, 1)
        await asyncio.sleep(0.05)
        assert admission.admitted == 0
        admission.close()

    in_a_loop(work)


def test_every_client_that_leaves_frees_its_place(pipeline, tmp_path):
    class Slow(ExtractiveGenerator):
        id = "slow"

        def generate(self, question, evidence):
            for _ in range(500):
                checkpoint()
                time.sleep(0.01)
            return super().generate(question, evidence)

    slow = Pipeline(pipeline.index, Slow(), today=lambda: TODAY)
    app = create_app(slow, Settings(state=tmp_path, workers=2, waiting=2))
    site = serve(app)
    try:
        for stream in (False, True):
            for _ in range(5):
                with pytest.raises(httpx.ReadTimeout):
                    httpx.post(
                        f"{site.url}/v1/answers",
                        json={"question": "成都示范项目能拿多少钱", "stream": stream},
                        timeout=0.15,
                    ).raise_for_status()
                deadline = time.monotonic() + 1.5
                while app.state.parts.serving.admission.admitted and time.monotonic() < deadline:
                    time.sleep(0.02)
                assert app.state.parts.serving.admission.admitted == 0
    finally:
        site.stop()


def test_told_to_stop_it_is_not_ready_and_its_streams_end_with_an_event(pipeline, tmp_path):
    class Endless(ExtractiveGenerator):
        id = "endless"

        def generate(self, question, evidence):
            while True:
                checkpoint()
                time.sleep(0.01)

    app = create_app(Pipeline(pipeline.index, Endless(), today=lambda: TODAY), Settings(state=tmp_path))
    site = serve(app)
    try:
        body = {"question": "成都示范项目能拿多少钱", "stream": True}
        with httpx.stream("POST", f"{site.url}/v1/answers", json=body, timeout=10) as stream:
            frames = stream.iter_text()
            assert "answer.created" in next(frames)
            app.state.parts.serving.stop()
            assert httpx.get(f"{site.url}/readyz").status_code == 503
            assert '"code": "shutting_down"' in "".join(frames)
        deadline = time.monotonic() + 2
        while app.state.parts.serving.admission.admitted:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        site.stop()


def test_a_full_service_refuses_a_stream_before_it_begins(pipeline, tmp_path):
    app = create_app(pipeline, Settings(state=tmp_path, workers=1, waiting=0))
    gate = threading.Event()
    with TestClient(app) as client, ThreadPoolExecutor(1) as pool:
        held = pool.submit(lambda: asyncio.run(app.state.parts.serving.admission.run(gate.wait, here)))
        while not app.state.parts.serving.admission.admitted:
            time.sleep(0.01)
        refused = client.post("/v1/answers", json={"question": "质押融资", "stream": True})
        assert (refused.status_code, refused.json()["code"]) == (503, "overloaded")
        assert int(refused.headers["retry-after"]) > 0
        assert client.get("/livez").status_code == 200
        gate.set()
        held.result(10)
