"""``Generator``: who writes the draft of an answer. ``tests/contracts/generator.py`` is what every one passes."""

from collections.abc import Sequence
from typing import Protocol

from rag.types import Draft, Evidence, Question


class Generator(Protocol):
    """``id`` and ``prompt_sha256`` go into every answer; ``prompt_sha256`` is ``None`` where no prompt is used."""

    @property
    def id(self) -> str:
        """The generator's name, as in the settings."""
        ...

    @property
    def prompt_sha256(self) -> str | None:
        """The fingerprint of its prompt."""
        ...

    def generate(self, question: Question, evidence: Sequence[Evidence]) -> Draft:
        """A draft that rests on ``evidence`` alone. It is verified by others; it may be empty.

        Raises:
            GeneratorError: The model did not answer.
        """
        ...
