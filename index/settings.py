"""The settings of the index. ``rag`` and ``service`` extend this tree; each value is ``ZHANGJU_<NAME>`` outside."""

from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import SettingsError

PREFIX = "ZHANGJU_"


class IndexSettings(BaseSettings):
    """Where documents and index lie, and which model embeds them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    corpus: Path = Field(Path("corpus"), description="folder of documents with a corpus.toml")
    snapshots: Path = Field(Path("var/index"), description="folder of index generations")
    embedder: str = Field(
        "shipped", description="'shipped', or the name or path of a sentence-transformers model (extra: models)"
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
