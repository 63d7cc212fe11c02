"""Work that nobody waits for any more is given up: a flag that long steps look at.

The flag is set from another thread (the client left); the steps run where :func:`cancellable` was entered.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Cancelled(Exception):
    """Nobody waits for the answer any more. No :class:`ZhangjuError`: nothing went wrong, and nothing is to be said."""


_is_set: ContextVar[Callable[[], bool]] = ContextVar("cancelled", default=lambda: False)


@contextmanager
def cancellable(is_set: Callable[[], bool]) -> Iterator[None]:
    """Within the block :func:`checkpoint` raises once ``is_set`` says so."""
    token = _is_set.set(is_set)
    try:
        yield
    finally:
        _is_set.reset(token)


def checkpoint() -> None:
    """Go on, unless nobody waits any more.

    Raises:
        Cancelled: Nobody does.
    """
    if _is_set.get()():
        raise Cancelled
