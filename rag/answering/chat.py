"""What a chat model is to us: a function from prompt to text, and how the model behind it is reached."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Complete = Callable[[str, Mapping[str, Any]], str]
"""Prompt and JSON schema in, the model's text out."""


LONGEST_REPLY = 40_000
"""Characters beyond which a reply is no answer, and would take long to look through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """Address and key of the model's server where it has one, longest answer in tokens, seconds to wait."""

    base_url: str | None = None
    api_key: str | None = None
    max_tokens: int = 600
    timeout_s: float = 60.0
