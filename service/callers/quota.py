"""How often one caller may ask: so many requests in any minute, by key and by network."""

import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import Scope

from service.callers.keys import Key
from service.callers.network import network_of
from service.errors import QuotaExceeded


class Quota:
    """Counts requests in this process; behind several of them the gateway must count."""

    def __init__(self, per_minute: int) -> None:
        """Allows ``per_minute`` to each caller whose key says nothing else; 0 allows any number."""
        self._per_minute = per_minute
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, scope: Scope, key: Key | None) -> None:
        """Count a request of this caller.

        Raises:
            QuotaExceeded: It has none left; says in how many seconds it has.
        """
        most = key.per_minute if key and key.per_minute is not None else self._per_minute
        if not most:
            return
        caller = (key.id if key else "", network_of(scope))
        item = RateLimitItemPerMinute(most)
        if self._window.hit(item, *caller):
            return
        reset = self._window.get_window_stats(item, *caller).reset_time
        wait = max(1, round(reset - time.time()))
        raise QuotaExceeded(f"At most {most} requests a minute. Try again in {wait} s.", retry_after_s=wait)
