"""A language model that labels answers, by the prompt ``prompts/judge.md``; any OpenAI-compatible server."""

import json
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

from pydantic import ValidationError

from eval.judge.labels import ASPECTS, Labels
from eval.line_store import LineStore
from eval.runs.records import Quotation
from rag.answering.chat import LONGEST_REPLY, Complete
from rag.answering.prompts import load_prompt
from rag.errors import GeneratorError

_LABEL = {"type": "string", "enum": ["yes", "partly", "no"]}
_SCHEMA = {
    "type": "object",
    "properties": {**dict.fromkeys(ASPECTS, _LABEL), "why": {"type": "string"}},
    "required": [*ASPECTS, "why"],
    "additionalProperties": False,
}
_NOTHING_SAID = "（收录的文件没有规定）"
_MOST_BRACES = 50
_MOST_CITED = 4_000  # characters of the texts cited that a judge is shown


class Judge:
    """The model ``identifier``, as a function ``complete``; ``prompt_sha256`` says by which prompt it judges."""

    def __init__(self, identifier: str, complete: Complete) -> None:
        self.id = identifier
        self._complete = complete
        self._prompt = load_prompt("judge", placeholders=frozenset({"question", "answer", "cited", "reference"}))
        self.prompt_sha256 = self._prompt.sha256
        self.last_error = "it was not asked"

    def labels(self, question: str, answer: str, citations: Sequence[Quotation], reference: str) -> Labels:
        """The labels of ``answer``.

        Raises:
            GeneratorError: The model did not answer, or not with labels.
        """
        cited = "\n".join(f"[{citation.number}] {citation.text}" for citation in citations)
        prompt = self._prompt.fill(
            question=question,
            answer=answer,
            cited=cited[:_MOST_CITED] or "（无）",
            reference=reference or _NOTHING_SAID,
        )
        return _read(self._complete(prompt, _SCHEMA))


Item = tuple[str, Callable[[Judge], Labels]]
"""A key under which its labels are kept, and how they are asked for."""


def judge_all(
    items: Sequence[Item], judge: Judge, store: LineStore, *, at_once: int, progress: Callable[[], object]
) -> list[Labels | None]:
    """The labels of ``items``, in their order, ``None`` where the model gave none; ``store`` keeps what it gave."""

    def labelled(item: Item) -> Labels | None:
        key, ask = item
        if (known := store.get(key)) is not None:
            return Labels.model_validate(known)
        try:
            found = ask(judge)
        except GeneratorError as error:
            judge.last_error = str(error)
            return None
        finally:
            progress()
        store.put(key, found.model_dump())
        return found

    with ThreadPoolExecutor(max_workers=at_once) as pool:
        return list(pool.map(labelled, items))


def _read(text: str) -> Labels:
    """The labels in a reply: the last JSON object that holds them, since what is quoted of the answer stands before it.

    Raises:
        GeneratorError: It holds none.
    """
    decoder, found = json.JSONDecoder(), None
    for match in islice(re.finditer(r"\{", text[:LONGEST_REPLY]), _MOST_BRACES):
        try:
            value: Any = decoder.raw_decode(text[:LONGEST_REPLY], match.start())[0]
            found = Labels.model_validate(value)
        except (ValueError, ValidationError, RecursionError):
            continue
    if found is None:
        raise GeneratorError("The judge's reply holds no labels.")
    return found
