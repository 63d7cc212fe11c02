"""The open-model generator: any chat model that LangChain can build, held to the same evidence and checks as quoting.

The model sees numbered sentences and may cite only their numbers; what it writes becomes a draft, and
:mod:`rag.answering.verify` decides what of it is shown.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from rag.answering.chat import Complete
from rag.answering.prompts import load_prompt
from rag.errors import GeneratorError
from rag.types import Draft, Evidence, Question, Statement

_MOST_SENTENCES = 24
_MOST_CHARACTERS = 3_000  # of evidence in a prompt; a small model on two cores reads about 250 tokens a second
_LONGEST_REPLY, _MOST_BRACES = 40_000, 50  # beyond them a reply is no answer, and would take long to look through
_CONTROL = re.compile(r"[<＜][|｜]|[|｜][>＞]|</?s>|\[/?INST\]")


class ModelGenerator:
    """Writes with a chat model; ``complete`` is the model as a function."""

    def __init__(self, identifier: str, complete: Complete) -> None:
        self.id = identifier
        self._complete = complete
        self._prompt = load_prompt("answer", placeholders=frozenset({"question", "evidence"}))
        self.prompt_sha256: str | None = self._prompt.sha256

    def generate(self, question: Question, evidence: Sequence[Evidence]) -> Draft:
        """What the model answers, as statements that each cite a sentence of ``evidence``; unknown numbers are dropped.

        Raises:
            GeneratorError: The model failed, or what it wrote is not the JSON asked for.
        """
        numbered = _number(evidence)
        prompt = self._prompt.fill(
            question=_harmless(question.standalone),
            evidence="\n".join(f"[{number}] {_harmless(line)}" for number, (line, _) in numbered.items()),
        )
        reply = _read_reply(self._complete(prompt, _schema(list(numbered))))
        return Draft(statements=tuple(_statements(reply, {number: ref for number, (_, ref) in numbered.items()})))


_Reference = tuple[str, int, int]


def _number(evidence: Sequence[Evidence]) -> dict[str, tuple[str, _Reference]]:
    """``S1`` … → (line of the prompt, (key, start, end)), the best-covering sentences within the limits, in order."""
    every = [(item, sentence) for item in evidence for sentence in item.sentences]
    best = sorted(every, key=lambda pair: (-pair[1].coverage, pair[0].hit.rank, pair[1].start))[:_MOST_SENTENCES]
    chosen, length = set[tuple[str, int]](), 0
    for item, sentence in best:
        length += len(sentence.text)
        if length > _MOST_CHARACTERS and chosen:
            break
        chosen.add((item.key, sentence.start))
    kept = [(item, sentence) for item, sentence in every if (item.key, sentence.start) in chosen]
    return {
        f"S{place}": (
            f"（{item.document.short_name} {item.clause.address}）"
            f"{item.clause.reading if item.clause.columns else sentence.text}",
            (item.key, sentence.start, sentence.end),
        )
        for place, (item, sentence) in enumerate(kept, 1)
    }


def _schema(numbers: list[str]) -> dict[str, Any]:
    """The JSON schema of a reply; its enum makes a citation that does not exist impossible to write."""
    statement = {
        "type": "object",
        "properties": {"cite": {"type": "string", "enum": numbers}, "text": {"type": "string"}},
        "required": ["cite", "text"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"sufficient": {"type": "boolean"}, "statements": {"type": "array", "items": statement}},
        "required": ["sufficient", "statements"],
        "additionalProperties": False,
    }


def _harmless(text: str) -> str:
    """``text`` with what a chat template could take for a control token broken up."""
    return _CONTROL.sub(lambda match: " ".join(match[0]), text)


def _read_reply(text: str) -> Mapping[str, Any]:
    """The first JSON object in ``text``.

    Raises:
        GeneratorError: There is none.
    """
    decoder = json.JSONDecoder()
    for match in islice(re.finditer(r"\{", text[:_LONGEST_REPLY]), _MOST_BRACES):
        try:
            found, _ = decoder.raw_decode(text[:_LONGEST_REPLY], match.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and "statements" in found:
            return found
    raise GeneratorError("The model's reply holds no JSON of the form asked for.")


def _statements(reply: Mapping[str, Any], references: Mapping[str, _Reference]) -> Iterable[Statement]:
    statements = reply["statements"] if reply.get("sufficient", True) is True else []
    for entry in statements if isinstance(statements, list) else []:
        if not isinstance(entry, dict):
            continue
        text, cite = entry.get("text"), entry.get("cite")
        if isinstance(text, str) and isinstance(cite, str) and cite in references:
            key, start, end = references[cite]
            yield Statement(text=" ".join(text.split()), key=key, start=start, end=end)
