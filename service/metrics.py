"""What happens, counted for Prometheus. No question, key or address is a label."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

router = APIRouter(include_in_schema=False)

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The counters of one application."""

    def __init__(self, *, admitted: Callable[[], int], generation: Callable[[], int]) -> None:
        """``admitted`` and ``generation`` are asked when somebody reads."""
        self.registry = CollectorRegistry()
        self.seconds = Histogram(
            "http_server_request_duration_seconds",
            "Time to the end of a response.",
            ["method", "route", "status"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.refused = Counter("zhangju_refused_total", "Requests not served.", ["code"], registry=self.registry)
        self.answers = Counter("zhangju_answers_total", "Answers by status.", ["status"], registry=self.registry)
        Gauge("zhangju_admitted", "Requests at work or waiting.", registry=self.registry).set_function(admitted)
        Gauge("zhangju_generation", "Number of the index generation.", registry=self.registry).set_function(generation)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Everything counted since the start."""
    found: Metrics = request.app.state.metrics
    return Response(generate_latest(found.registry), media_type=CONTENT_TYPE_LATEST)
