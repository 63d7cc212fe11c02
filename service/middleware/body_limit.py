"""Request bodies capped while they are read, with or without a Content-Length.

The framework's own limit answers in plain text; ours answers with a problem, as every error here does.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.problems import problem

_UPLOAD = ("POST", "/v1/documents")
_LONGER = {"/v1/chat/completions": 16}  # a client sends the whole conversation with every question


class BodyLimit:
    """ASGI middleware: answers 413 once a request's body is longer than ``limit`` bytes, before it is read whole.

    Documents that are uploaded may have ``of_documents`` bytes.
    """

    def __init__(self, app: ASGIApp, limit: int, of_documents: int) -> None:
        self._app = app
        self._limit = limit
        self._of_documents = of_documents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its whole body read, or refuse it."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        limit = self._limit * _LONGER.get(scope["path"], 1)
        if (scope["method"], scope["path"]) == _UPLOAD:
            limit = self._of_documents
        chunks, length, more = list[bytes](), 0, True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return
            chunks.append(message.get("body", b""))
            length += len(chunks[-1])
            more = message.get("more_body", False)
            if length > limit:
                detail = f"The body is longer than {limit} bytes. Send less."
                await problem(413, "too_large", detail)(scope, receive, send)
                return
        pending: list[Message] = [{"type": "http.request", "body": b"".join(chunks), "more_body": False}]

        async def replay() -> Message:
            return pending.pop() if pending else await receive()

        await self._app(scope, replay, send)
