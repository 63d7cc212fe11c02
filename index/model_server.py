"""JSON posted to a model server (vLLM, text-embeddings-inference, Ollama, llama.cpp), its failures as one error."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from index.errors import ModelError

_ATTEMPTS, _PAUSE_S = 3, 0.5
_WORTH_ANOTHER_TRY = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelServer:
    """A server under ``base_url`` (with its ``/v1``); a busy one is asked again, twice."""

    base_url: str
    api_key: str | None = None
    timeout_s: float = 60.0

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The JSON that ``path`` returns for ``body``.

        Raises:
            ModelError: It cannot be reached, refuses, or does not reply in JSON. The message never holds ``body``.
        """
        try:
            import httpx
        except ImportError as error:
            raise ModelError("a model server needs httpx: pip install 'zhangju[servers]'.") from error
        url = f"{self.base_url.rstrip('/')}/{path}"
        headers = {"Authorization": f"Bearer {self.api_key}"} if self.api_key else {}
        fault = ""
        for attempt in range(_ATTEMPTS):
            time.sleep(_PAUSE_S * attempt)
            try:
                reply = httpx.post(url, json=dict(body), headers=headers, timeout=self.timeout_s)
                if reply.is_success:
                    return reply.json()
            except httpx.TransportError as error:
                fault = type(error).__name__
                if isinstance(error, httpx.TimeoutException):  # it was waited for long enough
                    break
            except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as error:
                raise ModelError(f"{url}: no usable reply ({type(error).__name__}). Is it a model server?") from error
            else:
                fault = f"HTTP {reply.status_code}"
                if reply.status_code not in _WORTH_ANOTHER_TRY:
                    break
        raise ModelError(f"{url}: {fault}. Check the address, the key and the model's name.")
