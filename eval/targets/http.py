"""One request to a system under test, and what its failure means: ask again, or give up."""

from collections.abc import Mapping
from typing import Any

import httpx

from eval.targets.contract import TargetBusy, TargetError

_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


class Client:
    """JSON over HTTP to ``base_url``, with ``key`` as the bearer's token if there is one; safe to share between threads."""

    def __init__(self, base_url: str, *, key: str | None, timeout_s: float) -> None:
        self.base_url = base_url.rstrip("/")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # A proxy of the environment is not asked: questions go to the address given and nowhere else.
        self._client = httpx.Client(headers=headers, timeout=timeout_s, trust_env=False)

    def get(self, path: str) -> Any:
        """What is at ``path``.

        Raises:
            TargetBusy: It may be there later.
            TargetError: It is not.
        """
        return self._send("GET", path, None)

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The reply to ``body``.

        Raises:
            TargetBusy: There was none, and may be one to the same body later.
            TargetError: There was none.
        """
        return self._send("POST", path, body)

    def _send(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        url = f"{self.base_url}{path}"
        try:
            reply = self._client.request(method, url, json=body)
        except httpx.TransportError as error:
            raise TargetBusy(f"{url}: no reply ({type(error).__name__}). Is it running there?") from error
        except httpx.InvalidURL as error:
            raise TargetError(f"{url}: is no address. Give one such as http://127.0.0.1:8000.") from error
        if reply.status_code in _BUSY:
            wait = reply.headers.get("Retry-After", "")
            raise TargetBusy(f"{url}: status {reply.status_code}.", retry_after=float(wait) if wait.isdigit() else None)
        if not reply.is_success:
            raise TargetError(f"{url}: status {reply.status_code} ({reply.text[:200]}).")
        try:
            return reply.json()
        except ValueError as error:
            raise TargetError(f"{url}: its reply is no JSON. Is the address right?") from error
