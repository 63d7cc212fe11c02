"""The service as a process: starts, answers, stops; or says in one line why it cannot start."""

import os
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest

from eval.serving.footprint import measure
from tests.conftest import ROOT

HEAVY = ("torch", "transformers", "sentence_transformers", "langchain", "langchain_core", "openai", "scipy", "sklearn")


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_becomes_ready_and_stops(monkeypatch, snapshots):
    monkeypatch.setenv("ZHANGJU_SNAPSHOTS", str(snapshots))
    found = measure(repeats=1)
    assert found["ready_s"] > 0
    assert 20 < found["resident_mb_ready"] < 1000


def test_the_default_path_imports_nothing_heavy():
    code = f"import sys, service.cli, index.cli, rag.cli; print([m for m in {HEAVY} if m in sys.modules])"
    assert run("-c", code).stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"ZHANGJU_SNAPSHOTS": "/no/such"}, "python -m index build"),
        ({"ZHANGJU_TYPO": "1"}, "ZHANGJU_TYPO: no such setting"),
        ({"ZHANGJU_EMBEDDER": "/no/such"}, "cannot be loaded"),
    ],
)
def test_what_keeps_it_from_starting_is_one_line(environment, said):
    done = run("-m", "service", **environment)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("package", ["index", "rag", "service", "eval"])
def test_every_package_runs(package):
    done = run("-m", package, "--help")
    assert done.returncode == 0
    assert f"python -m {package}" in done.stdout


def test_told_to_stop_it_is_not_ready_and_ends(snapshots, tmp_path):
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
