"""What the default service takes: seconds from start to ready, resident memory when ready and after questions, answers/s."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from index.errors import ZhangjuError

QUESTIONS = (
    "怎么申请专利质押融资支持？",
    "成都示范项目能拿多少钱",
    "到2025年知识产权质押融资登记金额的目标",
    "今天天气",
)
_ASKED = 200
_DEADLINE_S = 120.0


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
    with running_service() as service:
        resident = service.resident_mb()
        asked = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)) as connection:
            for place in range(_ASKED):
                body = json.dumps({"question": QUESTIONS[place % len(QUESTIONS)]}).encode()
                connection.request("POST", "/v1/answers", body, {"Content-Type": "application/json"})
                connection.getresponse().read()
        taken = time.monotonic() - asked
        return {
            "ready_s": service.ready_s,
            "resident_mb_ready": resident,
            "resident_mb_after": service.resident_mb(),
            "ms_per_answer_over_http": taken / _ASKED * 1000,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningService:
    """A service in a process of its own, on ``port`` of this machine; ``ready_s`` seconds from its start it was ready."""

    pid: int
    port: int
    ready_s: float

    def resident_mb(self) -> float:
        """Its resident memory, in MB (Linux only)."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@contextmanager
def running_service(**environment: str) -> Iterator[RunningService]:
    """The service, started with ``environment`` beside the one there is, ready; stopped at the end.

    Raises:
        FootprintError: It did not become ready.
    """
    port = _free_port()
    started = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "service", "--port", str(port)],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_ready(process, port, started)
        yield RunningService(pid=process.pid, port=port, ready_s=time.monotonic() - started)
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
