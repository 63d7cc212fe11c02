"""Who may do what: one table of routes, held against the key of each request before its body is read.

What the table does not name needs the scope ``admin``, so that a new route is private until somebody says otherwise.
"""

import re
from collections.abc import Callable
from datetime import date

from starlette.datastructures import Headers
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from index.errors import ZhangjuError
from service.callers import keys
from service.callers.keys import Key, KeyRing
from service.callers.quota import Quota
from service.errors import Forbidden, Unauthenticated
from service.problems import refused

PUBLIC = re.compile(
    r"/|/livez|/readyz|/openapi\.json|/documents(?:/[^/]+)?|/search|/chat|/static/.+|/widget/[^/]+/widget\.js"
)
"""Pages to read, probes and files: open to everybody. GET and HEAD alone."""

_NEEDED: tuple[tuple[str, re.Pattern[str], keys.Permission], ...] = (
    ("POST", re.compile(r"/v1/answers|/v1/search|/v1/chat/completions|/retrieval"), keys.Permission.ASK),
    ("GET", re.compile(r"/v1/models"), keys.Permission.ASK),
    ("*", re.compile(r"/mcp/?"), keys.Permission.ASK),
    ("GET", re.compile(r"/v1/documents(?:/[^/]+)?|/v1/clauses/.+"), keys.Permission.READ),
    ("POST", re.compile(r"/v1/feedback"), keys.Permission.FEEDBACK),
    ("GET", re.compile(r"/metrics"), keys.Permission.METRICS),
)
_WITHOUT_KEYS = (*keys.OF_A_SITE, keys.Permission.METRICS)
_LIMITED = (keys.Permission.ASK, keys.Permission.FEEDBACK)
_SEARCH_PAGE = "/search"  # open to everybody, and costs as much as a question


def permission_for(method: str, path: str) -> keys.Permission | None:
    """What a request needs; ``None`` if it is open to everybody."""
    read_only = "GET" if method == "HEAD" else method
    if read_only == "GET" and PUBLIC.fullmatch(path):
        return None
    named = (needed for of, pattern, needed in _NEEDED if of in ("*", read_only) and pattern.fullmatch(path))
    return next(named, keys.Permission.ADMIN)


def _is_routed(scope: Scope) -> bool:
    """Whether a route takes the request: what none takes is answered 404 or 405 to everybody."""
    return any(route.matches(scope)[0] is Match.FULL for route in scope["app"].router.routes)


class Access:
    """ASGI middleware: 401, 403 or 429 before anything of the body is read."""

    def __init__(self, app: ASGIApp, *, ring: KeyRing | None, quota: Quota, today: Callable[[], date]) -> None:
        """Without a ``ring`` everybody may ask and read, and nobody may change anything."""
        self._app = app
        self._ring = ring
        self._quota = quota
        self._today = today

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if its key allows it and its quota is not spent."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            needed = permission_for(scope["method"], scope["path"]) if _is_routed(scope) else None
            key = self._allowed(needed, Headers(scope=scope)) if needed else None
            if needed in _LIMITED or scope["path"] == _SEARCH_PAGE:
                self._quota.spend(scope, key)
        except ZhangjuError as error:
            await refused(error)(scope, receive, send)
            return
        scope.setdefault("state", {})["key_id"] = key.id if key else None
        await self._app(scope, receive, send)

    def _allowed(self, needed: keys.Permission, headers: Headers) -> Key | None:
        token = _bearer(headers)
        if self._ring is None:
            if needed in _WITHOUT_KEYS:
                return None
            raise Forbidden("This needs a key. Set ZHANGJU_KEYS and make one: python -m service keys create")
        key = self._ring.find(token) if token else None
        if key is None or not key.in_force(self._today()):
            raise Unauthenticated("Send a key that is in force as: Authorization: Bearer <key>.")
        if not key.opens(needed):
            raise Forbidden(f"This key does not have the permission {needed.value}.")
        return key


def _bearer(headers: Headers) -> str:
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""
