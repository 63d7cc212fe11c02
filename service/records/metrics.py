"""What happens, counted for Prometheus. No question, key or address is a label."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

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
        self.answers = Counter("zhangju_answers_total", "Answers by status.", ["status"], registry=self.registry)
        Gauge("zhangju_admitted", "Requests at work or waiting.", registry=self.registry).set_function(admitted)
        Gauge("zhangju_generation", "Number of the index generation.", registry=self.registry).set_function(generation)

    def text(self) -> bytes:
        """Everything counted since the start, in Prometheus's text format."""
        return generate_latest(self.registry)
