"""Deterministic stand-ins with sums one can do in one's head; each passes the suite of its contract."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from index.embedding import Vectors
from index.text import squeeze
from rag.types import Draft, Evidence, Question, Statement


class LetterEmbedder:
    """A text's vector counts its code points modulo eight: same letters, same vector."""

    id = "letters"
    weights_sha256 = "0" * 64
    dimension = 8

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for place, text in enumerate(texts):
            for character in squeeze(text):
                vectors[place, ord(character) % self.dimension] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(norms == 0, 1, norms)

    def embed_query(self, text: str) -> Vectors:
        return self.embed_passages([text])[0]


class LetterReranker:
    """The share of a question's letters that a passage has."""

    id = "letters"

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        letters = set(squeeze(question))
        return [len(letters & set(passage)) / (len(letters) or 1) for passage in passages]


class ScriptedGenerator:
    """Says what it is told to, of the first piece of evidence that holds it, or else of the first."""

    id = "scripted"
    prompt_sha256: str | None = None

    def __init__(self, *texts: str, key: str | None = None) -> None:
        self._texts = texts
        self._key = key

    def generate(self, question: Question, evidence: Sequence[Evidence]) -> Draft:
        holding = (item for item in evidence if all(text in item.clause.text for text in self._texts))
        first = next(holding, evidence[0])
        span = (first.sentences[0].start, first.sentences[-1].end)
        key = self._key or first.key
        return Draft(statements=tuple(Statement(text=t, key=key, start=span[0], end=span[1]) for t in self._texts))


def reply_with(text: str) -> Any:
    """A chat model, as a function, that always replies ``text``."""

    def complete(prompt: str, schema: Mapping[str, Any]) -> str:
        return text

    return complete
