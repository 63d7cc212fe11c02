"""Questions that would be refused anyhow, refused before anything is read of them: a crowd must not keep the probes waiting."""

from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from service.admission import busy
from service.callers.keys import Permission
from service.middleware.access import permission_for
from service.problems import refused


class Shedding:
    """ASGI middleware: 503 to whoever asks while no more questions can wait."""

    def __init__(self, app: ASGIApp, is_full: Callable[[], bool]) -> None:
        self._app = app
        self._is_full = is_full

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless it asks and there is no room."""
        asks = scope["type"] == "http" and permission_for(scope["method"], scope["path"]) is Permission.ASK
        if asks and self._is_full():
            await refused(busy())(scope, receive, send)
            return
        await self._app(scope, receive, send)
