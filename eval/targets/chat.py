"""Any product behind an OpenAI-compatible endpoint, ours or another's, over ``POST /chat/completions``."""

import hashlib
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from eval.cases.case import Case
from eval.errors import TargetError
from eval.response import Cited, Response, Status, checked
from eval.targets.http import Client
from eval.targets.service import citations_of, notices_of, status_of
from eval.targets.typed_citations import with_typed_citations
from index.search import ClauseIndex

_REFUSES = re.compile(
    r"无法(?:回答|确定|确认|提供)|不能回答|不清楚|不知道|没有找到|未(?:能)?找到|未(?:能)?(?:提及|提供|说明|载明)|没有(?:提及|提供)|未收录|不在收录"
    r"|没有(?:相关|写明|说明|规定|这方面|有关)|(?:暂)?无(?:相关|有关)|未(?:作|做)?规定|未明确"
    r"|(?:do(?:es)? not|don't|cannot|can't|could not|unable to).{0,30}(?:say|mention|state|answer|find|contain|know)"
    r"|no (?:relevant )?(?:document|clause|information)|not (?:covered|mentioned|stated|found|held)",
    re.IGNORECASE,
)
_OPENING = 80  # characters within which a refusal refuses
_BETWEEN = "（已回答）"  # what stands for answers of the assistant, which a dataset does not hold


class ChatTarget:
    """The model called ``model`` at ``client``'s address, asked after ``system`` if there is such a prompt.

    Citations are taken as our own endpoint gives them; of any other as typed into the text (《…》第三章…) and found in
    ``index``. The protocol has no place for a case's region and day: they are not told.
    """

    def __init__(self, client: Client, model: str, index: ClauseIndex, *, system: str = "") -> None:
        self._client = client
        self._model = model
        self._index = index
        self._system = system
        self.name = f"openai:{model}"

    def identity(self) -> Mapping[str, str]:
        """Address, caller, model, system prompt, and the clauses that its citations are looked up in."""
        return {
            "target": self.name,
            "address": self._client.base_url,
            "caller": self._client.key_fingerprint,
            "system_prompt_sha256": hashlib.sha256(self._system.encode()).hexdigest(),
            # What is kept is the answer with its citations found in these clauses.
            "generation": self._index.generation,
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
        return checked(self._response(reply, (time.perf_counter() - started) * 1000))

    def _response(self, reply: Any, milliseconds: float) -> Response:
        try:
            text = _content(reply)
            tokens = (reply.get("usage") or {}).get("total_tokens") or None
            known = _told(reply, text)
        except (AttributeError, IndexError, KeyError, TypeError) as error:
            raise TargetError(f"{self.name}: its reply is no chat completion (lacks {error}).") from error
        if known is not None:
            return replace(known, milliseconds=milliseconds, tokens=tokens)
        text, citations = with_typed_citations(text, self._index)
        status = _status(text, citations)
        return Response(status=status, text=text, citations=citations, milliseconds=milliseconds, tokens=tokens)


def _content(reply: Any) -> str:
    """The text of the first choice, whole or in parts.

    Raises:
        TargetError: There is none: a filter, a call of a tool, or a limit ended it.
    """
    content = reply["choices"][0]["message"]["content"]
    if isinstance(content, list):
        content = "".join(part["text"] for part in content if part.get("type") == "text")
    if not isinstance(content, str) or not content.strip():
        raise TargetError(f"The reply holds no text ({reply['choices'][0].get('finish_reason')}).")
    return content


def _told(reply: Any, content: str) -> Response | None:
    """What our own endpoint tells beside the text; ``None`` of another product's, whatever it means by the same names.

    The sources, notices and label that it repeats below the answer are told twice and are taken out of it.
    """
    if reply.get("status") is None or "citations" not in reply or "notices" not in reply:
        return None
    told = {f"注意：{notice['text']}" for notice in reply["notices"]} | {(reply.get("aigc") or {}).get("label", "")}
    sources = {f"[{c['number']}] {c['document']['title']} {c['locator']['label']}" for c in reply["citations"]}
    lines = [
        line
        for line in content.split("\n")
        if line not in told and line != "依据：" and not any(line.startswith(source) for source in sources)
    ]
    return Response(
        status=status_of(reply["status"]),
        reason=reply.get("reason"),
        text="\n".join(lines).rstrip(),
        citations=citations_of(reply["citations"]),
        notices=notices_of(reply["notices"]),
    )


def _status(text: str, citations: tuple[Cited, ...]) -> Status:
    """Whether a text refuses, which a product without a status only says in words: at its beginning, citing nothing."""
    return "not_found" if not citations and _REFUSES.search(text[:_OPENING]) else "answered"
