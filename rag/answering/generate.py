"""The open-model generator: any chat model that LangChain can build, held to the same evidence and checks as quoting.

The model sees numbered sentences and may cite only their numbers; what it writes becomes a draft, and
:mod:`rag.answering.verify` decides what of it is shown. A small model does not write: it only selects sentences, which
are then quoted, since below 2 billion parameters a quarter of what is written is wrong with the right text at hand.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from rag.answering.chat import LONGEST_REPLY, Complete
from rag.answering.prompts import load_prompt
from rag.errors import GeneratorError
from rag.reading.rows import row_sentence
from rag.types import Draft, Evidence, Question, Statement

_MOST_SENTENCES = 24
_MOST_CHARACTERS = 3_000  # of evidence in a prompt; a small model on two cores reads about 250 tokens a second
_MOST_BRACES = 50  # beyond them a reply is no answer
_CONTROL = re.compile(r"[<＜][|｜]|[|｜][>＞]|</?s>|\[/?INST\]")


class ModelGenerator:
    """Writes with a chat model, or lets it select sentences; ``complete`` is the model as a function."""

    def __init__(self, identifier: str, complete: Complete, *, selects: bool = False) -> None:
        self.id = identifier
        self._complete = complete
        self._selects = selects
        name = "select" if selects else "answer"
        self._prompt = load_prompt(name, placeholders=frozenset({"question", "evidence"}))
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
        schema = (_selection_schema if self._selects else _schema)(list(numbered))
        reply = _read_reply(self._complete(prompt, schema), "evidence" if self._selects else "statements")
        references = {number: reference for number, (_, reference) in numbered.items()}
        if self._selects:
            return Draft(statements=tuple(_selected(reply, references, question, evidence)))
        return Draft(statements=tuple(_statements(reply, references)))


_SIZE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*([bm])(?![a-z])", re.IGNORECASE)
_LEAST_TO_WRITE = 2.0  # billions of parameters


def only_selects(name: str) -> bool:
    """Whether the model called ``name`` is too small to write, by the size in its name (Qwen3-0.6B, …-350m)."""
    sizes = [float(number) * (1 if unit in "bB" else 1e-3) for number, unit in _SIZE.findall(name)]
    return bool(sizes) and max(sizes) < _LEAST_TO_WRITE


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


def _selection_schema(numbers: list[str]) -> dict[str, Any]:
    """The JSON schema of a reply that only selects."""
    return {
        "type": "object",
        "properties": {
            "sufficient": {"type": "boolean"},
            "evidence": {"type": "array", "items": {"type": "string", "enum": numbers}},
        },
        "required": ["sufficient", "evidence"],
        "additionalProperties": False,
    }


def _harmless(text: str) -> str:
    """``text`` with what a chat template could take for a control token broken up."""
    return _CONTROL.sub(lambda match: " ".join(match[0]), text)


def _read_reply(text: str, member: str) -> Mapping[str, Any]:
    """The first JSON object in ``text`` that has ``member``.

    Raises:
        GeneratorError: There is none.
    """
    decoder = json.JSONDecoder()
    for match in islice(re.finditer(r"\{", text[:LONGEST_REPLY]), _MOST_BRACES):
        try:
            found, _ = decoder.raw_decode(text[:LONGEST_REPLY], match.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and member in found:
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


def _selected(
    reply: Mapping[str, Any],
    references: Mapping[str, _Reference],
    question: Question,
    evidence: Sequence[Evidence],
) -> Iterable[Statement]:
    """The sentences that a reply selects, each once, word for word; a row as a sentence."""
    chosen = reply["evidence"] if reply.get("sufficient", True) is True else []
    clauses = {item.key: item.clause for item in evidence}
    numbers = (number for number in chosen if isinstance(number, str)) if isinstance(chosen, list) else ()
    for number in dict.fromkeys(numbers):
        if number in references:
            key, start, end = references[number]
            clause = clauses[key]
            text = row_sentence(clause, question) if clause.columns else clause.text[start:end]
            yield Statement(text=text, key=key, start=start, end=end)
