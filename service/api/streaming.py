"""Answers sent while they are made: signs of life until there is something to say, an event for whatever ends it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from index.errors import ZhangjuError
from rag.cancel import Cancelled
from service.api import schemas
from service.problems import SHUTTING_DOWN, UNFORESEEN, described
from service.serving import Serving

_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_SIGN_OF_LIFE_S = 15.0
_LOOK_EVERY_S = 0.5  # whether the service is told to stop


async def streamed(
    serving: Serving,
    make: Callable[[], Awaitable[schemas.AnswerOut]],
    *,
    opening: str,
    frames: Callable[[schemas.AnswerOut], Iterator[str]],
    failure: Callable[[dict[str, str]], str],
) -> StreamingResponse:
    """``opening`` at once, then the ``frames`` of the answer that ``make`` makes, or the ``failure`` of why there is none.

    Raises:
        ServiceError: It is refused at once, before anything is sent.
    """
    task = asyncio.ensure_future(make())
    await asyncio.sleep(0)  # until it is admitted, or refused
    if task.done():
        task.result()

    async def body() -> AsyncIterator[str]:
        yield opening
        try:
            waited = 0.0
            while not task.done():
                await asyncio.wait({task}, timeout=_LOOK_EVERY_S)
                waited += _LOOK_EVERY_S
                if not task.done() and serving.stopping:
                    yield failure(SHUTTING_DOWN)
                    return
                if not task.done() and waited >= _SIGN_OF_LIFE_S:
                    waited = 0.0
                    yield ": still at work\n\n"
            try:
                for frame in frames(task.result()):
                    yield frame
            except ZhangjuError as error:
                yield failure(described(error))
            except Cancelled:
                return
            except Exception:  # what is promised is an event at every end; the log gets the error itself
                yield failure(UNFORESEEN)
                raise
        finally:
            task.cancel()

    return _Stream(body(), task)


class _Stream(StreamingResponse):
    """A stream whose work is given up too when the client left before the first byte."""

    def __init__(self, body: AsyncIterator[str], task: "asyncio.Future[schemas.AnswerOut]") -> None:
        super().__init__(body, media_type="text/event-stream", headers=_HEADERS)
        self._task = task

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._task.cancel()
