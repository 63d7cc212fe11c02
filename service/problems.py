"""Errors over HTTP: RFC 9457 problem details with a stable ``code``, an OpenAI-shaped ``error``, never the user's text."""

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

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
from service.errors import Forbidden, Overloaded, QuotaExceeded, ServiceError, Unauthenticated
from service.headers import SECURITY

_log = logging.getLogger(__name__)

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
}
"""The HTTP status of every error of the tree; a test checks that none is missing."""

_TITLES = {
    400: "请求无法解析",
    401: "需要有效的密钥",
    403: "没有权限",
    404: "没有找到",
    405: "方法不被允许",
    409: "已经存在",
    413: "请求过大",
    415: "请求类型不被支持",
    422: "请求内容不正确",
    429: "请求过于频繁",
    500: "内部错误",
    503: "服务暂不可用",
}
_KINDS = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}  # as OpenAI names them
_CODES = {
    400: "bad_json",
    404: "not_found",
    405: "method_not_allowed",
    409: "exists",
    413: "too_large",
    415: "unsupported_type",
    422: "bad_field",
}


def problem(status: int, code: str, detail: str, errors: list[dict[str, str]] | None = None) -> JSONResponse:
    """A problem response; ``errors`` name the fields at fault, without their values."""
    title = _TITLES.get(status, "错误")
    kind = _KINDS.get(status, "invalid_request_error" if status < 500 else "server_error")
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail}
    if errors:
        body["errors"] = errors
    body["error"] = {"message": detail, "type": kind, "code": code, "param": errors[0]["pointer"] if errors else None}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Make ``app`` answer every error with a problem."""
    app.add_exception_handler(ZhangjuError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Cancelled, _left)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unknown)


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
    """``code`` and ``message`` of ``error`` for whoever asked; what went wrong within is for the log."""
    if STATUS[type(error)] >= 500 and not isinstance(error, ServiceError):
        _log.error("%s: %s", error.code, error)
        return {"code": error.code, "message": "The service cannot answer now. Its log says why."}
    return {"code": error.code, "message": str(error)}


async def _known(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, ZhangjuError):
        raise error
    return refused(error)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    faults = [{"pointer": _pointer(fault), "detail": str(fault["msg"])} for fault in error.errors()]
    syntax = any(fault["type"] == "json_invalid" for fault in error.errors())
    status, code = (400, "bad_json") if syntax else (422, "bad_field")
    detail = "The body is not valid JSON in UTF-8." if syntax else "A field is missing, unknown or out of range."
    return problem(status, code, detail, faults)


def _pointer(fault: Mapping[str, Any]) -> str:
    """The JSON pointer of the field at fault; of the object around it if its name is not ours but the user's."""
    steps = fault["loc"][1:]
    return "/" + "/".join(str(step) for step in (steps[:-1] if fault["type"] == "extra_forbidden" else steps))


async def _http(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    code = _CODES.get(error.status_code, "http_error")
    response = problem(error.status_code, code, str(error.detail))
    response.headers.update(error.headers or {})
    return response


async def _left(request: Request, error: Exception) -> Response:
    """Nobody reads this; 499 is what access logs call a client that left."""
    return Response(status_code=499)


async def _unknown(request: Request, error: Exception) -> JSONResponse:
    _log.error("unforeseen %s", type(error).__name__, exc_info=error)
    response = problem(500, "internal", "An unforeseen error. Its trace is in the log.")
    response.headers.update(SECURITY)  # Starlette answers these outside every middleware
    return response
