"""What an operator relies on: admission, changes to the corpus, swaps, logs, feedback, stopping."""

import asyncio
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import httpx
import pytest
from fastapi.testclient import TestClient

from index import SnapshotIndex, open_current
from index.build import build
from index.corpus import read_corpus
from index.snapshot import current_generation
from rag import ExtractiveGenerator, Pipeline
from rag.cancel import Cancelled, checkpoint
from service import create_app
from service.admission import Admission
from service.callers import key_file, keys
from service.errors import Overloaded
from service.records.daily import DailyFiles
from service.records.json_log import JsonLines
from service.records.masking import masked
from service.settings import Settings
from tests.conftest import ROOT, TODAY
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


@pytest.fixture
def house(tmp_path, embedder):
    """A corpus and an index of one's own, an admin's key, and the service over them."""
    corpus, snapshots, ring = tmp_path / "corpus", tmp_path / "index", tmp_path / "keys.json"
    shutil.copytree(ROOT / "corpus", corpus)
    build(corpus, snapshots, embedder, progress=lambda line: None)
    token, _ = key_file.create(ring, "admin", kind="enterprise", scopes=[*keys.Scope])

    def reopen():
        return Pipeline(SnapshotIndex(open_current(snapshots, embedder), embedder), ExtractiveGenerator())

    settings = Settings(corpus=corpus, snapshots=snapshots, keys=ring, state=tmp_path / "state")
    app = create_app(reopen(), settings, reopen=reopen)
    with TestClient(app, headers={"Authorization": f"Bearer {token}"}) as client:
        yield client, corpus, snapshots


TEXT = """绵阳市人民政府
关于促进专利转化的意见
绵府发〔2025〕7号

各县（市、区）人民政府：
一、总体要求
坚持市场导向。
二、支持措施
对实现转化的专利，每件给予3万元奖励。

绵阳市人民政府
2025年5月6日
"""


def done(client, job):
    assert job.status_code == 202, job.text
    deadline = time.monotonic() + 60
    while (found := client.get(f"/v1/jobs/{job.json()['id']}").json())["state"] in ("queued", "running"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def test_a_document_is_added_answered_from_and_taken_out(house):
    client, corpus, _ = house
    ask = {"question": "绵阳专利转化奖励多少钱"}
    assert client.post("/v1/answers", json=ask).json()["provenance"]["generation"] == "gen-000001"
    added = done(client, client.post("/v1/documents?id=my-opinion-2025&region=510700", content=TEXT.encode()))
    assert (added["state"], added["generation"]) == ("done", "gen-000002")
    answer = client.post("/v1/answers", json=ask).json()
    assert "每件给予3万元奖励" in answer["answer"]
    assert answer["citations"][0]["document"]["id"] == "my-opinion-2025"
    assert answer["provenance"]["generation"] == "gen-000002"
    assert client.post("/v1/documents?id=my-opinion-2025", content=b"x").status_code == 409
    removed = done(client, client.delete("/v1/documents/my-opinion-2025"))
    assert removed["state"] == "done"
    assert "3万元" not in client.post("/v1/answers", json=ask).json()["answer"]
    assert sorted(path.name for path in corpus.iterdir()) == sorted(path.name for path in (ROOT / "corpus").iterdir())


@pytest.mark.parametrize(
    ("identifier", "content", "status"),
    [
        ("../../x", b"x", 422),
        ("x" * 65, b"x", 422),
        ("x", b"", 422),
        ("sc-plan-2021", b"x", 409),
        ("x", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, 422),
    ],
)
def test_what_cannot_be_added_changes_nothing(house, identifier, content, status):
    client, corpus, snapshots = house
    before = (corpus / "corpus.toml").read_bytes()
    response = client.post("/v1/documents", params={"id": identifier}, content=content)
    assert response.status_code == status
    assert (corpus / "corpus.toml").read_bytes() == before
    assert current_generation(snapshots).name == "gen-000001"


def test_what_cannot_be_read_fails_its_job_and_changes_nothing(house):
    client, corpus, snapshots = house
    found = done(client, client.post("/v1/documents?id=broken", content=b"%PDF-1.4 nothing"))
    assert found["state"] == "failed"
    assert found["error"]["code"]
    assert str(corpus) not in json.dumps(found)
    assert "broken" not in {file.id for file in read_corpus(corpus).files}
    assert current_generation(snapshots).name == "gen-000001"


def test_answers_never_mix_generations_while_they_are_swapped(house):
    client, _, _ = house
    seen, stop = set(), threading.Event()

    def asking():
        while not stop.is_set():
            response = client.post("/v1/answers", json={"question": "成都示范项目能拿多少钱"})
            assert response.status_code == 200
            assert "50万元" in response.json()["answer"]
            seen.add(response.json()["provenance"]["generation"])

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(asking) for _ in range(2)]
        for place in range(3):
            added = client.post(f"/v1/documents?id=extra-{place}&region=510700", content=TEXT.encode())
            assert done(client, added)["state"] == "done"
        stop.set()
        for each in asked:
            each.result(30)
    assert {"gen-000001", "gen-000004"} <= seen


def test_rolling_back_is_answered_from(house, monkeypatch):
    from index.cli import main

    client, corpus, snapshots = house
    done(client, client.post("/v1/documents?id=extra&region=510700", content=TEXT.encode()))
    assert main(["--corpus", str(corpus), "--snapshots", str(snapshots), "rollback"]) == 0
    deadline = time.monotonic() + 10
    while client.get("/readyz").json()["generation"] != "gen-000001":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert main(["--corpus", str(corpus), "--snapshots", str(snapshots), "rollback"]) == 1


def test_the_log_has_a_line_for_each_request_and_nothing_that_was_asked(pipeline, tmp_path, caplog):
    caplog.set_level(logging.INFO, logger="service.requests")
    with TestClient(create_app(pipeline, Settings(state=tmp_path)), raise_server_exceptions=False) as client:
        response = client.post(
            "/v1/answers?秘密=1", json={"question": "秘密问题质押融资"}, headers={"X-Request-ID": "abc-12345"}
        )
        assert response.headers["x-request-id"] == "abc-12345"
        forged = client.get("/秘密路径", headers={"X-Request-ID": "a\tb"})
        assert forged.headers["x-request-id"] != "a\tb"
        client.get("/livez")
        counted = client.get("/metrics").text
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records if record.name == "service.requests"]
    assert [(line["route"], line["status"]) for line in lines] == [("/v1/answers", 200), ("none", 404)]
    assert "秘密" not in json.dumps(lines, ensure_ascii=False)
    assert 'route="/v1/answers",status="200"' in counted
    assert "秘密" not in counted


def test_a_log_line_cannot_be_forged():
    record = logging.LogRecord("x", logging.INFO, "", 0, "one\ntwo\x1b[31m", (), None)
    assert "\n" not in JsonLines().format(record)
    assert "\x1b" not in JsonLines().format(record)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("身份证110101199003078515。", "身份证[证件号]。"),
        ("身份证11010119900307851X", "身份证[证件号]"),
        ("打13812345678或028-86520000", "打[手机号]或[电话]"),
        ("+86 138 1234 5678", "[手机号]"),
        ("卡6222021234567890123", "卡[卡号]"),
        ("信箱a.b@example.com", "信箱[邮箱]"),
        ("2025年质押120亿元，川府发〔2021〕48号", "2025年质押120亿元，川府发〔2021〕48号"),
    ],
)
def test_masking(text, kept):
    assert masked(text) == kept


def test_feedback_is_kept_masked(pipeline, tmp_path):
    with TestClient(create_app(pipeline, Settings(state=tmp_path))) as client:
        good = {"answer_id": "ans_" + "0" * 24, "value": -1, "reasons": ["outdated"], "text": "打我13812345678"}
        assert client.post("/v1/feedback", json=good).status_code == 201
        for bad in ({**good, "value": 0}, {**good, "answer_id": "x"}, {**good, "reasons": ["x"]}, {**good, "more": 1}):
            assert client.post("/v1/feedback", json=bad).status_code == 422
    (file,) = tmp_path.glob("feedback-*.jsonl")
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert kept["text"] == "打我[手机号]"
    assert kept["reasons"] == ["outdated"]


def test_questions_are_kept_only_if_wanted_and_not_for_long(pipeline, tmp_path):
    for days, files in ((0, 0), (2, 1)):
        folder = tmp_path / str(days)
        with TestClient(create_app(pipeline, Settings(state=folder, content_log_days=days))) as client:
            client.post("/v1/answers", json={"question": "质押融资 13812345678"})
        assert len(list(folder.glob("content-*.jsonl"))) == files
    kept = next((tmp_path / "2").glob("content-*.jsonl")).read_text(encoding="utf-8")
    assert "[手机号]" in kept
    day = date(2026, 1, 1)
    diary = DailyFiles(tmp_path / "d", "x", days=2, today=lambda: day)
    for _ in range(5):
        diary.add({"a": 1})
        day += timedelta(days=1)
    assert [path.stem[-2:] for path in sorted((tmp_path / "d").iterdir())] == ["04", "05"]


def test_told_to_stop_it_is_not_ready_and_ends(snapshots, tmp_path):
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "ZHANGJU_SNAPSHOTS": str(snapshots), "ZHANGJU_STATE": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert "Zhangju" in process.stderr.readline()
        deadline = time.monotonic() + 30
        while True:
            try:
                assert httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
                break
            except httpx.ConnectError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert process.wait(12) in (0, -signal.SIGTERM)
    finally:
        process.kill()
        process.communicate()
