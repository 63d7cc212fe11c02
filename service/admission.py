"""Work off the event loop: so many at once, so many waiting, the rest refused at once; and given up when the client leaves."""

import asyncio
import contextvars
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from rag.cancel import Cancelled, cancellable, checkpoint
from service.errors import Overloaded

_LOOK_EVERY_S = 0.5  # how often it is looked whether the client is still there
_RETRY_AFTER_S = 2

T = TypeVar("T")
IsGone = Callable[[], Awaitable[bool]]


class Admission:
    """Runs work in ``workers`` threads; at most ``waiting`` more may wait, none longer than ``longest_wait_s``."""

    def __init__(self, *, workers: int, waiting: int, longest_wait_s: float) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="answer")
        self._most = workers + waiting
        self._longest_wait_s = longest_wait_s
        self._admitted = 0

    @property
    def is_full(self) -> bool:
        """Whether no more can wait."""
        return self._admitted >= self._most

    @property
    def admitted(self) -> int:
        """How many are at work or wait."""
        return self._admitted

    async def run(self, work: Callable[[], T], is_gone: IsGone) -> T:
        """What ``work`` returns.

        Raises:
            Overloaded: Too many wait already, or this one waited too long.
            Cancelled: The client left; the work stops at its next checkpoint.
        """
        if self.is_full:
            raise busy()
        loop, left, queued = asyncio.get_running_loop(), threading.Event(), time.monotonic()

        def started() -> T:
            with cancellable(left.is_set):
                checkpoint()
                return work()

        self._admitted += 1
        job = self._pool.submit(contextvars.copy_context().run, started)
        # A place is free again when the work has ended, not when the client stopped waiting for it.
        job.add_done_callback(lambda _: loop.call_soon_threadsafe(self._free))
        result = asyncio.wrap_future(job)
        try:
            while not result.done():
                await asyncio.wait({result}, timeout=min(_LOOK_EVERY_S, self._longest_wait_s))
                if result.done():
                    break
                if time.monotonic() - queued > self._longest_wait_s and not job.running() and job.cancel():
                    raise busy()
                if await is_gone():
                    raise Cancelled
            return result.result()
        finally:
            left.set()
            job.cancel()  # frees the place at once if the work has not begun

    def close(self) -> None:
        """Take no more work."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _free(self) -> None:
        self._admitted -= 1


def busy() -> Overloaded:
    """The refusal of who comes while no more can wait."""
    return Overloaded("The service is busy. Try again in a moment.", retry_after_s=_RETRY_AFTER_S)
