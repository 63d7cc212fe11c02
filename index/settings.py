"""The settings of the index. ``rag`` and ``service`` extend this tree; each value is ``ZHANGJU_<NAME>`` outside."""

from pathlib import Path
from typing import Any, Self

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.embedding.options import EmbedderOptions
from index.errors import SettingsError

PREFIX = "ZHANGJU_"


class IndexSettings(BaseSettings):
    """Where documents and index lie, and which model embeds them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    corpus: Path = Field(Path("corpus"), description="folder of documents with a corpus.toml")
    snapshots: Path = Field(Path("var/index"), description="folder of index generations")
    embedder: str = Field(
        "shipped",
        description="shipped, openai:<model> (extra: servers), or the name or path of a sentence-transformers model "
        "(extra: models); build the index again after a change",
    )
    embedder_sha256: str | None = Field(
        None, description="fingerprint that the embedder must have (index info shows it)"
    )
    embedder_query_prefix: str | None = Field(None, description="text put before a question for the embedder")
    embedder_passage_prefix: str | None = Field(None, description="text put before a clause for the embedder")
    embedder_base_url: str | None = Field(None, description="address of the server of openai:<model>, with /v1")
    embedder_api_key: SecretStr | None = Field(None, description="key for that server")
    offline: bool = Field(False, description="never fetch a model from a hub: only what is cached or lies at a path")

    def embedder_options(self) -> EmbedderOptions:
        """How the embedder is loaded."""
        key = self.embedder_api_key
        return EmbedderOptions(
            name=self.embedder,
            sha256=self.embedder_sha256,
            offline=self.offline,
            query_prefix=self.embedder_query_prefix,
            passage_prefix=self.embedder_passage_prefix,
            base_url=self.embedder_base_url,
            api_key=key.get_secret_value() if key else None,
        )

    @classmethod
    def from_environment(cls, **given: Any) -> Self:
        """The settings out of the environment; ``given`` values other than ``None`` win.

        Raises:
            SettingsError: A value cannot be used.
        """
        try:
            return cls(**{name: value for name, value in given.items() if value is not None})
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            name = f"{PREFIX}{'_'.join(map(str, first['loc']))}".upper()
            raise SettingsError(f"{name}: {first['msg']}. Correct or unset it.") from error
