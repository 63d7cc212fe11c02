"""What day it is, and how long each step of an answer took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone


def today_in_china() -> date:
    """The day it is where the documents apply (UTC+8, no summer time), whatever the machine's clock is set to."""
    return datetime.now(timezone(timedelta(hours=8))).date()


@dataclass(slots=True)
class Clock:
    """Milliseconds spent in each named step, all its turns together."""

    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        """Count what the block takes to ``step``."""
        started = time.perf_counter()
        try:
            yield
        finally:
            spent = (time.perf_counter() - started) * 1000
            self.timings[step] = round(self.timings.get(step, 0.0) + spent, 3)
