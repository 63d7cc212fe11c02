"""What the default service takes: seconds from start to ready, resident memory when ready and after questions, answers/s."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from index.errors import ZhangjuError

_QUESTIONS = (
    "怎么申请专利质押融资支持？",
    "成都示范项目能拿多少钱",
    "到2025年知识产权质押融资登记金额的目标",
    "今天天气",
)
_ASKED = 200
_DEADLINE_S = 60.0


class FootprintError(ZhangjuError):
    """The service did not become ready."""

    code = "footprint_failed"


def measure(*, repeats: int) -> dict[str, Any]:
    """Medians over ``repeats`` starts of ``python -m service`` on a free port of this machine (Linux only)."""
    runs = [_one() for _ in range(repeats)]
    names = runs[0].keys()
    return {
        "cores": os.cpu_count(),
        "repeats": repeats,
        **{name: round(median(run[name] for run in runs), 3) for name in names},
    }


def _one() -> dict[str, float]:
    port = _free_port()
    started = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "service", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_until_ready(process, port, started)
        ready = time.monotonic() - started
        resident = _resident_mb(process.pid)
        asked = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            for place in range(_ASKED):
                body = json.dumps({"question": _QUESTIONS[place % len(_QUESTIONS)]}).encode()
                connection.request("POST", "/v1/answers", body, {"Content-Type": "application/json"})
                connection.getresponse().read()
        taken = time.monotonic() - asked
        return {
            "ready_s": ready,
            "resident_mb_ready": resident,
            "resident_mb_after": _resident_mb(process.pid),
            "ms_per_answer_over_http": taken / _ASKED * 1000,
        }
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, started: float) -> None:
    while time.monotonic() - started < _DEADLINE_S:
        if process.poll() is not None:
            raise FootprintError("The service ended before it was ready. Run python -m service to see why.")
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=1)) as connection:
                connection.request("GET", "/readyz")
                if connection.getresponse().status == http.client.OK:
                    return
        except OSError:
            time.sleep(0.01)
    raise FootprintError(f"The service was not ready within {_DEADLINE_S:.0f} s.")


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
