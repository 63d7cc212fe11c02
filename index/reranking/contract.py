"""What a reranker is; ``tests/contracts/reranker.py`` is what every implementation passes."""

from collections.abc import Sequence
from typing import Protocol


class Reranker(Protocol):
    """Reads question and passage together (Nogueira & Cho 2019)."""

    @property
    def id(self) -> str:
        """The model's name."""
        ...

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """How well each of ``passages`` answers, between 0 and 1, in their order."""
        ...
