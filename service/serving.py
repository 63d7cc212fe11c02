"""What the service answers with: the pipeline over the current generation, swapped whole when another is published."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from index.errors import ZhangjuError
from index.snapshot import current_generation
from rag import Pipeline
from service.admission import Admission, IsGone

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 2.0

T = TypeVar("T")
OpenPipeline = Callable[[], Pipeline]


class Serving:
    """The pipeline in use. A request keeps the one that it began with, so that no answer mixes generations."""

    def __init__(self, pipeline: Pipeline, admission: Admission, *, reopen: OpenPipeline | None = None) -> None:
        """Answers with ``pipeline``; ``reopen`` opens the one over whatever generation is current then."""
        self.pipeline = pipeline
        self.admission = admission
        self._reopen = reopen
        self._stopping = False

    @property
    def stopping(self) -> bool:
        """Whether the service is being stopped: it is not ready any more, and streams end."""
        return self._stopping

    def stop(self) -> None:
        """From now on the service is being stopped."""
        self._stopping = True

    async def run(self, work: Callable[[Pipeline], T], is_gone: IsGone) -> T:
        """What ``work`` makes of the pipeline now in use, for as long as its client waits for it.

        Raises:
            Overloaded: Too many wait already.
            Cancelled: The client left.
        """
        pipeline = self.pipeline
        return await self.admission.run(lambda: work(pipeline), is_gone)

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
        while not self._stopping:
            await asyncio.sleep(_LOOK_EVERY_S)
            try:
                current = current_generation(snapshots).name
            except (ZhangjuError, OSError):
                continue
            if current not in (self.pipeline.index.generation, unusable):
                await asyncio.to_thread(self.refresh)
                unusable = current if current != self.pipeline.index.generation else None
