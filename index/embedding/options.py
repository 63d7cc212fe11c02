"""How a named embedder is loaded, and what models that do not say it themselves want before a text."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

SHIPPED = "shipped"
SERVER = "openai:"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedderOptions:
    """Which model, from where, and how it is held to what it was.

    ``name`` is ``shipped``, ``openai:<model>`` for a server, or the name or path of a sentence-transformers model.
    ``sha256`` is the fingerprint that it must have. ``offline`` forbids fetching it. A prefix stands before each text;
    ``None`` leaves that to the model's own settings or to what is known of it.
    """

    name: str = SHIPPED
    sha256: str | None = None
    offline: bool = False
    query_prefix: str | None = None
    passage_prefix: str | None = None
    base_url: str | None = None
    api_key: str | None = None
    timeout_s: float = 60.0


_BGE_ZH = "为这个句子生成表示以用于检索相关文章："
_KNOWN_PREFIXES = {
    "*bge-*-zh": (_BGE_ZH, ""),
    "*bge-*-zh-v1.5": (_BGE_ZH, ""),
    "*multilingual-e5-*[!t]": ("query: ", "passage: "),
    "*e5-small": ("query: ", "passage: "),
}
"""By the pattern of a name its ``(query, passage)`` prefixes, as the cards of the models give them."""


def prefixes(options: EmbedderOptions) -> tuple[str | None, str | None]:
    """``(query, passage)``: as given, else as known by name, else ``None``, which means: what the model itself says."""
    name = options.name.removeprefix(SERVER).rstrip("/").lower()
    known = next((pair for pattern, pair in _KNOWN_PREFIXES.items() if fnmatchcase(name, pattern)), (None, None))
    query = known[0] if options.query_prefix is None else options.query_prefix
    passage = known[1] if options.passage_prefix is None else options.passage_prefix
    return query, passage
