"""Errors over HTTP: RFC 9457 problem details with a stable ``code``, an OpenAI-shaped ``error``, never the user's text."""

import logging
import re
from collections.abc import Mapping
from itertools import takewhile
from typing import Any, NamedTuple

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import (
    CorpusError,
    DocumentError,
    ModelError,
    SettingsError,
    SnapshotDamaged,
    SnapshotError,
    SnapshotMismatch,
    SnapshotMissing,
    ZhangjuError,
)
from rag.cancel import Cancelled
from rag.errors import GeneratorError, PromptError, QuestionError
from service.api.schemas import Problem
from service.errors import (
    BadUpload,
    Forbidden,
    Overloaded,
    QuotaExceeded,
    RecordError,
    ServiceError,
    Unauthenticated,
)

_log = logging.getLogger(__name__)
_FIELD = re.compile(r"\w+")

STATUS: Mapping[type[ZhangjuError], int] = {
    ZhangjuError: 500,
    SettingsError: 500,
    CorpusError: 500,
    DocumentError: 500,
    ModelError: 503,
    SnapshotError: 503,
    SnapshotMissing: 503,
    SnapshotDamaged: 503,
    SnapshotMismatch: 503,
    QuestionError: 422,
    PromptError: 500,
    GeneratorError: 503,
    ServiceError: 503,
    Unauthenticated: 401,
    Forbidden: 403,
    QuotaExceeded: 429,
    Overloaded: 503,
    BadUpload: 422,
    RecordError: 503,
}
"""The HTTP status of every error of the tree; a test checks that none is missing."""


class _Told(NamedTuple):
    """How a status is told: its title, the code where no error has one, and what OpenAI calls the kind."""

    title: str
    code: str
    kind: str = "invalid_request_error"


_TOLD = {
    400: _Told("请求无法解析", "bad_json"),
    401: _Told("需要有效的密钥", "unauthenticated", "authentication_error"),
    403: _Told("没有权限", "forbidden", "permission_error"),
    404: _Told("没有找到", "not_found"),
    405: _Told("方法不被允许", "method_not_allowed"),
    409: _Told("已经存在", "exists"),
    413: _Told("请求过大", "too_large"),
    415: _Told("请求类型不被支持", "unsupported_type"),
    422: _Told("请求内容不正确", "bad_field"),
    429: _Told("请求过于频繁", "rate_limit_exceeded", "rate_limit_error"),
    500: _Told("内部错误", "internal", "server_error"),
    503: _Told("服务暂不可用", "unavailable", "server_error"),
}
_UNTOLD = _Told("错误", "http_error")

RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {"application/problem+json": {}}}
    for status in (400, 401, 403, 413, 422, 429, 500, 503)
}
"""What any route may answer beside its own, for the description of the API."""

UNFORESEEN = {"code": "internal", "message": "An unforeseen error. Its trace is in the log.", "type": "server_error"}
SHUTTING_DOWN = {
    "code": "shutting_down",
    "message": "The service is being restarted. Ask again in a moment.",
    "type": "server_error",
}


def problem(status: int, code: str, detail: str, errors: list[dict[str, str]] | None = None) -> JSONResponse:
    """A problem response; ``errors`` name the fields at fault, without their values."""
    told = _TOLD.get(status, _UNTOLD)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": told.title,
        "status": status,
        "code": code,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    param = errors[0]["pointer"] if errors else None
    body["error"] = {"message": detail, "type": told.kind, "code": code, "param": param}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def refused(error: ZhangjuError) -> JSONResponse:
    """The problem response for ``error``; where it says when to try again, its header does."""
    said = described(error)
    response = problem(STATUS[type(error)], said["code"], said["message"])
    if isinstance(error, ServiceError) and error.retry_after_s is not None:
        response.headers["Retry-After"] = str(error.retry_after_s)
    if isinstance(error, Unauthenticated):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def described(error: ZhangjuError) -> dict[str, str]:
    """``code``, ``message`` and OpenAI's ``type`` of ``error`` for whoever asked; what went wrong within is for the log."""
    status = STATUS[type(error)]
    message = str(error)
    if status >= 500 and not isinstance(error, ServiceError):
        _log.error("%s: %s", error.code, error)
        message = "The service cannot answer now. Its log says why."
    return {"code": error.code, "message": message, "type": _TOLD.get(status, _UNTOLD).kind}


def install(app: FastAPI) -> None:
    """Make ``app`` answer every error with a problem."""
    app.add_exception_handler(ZhangjuError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Cancelled, _left)
    app.add_exception_handler(HTTPException, _http)


class Unforeseen:
    """ASGI middleware, the innermost: an error that nobody foresaw is a problem too, with the headers of every other.

    The framework's own place for that lies outside every middleware: without an id, a line in the log, or headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer if that fails before anything was sent."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            _log.error("unforeseen %s", type(error).__name__, exc_info=error)
            if begun or scope["type"] != "http":
                raise
            await problem(500, UNFORESEEN["code"], UNFORESEEN["message"])(scope, receive, send)


async def _known(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, ZhangjuError):
        raise error
    return refused(error)


async def _left(request: Request, error: Exception) -> Response:
    """Nobody reads this; 499 is what access logs call a client that left."""
    return Response(status_code=499)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    faults = [{"pointer": _pointer(fault), "detail": str(fault["msg"])} for fault in error.errors()]
    syntax = any(fault["type"] == "json_invalid" for fault in error.errors())
    status = 400 if syntax else 422
    detail = "The body is not valid JSON in UTF-8."
    if not syntax:
        detail = f"A field is missing, unknown or out of range: {faults[0]['pointer']}: {faults[0]['detail']}."
    return problem(status, _TOLD[status].code, detail, faults)


def _pointer(fault: Mapping[str, Any]) -> str:
    """The JSON pointer of the field at fault; of the object around it if its name is not ours but the user's."""
    steps = [str(step) for step in fault["loc"][1:]]
    named = takewhile(_FIELD.fullmatch, steps[:-1] if fault["type"] == "extra_forbidden" else steps)
    return "/" + "/".join(named)  # pydantic goes on with names of its own, of the members of a union


async def _http(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    response = problem(error.status_code, _TOLD.get(error.status_code, _UNTOLD).code, str(error.detail))
    response.headers.update(error.headers or {})
    return response
