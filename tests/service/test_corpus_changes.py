"""Documents added and taken out, generations swapped and rolled back."""

import fcntl
import json
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from index import SnapshotIndex, open_current
from index.build import build
from index.corpus import read_corpus
from index.snapshot import current_generation
from rag import ExtractiveGenerator, Pipeline
from service import create_app
from service.callers import key_file, keys
from service.settings import Settings
from tests.conftest import ROOT

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def house(tmp_path, embedder):
    """A corpus and an index of one's own, an admin's key, and the service over them."""
    corpus, snapshots, ring = tmp_path / "corpus", tmp_path / "index", tmp_path / "keys.json"
    shutil.copytree(ROOT / "corpus", corpus)
    build(corpus, snapshots, embedder, progress=lambda line: None)
    token, _ = key_file.create(ring, "admin", kind="enterprise", permissions=[*keys.Permission])

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
    assert [job["kind"] for job in client.get("/v1/jobs").json()["data"]] == ["remove", "add"]
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


def test_a_change_that_cannot_be_published_leaves_the_corpus_as_it_was(house):
    client, corpus, snapshots = house
    before = {path.name: path.read_bytes() for path in corpus.iterdir()}
    with (snapshots / "LOCK").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        removed = done(client, client.delete("/v1/documents/cq-opinion-2016"))
        added = done(client, client.post("/v1/documents?id=extra&region=510700", content=TEXT.encode()))
    assert (removed["state"], added["state"]) == ("failed", "failed")
    assert {path.name: path.read_bytes() for path in corpus.iterdir()} == before
    assert done(client, client.delete("/v1/documents/cq-opinion-2016"))["state"] == "done"


def test_a_form_is_refused_instead_of_being_read_with_its_envelope(house):
    client, _, _ = house
    response = client.post("/v1/documents?id=form", files={"file": ("x.txt", TEXT.encode())})
    assert response.status_code == 415
    assert "--data-binary" in response.json()["detail"]
