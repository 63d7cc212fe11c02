"""The service under more than it can answer: what it refuses and how fast, whether it still says that it lives.

Requests are sent at a fixed rate, whether or not earlier ones are answered (an open loop): a client that waits for each
answer would slow down with the service and hide what a crowd does to it.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.report_files import write_files
from eval.serving.footprint import QUESTIONS, RunningService, running_service

_AT_ONCE = 2  # questions under way while what it can do is measured
_SECONDS_OF_CAPACITY = 15.0
_OVER = 10  # times its capacity
_MOST_OPEN = 400  # connections; a client that would open more counts the request as not sent
_PROBES_S = 0.1


@dataclass
class _Seen:
    """What came back: statuses, and by status the seconds until the whole of it was there."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: dict[int, list[float]] = field(default_factory=dict)

    def add(self, status: int, seconds: float) -> None:
        self.statuses[status] += 1
        self.seconds.setdefault(status, []).append(seconds)

    def ms(self, share: float, *statuses: int) -> float | None:
        """The ``share`` quantile of the milliseconds of ``statuses``."""
        every = sorted(second for status in statuses for second in self.seconds.get(status, ()))
        return round(1000 * every[min(len(every) - 1, int(share * len(every)))], 1) if every else None


def measure(snapshots: Sequence[Path], *, seconds: float) -> list[dict[str, Any]]:
    """The figures of the service over each folder of generations in ``snapshots``, ``seconds`` of overload each."""
    found = list[dict[str, Any]]()
    for folder in snapshots:
        with running_service(ZHANGJU_SNAPSHOTS=str(folder)) as service:
            found.append(asyncio.run(_measured(service, seconds)))
    return found


async def _measured(service: RunningService, seconds: float) -> dict[str, Any]:
    generation = await _documents(service.port)
    await _closed_loop(service.port, 2.0)  # warm
    alone = await _closed_loop(service.port, _SECONDS_OF_CAPACITY)
    capacity = alone.statuses[200] / _SECONDS_OF_CAPACITY
    before = service.resident_mb()
    crowd, probes = _Seen(), _Seen()
    sent, unsent = 0, 0
    watching = asyncio.create_task(_probe(service.port, probes, seconds))
    open_now = set[asyncio.Task[None]]()
    begun = time.monotonic()
    while (now := time.monotonic() - begun) < seconds:
        due = int(now * capacity * _OVER)
        while sent + unsent < due:
            if len(open_now) >= _MOST_OPEN:
                unsent += 1
                continue
            task = asyncio.create_task(_ask(service.port, sent, crowd))
            open_now.add(task)
            task.add_done_callback(open_now.discard)
            sent += 1
        await asyncio.sleep(0.005)
    await asyncio.gather(*open_now, watching)
    after = service.resident_mb()
    again = await _closed_loop(service.port, 5.0)
    return {
        **generation,
        "answers_a_second": round(capacity, 1),
        "alone_p50_ms": alone.ms(0.5, 200),
        "alone_p99_ms": alone.ms(0.99, 200),
        "sent": sent,
        "not_sent": unsent,
        "statuses": {str(status): count for status, count in sorted(crowd.statuses.items())},
        "answered_p50_ms": crowd.ms(0.5, 200),
        "answered_p99_ms": crowd.ms(0.99, 200),
        "refused_p99_ms": crowd.ms(0.99, 429, 503),
        "livez_p99_ms": probes.ms(0.99, 200),
        "livez_statuses": {str(status): count for status, count in sorted(probes.statuses.items())},
        "resident_mb_before": round(before, 1),
        "resident_mb_after": round(after, 1),
        "answers_a_second_afterwards": round(again.statuses[200] / 5.0, 1),
    }


async def _documents(port: int) -> dict[str, Any]:
    body = await _request(port, b"GET /v1/documents HTTP/1.1\r\n", b"")
    data = json.loads(body[1])["data"]
    return {"documents": len(data), "clauses": sum(document["clause_count"] for document in data)}


async def _closed_loop(port: int, seconds: float) -> _Seen:
    seen, end = _Seen(), time.monotonic() + seconds

    async def asking(first: int) -> None:
        number = first
        while time.monotonic() < end:
            await _ask(port, number, seen)
            number += _AT_ONCE

    await asyncio.gather(*(asking(first) for first in range(_AT_ONCE)))
    return seen


async def _probe(port: int, seen: _Seen, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await _timed(port, b"GET /livez HTTP/1.1\r\n", b"", seen)
        await asyncio.sleep(_PROBES_S)


async def _ask(port: int, number: int, seen: _Seen) -> None:
    body = json.dumps({"question": QUESTIONS[number % len(QUESTIONS)]}).encode()
    await _timed(port, b"POST /v1/answers HTTP/1.1\r\nContent-Type: application/json\r\n", body, seen)


async def _timed(port: int, head: bytes, body: bytes, seen: _Seen) -> None:
    begun = time.monotonic()
    try:
        status, _ = await _request(port, head, body)
    except (OSError, asyncio.IncompleteReadError):
        status = 0
    seen.add(status, time.monotonic() - begun)


async def _request(port: int, head: bytes, body: bytes) -> tuple[int, bytes]:
    """Status and body of one request on a connection of its own; a library's client would take more than the service."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(head + b"Host: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        status = int((await reader.readuntil(b"\r\n")).split()[1])
        await reader.readuntil(b"\r\n\r\n")
        return status, await reader.read()
    finally:
        writer.close()


def write(found: Sequence[dict[str, Any]], folder: Path, *, seconds: float) -> Path:
    """Write ``report.json`` and ``report.md`` into ``folder``; the path of the latter."""
    lines = [
        "# Under load",
        "",
        "The extractive service on this machine, client and service sharing its cores: two questions at a time, then "
        f"{_OVER} times as many a second as it answered, for {seconds:.0f} s, whether or not earlier ones were answered (at most "
        f"{_MOST_OPEN} at once). "
        "Status 0 is a connection that was not served. Made by `python -m eval load`.",
        "",
        "| documents | clauses | answers/s | p50, p99 ms | then answered, refused, other | answered p50, p99 ms | refused p99 ms "
        "| /livez p99 ms | resident MB before, after | answers/s afterwards |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in found:
        statuses = row["statuses"]
        answered, refused = statuses.get("200", 0), statuses.get("503", 0) + statuses.get("429", 0)
        lines.append(
            f"| {row['documents']} | {row['clauses']} | {row['answers_a_second']} | {row['alone_p50_ms']}, {row['alone_p99_ms']} "
            f"| {answered}, {refused}, {sum(statuses.values()) - answered - refused} "
            f"| {row['answered_p50_ms']}, {row['answered_p99_ms']} | {row['refused_p99_ms']} | {row['livez_p99_ms']} "
            f"| {row['resident_mb_before']}, {row['resident_mb_after']} | {row['answers_a_second_afterwards']} |"
        )
    return write_files({"seconds": seconds, "runs": list(found)}, "\n".join(lines) + "\n", folder)
