"""A model server on loopback that says what a test tells it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

Reply = Callable[[str, dict[str, Any]], tuple[int, Any]]
"""Path and body in; status and what to send out, bytes as they are, all else as JSON."""


class ScriptedServer(HTTPServer):
    """``seen`` holds ``(path, body, headers)`` of each request."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.reply = reply
        self.seen: list[tuple[str, dict[str, Any], dict[str, str]]] = []

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append((self.path, body, dict(self.headers)))
        status, content = self.server.reply(self.path, body)
        streamed = body.get("stream") and status == 200 and isinstance(content, dict) and bool(content.get("choices"))
        data = _events(content) if streamed else content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/event-stream" if streamed else "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


def _events(completion: dict[str, Any]) -> bytes:
    """A whole chat completion as the stream that a server sends when asked for one, a few characters at a time."""
    frames = list[dict[str, Any]]()
    base = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    for choice in completion["choices"]:
        text = choice["message"]["content"] or ""
        deltas = [{"role": "assistant"}, *({"content": text[i : i + 7]} for i in range(0, len(text), 7))]
        frames += [{**base, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
        frames.append({**base, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    return b"".join(f"data: {json.dumps(frame)}\n\n".encode() for frame in frames) + b"data: [DONE]\n\n"


@contextmanager
def serving(reply: Reply) -> Iterator[ScriptedServer]:
    """A server that replies so, for as long as the block runs."""
    server = ScriptedServer(reply)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
