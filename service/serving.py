"""What the service answers with: the pipeline over the current generation, swapped whole when another is published."""

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from index.errors import ZhangjuError
from index.snapshot import current_generation
from rag import Pipeline
from service.admission import Admission, IsGone
from service.errors import Overloaded

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 2.0
_LAST_WORD_S = 1.0  # before the server cuts what is still at work

T = TypeVar("T")
OpenPipeline = Callable[[], Pipeline]


class Serving:
    """The pipeline in use. A request keeps the one that it began with, so that no answer mixes generations."""

    def __init__(
        self, pipeline: Pipeline, admission: Admission, *, drain_s: float = 10.0, reopen: OpenPipeline | None = None
    ) -> None:
        """Answers with ``pipeline``; ``reopen`` opens the one over whatever generation is current then.

        Once it is stopped, what is at work is given ``drain_s`` seconds.
        """
        self.pipeline = pipeline
        self.admission = admission
        self._reopen = reopen
        self._drain_s = drain_s
        self._stopped_at: float | None = None

    @property
    def stopping(self) -> bool:
        """Whether the service is being stopped: it is not ready any more, and streams end."""
        return self._stopped_at is not None

    def stop(self) -> None:
        """From now on the service is being stopped."""
        if self._stopped_at is None:
            self._stopped_at = time.monotonic()

    async def run(self, work: Callable[[Pipeline], T], is_gone: IsGone) -> T:
        """What ``work`` makes of the pipeline now in use, for as long as its client waits for it.

        Raises:
            Overloaded: Too many wait already.
            Cancelled: The client left.
        """
        pipeline = self.pipeline

        async def no_longer() -> bool:
            if self._stopped_at is not None and time.monotonic() - self._stopped_at > self._drain_s - _LAST_WORD_S:
                raise Overloaded("The service is being restarted. Ask again in a moment.", retry_after_s=10)
            return await is_gone()

        return await self.admission.run(lambda: work(pipeline), no_longer)

    def refresh(self) -> bool:
        """Answer with the generation that is current now, and say whether that is so. If it cannot be opened, the old stays."""
        if self._reopen is None:
            return False
        try:
            pipeline = self._reopen()
        except ZhangjuError as error:
            _log.error("the new generation is not used: %s", error)
            return False
        if pipeline.index.generation != self.pipeline.index.generation:
            _log.info("generation %s instead of %s", pipeline.index.generation, self.pipeline.index.generation)
            self.pipeline = pipeline
        return True

    async def watch(self, snapshots: Path) -> None:
        """Look every two seconds whether another generation is current, and answer with it then."""
        unusable = None
        while not self.stopping:
            await asyncio.sleep(_LOOK_EVERY_S)
            try:
                current = current_generation(snapshots).name
            except (ZhangjuError, OSError):
                continue
            if current not in (self.pipeline.index.generation, unusable):
                await asyncio.to_thread(self.refresh)
                unusable = current if current != self.pipeline.index.generation else None
