"""The settings of the service: those of question answering, and where it listens. The whole tree."""

import os
from typing import Any, Self

from pydantic import Field

from index.errors import SettingsError
from index.settings import PREFIX
from rag.settings import RagSettings


class Settings(RagSettings):
    """Every setting there is; each is ``ZHANGJU_<NAME>`` in the environment."""

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=1, le=65535, description="port to listen on")
    max_body_bytes: int = Field(32_768, ge=1024, description="longest request body, in bytes")

    @classmethod
    def from_environment(cls, **given: Any) -> Self:
        """The settings out of the environment; ``given`` values other than ``None`` win.

        Raises:
            SettingsError: A value cannot be used, or a ``ZHANGJU_`` variable names no setting.
        """
        known = {f"{PREFIX}{name}".upper() for name in cls.model_fields}
        for name in os.environ:
            if name.upper().startswith(PREFIX) and name.upper() not in known:
                raise SettingsError(f"{name}: no such setting. There are: {', '.join(sorted(known))}.")
        return super().from_environment(**given)
