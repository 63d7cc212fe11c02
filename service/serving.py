"""What the service answers with: the pipeline over the current generation, swapped whole when another is published."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from fastapi import Request

from index.errors import ZhangjuError
from index.snapshot import current_generation
from rag import Pipeline
from service.admission import Admission

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
        self.stopping = False
        self._reopen = reopen

    async def run(self, request: Request, work: Callable[[Pipeline], T]) -> T:
        """What ``work`` makes of the pipeline now in use, for as long as the client of ``request`` waits for it."""
        pipeline = self.pipeline
        return await self.admission.run(lambda: work(pipeline), request.is_disconnected)

    def refresh(self) -> None:
        """Answer with the generation that is current now. If it cannot be opened, the one in use stays."""
        if self._reopen is None:
            return
        try:
            pipeline = self._reopen()
        except ZhangjuError as error:
            _log.error("the new generation is not used: %s", error)
            return
        if pipeline.index.generation != self.pipeline.index.generation:
            _log.info("generation %s instead of %s", pipeline.index.generation, self.pipeline.index.generation)
            self.pipeline = pipeline

    async def watch(self, snapshots: Path) -> None:
        """Look every two seconds whether another generation is current, and answer with it then."""
        unusable = None
        while not self.stopping:
            await asyncio.sleep(_LOOK_EVERY_S)
            try:
                current = current_generation(snapshots).name
            except ZhangjuError:
                continue
            if current not in (self.pipeline.index.generation, unusable):
                await asyncio.to_thread(self.refresh)
                unusable = current if current != self.pipeline.index.generation else None
