"""One request to a system under test, and what its failure means: ask again, or give up."""

import hashlib
from collections.abc import Mapping
from typing import Any

import httpx

from eval.errors import TargetBusy, TargetError

_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_NOT_FOUND = 404
_LONGEST_WAIT_S = 3600.0


class Client:
    """JSON over HTTP to ``base_url``, with ``key`` as the bearer's token if there is one; safe to share between threads.

    Neither a key nor a password in the address stands in a name or an error.
    """

    def __init__(self, base_url: str, *, key: str | None, timeout_s: float) -> None:
        try:
            address = httpx.URL(base_url.rstrip("/"))
        except (httpx.InvalidURL, TypeError) as error:
            raise TargetError(f"{base_url}: is no address. Give one such as http://127.0.0.1:8000.") from error
        self._address, self._key = str(address), key
        self.base_url = str(address.copy_with(userinfo=b""))
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # A proxy of the environment is not asked: questions go to the address given and nowhere else.
        self._client = httpx.Client(headers=headers, timeout=timeout_s, trust_env=False)

    @property
    def key_fingerprint(self) -> str:
        """What tells one caller's answers from another's."""
        return hashlib.sha256((self._key or "").encode()).hexdigest()[:16]

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The reply to ``body``.

        Raises:
            TargetBusy: There was none, and may be one to the same body later.
            TargetError: There was none.
        """
        url = f"{self.base_url}{path}"
        try:
            reply = self._client.post(f"{self._address}{path}", json=body)
        except httpx.HTTPError as error:
            raise TargetBusy(f"{url}: no reply ({type(error).__name__}). Is it running there?") from error
        if reply.status_code in _BUSY:
            raise TargetBusy(f"{url}: status {reply.status_code}.", retry_after=seconds_of(reply.headers))
        if not reply.is_success:
            hint = " Does the address end as it should (…/v1 of openai:<model>, none of http://…)?"
            said = reply.text[:200].replace(self._key, "…") if self._key else reply.text[:200]
            raise TargetError(
                f"{url}: status {reply.status_code} ({said}).{hint if reply.status_code == _NOT_FOUND else ''}"
            )
        try:
            return reply.json()
        except (ValueError, RecursionError) as error:
            raise TargetError(f"{url}: its reply is no JSON. Is the address right?") from error


def seconds_of(headers: Mapping[str, str]) -> float | None:
    """What ``Retry-After`` says in seconds; ``None`` if it says a date, or nothing."""
    wait = headers.get("Retry-After", "")
    return min(float(wait), _LONGEST_WAIT_S) if wait.isascii() and wait.isdigit() else None
