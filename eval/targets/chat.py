"""Any product behind an OpenAI-compatible endpoint, ours or another's, over ``POST /chat/completions``."""

import hashlib
import re
import time
from collections.abc import Mapping
from typing import Any

from eval.cases.case import Case
from eval.targets.contract import Cited, Response, TargetError
from eval.targets.http import Client
from eval.targets.service import citations_of, notices_of
from eval.targets.typed import with_typed_citations
from index.search import ClauseIndex

_REFUSES = re.compile(
    r"无法回答|不能回答|没有找到|未找到|未(?:能)?提及|没有提及|未收录|不在收录|没有(?:相关|写明|说明|规定)|未(?:作|做)?规定|未明确"
    r"|(?:do(?:es)? not|don't|cannot|can't|no (?:relevant )?(?:document|clause|information)).{0,40}"
    r"(?:say|mention|state|answer|find|found|contain|held)",
    re.IGNORECASE,
)
_OPENING = 80  # characters within which a refusal refuses
_BETWEEN = "（已回答）"  # what stands for answers of the assistant, which a dataset does not hold


class ChatTarget:
    """The model called ``model`` at ``client``'s address, asked after ``system`` if there is such a prompt.

    Citations are taken as our own endpoint gives them; of any other as typed into the text (《…》第三章…) and found in
    ``index``.
    """

    def __init__(self, client: Client, model: str, index: ClauseIndex, *, system: str = "") -> None:
        self._client = client
        self._model = model
        self._index = index
        self._system = system
        self.name = f"openai:{model}"

    def identity(self) -> Mapping[str, str]:
        """Address, model and system prompt."""
        return {
            "target": self.name,
            "address": self._client.base_url,
            "system_prompt_sha256": hashlib.sha256(self._system.encode()).hexdigest(),
        }

    def ask(self, case: Case) -> Response:
        """The completion of the conversation, at temperature 0."""
        messages = [{"role": "system", "content": self._system}] if self._system else []
        for turn in case.history:
            messages += [{"role": "user", "content": turn.question}, {"role": "assistant", "content": _BETWEEN}]
        messages.append({"role": "user", "content": case.question})
        started = time.perf_counter()
        reply = self._client.post(
            "/chat/completions", {"model": self._model, "messages": messages, "temperature": 0, "stream": False}
        )
        return self._response(reply, (time.perf_counter() - started) * 1000)

    def _response(self, reply: Any, milliseconds: float) -> Response:
        try:
            text = reply["choices"][0]["message"]["content"] or ""
            tokens = (reply.get("usage") or {}).get("total_tokens") or None
            citations = citations_of(reply.get("citations") or ())
            notices = notices_of(reply.get("notices") or ())
        except (AttributeError, IndexError, KeyError, TypeError) as error:
            raise TargetError(f"{self.name}: its reply is no chat completion (lacks {error}).") from error
        if not citations and reply.get("status") is None:
            text, citations = with_typed_citations(text, self._index)
        return Response(
            status=reply.get("status") or _status(text, citations),
            reason=reply.get("reason"),
            text=text,
            citations=citations,
            notices=notices,
            milliseconds=milliseconds,
            tokens=tokens,
        )


def _status(text: str, citations: tuple[Cited, ...]) -> Any:
    """Whether a text refuses, which a product without a status only says in words: at its beginning, citing nothing."""
    return "not_found" if not text.strip() or (not citations and _REFUSES.search(text[:_OPENING])) else "answered"
