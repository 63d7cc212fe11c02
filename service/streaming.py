"""Answers sent while they are made: signs of life until there is something to say, an event for whatever ends it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

from starlette.responses import StreamingResponse

from index.errors import ZhangjuError
from rag.cancel import Cancelled
from service import schemas
from service.problems import described
from service.serving import Serving

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_SIGN_OF_LIFE_S = 15.0
_LOOK_EVERY_S = 0.5  # whether the service is told to stop

SHUTTING_DOWN = {"code": "shutting_down", "message": "The service is being restarted. Ask again in a moment."}


def streamed(
    serving: Serving,
    answer: Awaitable[schemas.AnswerOut],
    *,
    opening: str,
    frames: Callable[[schemas.AnswerOut], Iterator[str]],
    failure: Callable[[dict[str, Any]], str],
) -> StreamingResponse:
    """``opening`` at once, then the ``frames`` of ``answer``, or the ``failure`` of why there is none."""

    async def body() -> AsyncIterator[str]:
        yield opening
        task = asyncio.ensure_future(answer)
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
        finally:
            task.cancel()

    return StreamingResponse(body(), media_type="text/event-stream", headers=HEADERS)
