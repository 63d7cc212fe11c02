"""What an application is made of, and how its routes come by it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from rag import Pipeline
from service.callers.keys import KeyRing
from service.corpus.jobs import Jobs
from service.records.daily import DailyFiles
from service.records.metrics import Metrics
from service.serving import Serving
from service.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of one application; ``keys`` is ``None`` where anybody may ask."""

    settings: Settings
    serving: Serving
    keys: KeyRing | None
    jobs: Jobs
    feedback: DailyFiles
    content_log: DailyFiles
    metrics: Metrics


def parts_of(request: Request) -> Parts:
    """The parts of the application that ``request`` came to."""
    parts: Parts = request.app.state.parts
    return parts


def pipeline_of(request: Request) -> Pipeline:
    """The pipeline in use."""
    return parts_of(request).serving.pipeline


PartsNow = Annotated[Parts, Depends(parts_of)]
PipelineNow = Annotated[Pipeline, Depends(pipeline_of)]
