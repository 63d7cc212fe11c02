"""One line for every request: who, which route, how it ended, how long it took; never what was asked or read."""

import logging
import re
import time
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.callers.network import network_of
from service.records.metrics import Metrics

_log = logging.getLogger("service.requests")
_ACCEPTED_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_QUIET = ("/livez", "/readyz", "/metrics")


class RequestLog:
    """ASGI middleware: gives every request an id, counts it, and logs how it ended."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; note its end."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        identifier = given if _ACCEPTED_ID.fullmatch(given) else uuid.uuid4().hex
        begun, status = time.perf_counter(), 0

        async def start(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = identifier
            await send(message)

        try:
            await self._app(scope, receive, start)
        except Exception:
            status = status or 500
            raise
        finally:
            self._note(scope, identifier, status or 499, time.perf_counter() - begun)

    def _note(self, scope: Scope, identifier: str, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None) or "none"  # a path that no route has is the caller's own text
        method = (
            scope["method"] if scope["method"] in _METHODS else "_OTHER"
        )  # one that is made up is the caller's own text
        self._metrics.seconds.labels(method, route, str(status)).observe(seconds)
        if route in _QUIET:
            return
        fields = {
            "request_id": identifier,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(1000 * seconds, 1),
            "key": scope.get("state", {}).get("key_id"),
            "network": network_of(scope),
        }
        _log.info("request", extra={"fields": fields})
