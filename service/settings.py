"""The settings of the service: those of question answering, and where it listens. The whole tree."""

import os
import re
from pathlib import Path
from typing import Any, Self

from pydantic import Field, field_validator

from index.errors import SettingsError
from index.settings import PREFIX
from rag.settings import RagSettings

ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?")
"""What a page's ``location.origin`` can be; nothing else may reach a Content-Security-Policy."""


class Settings(RagSettings):
    """Every setting there is; each is ``ZHANGJU_<NAME>`` in the environment."""

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=1, le=65535, description="port to listen on")
    public_url: str | None = Field(
        None, description="address under which people reach the service; without it citations name paths alone"
    )
    max_body_bytes: int = Field(32_768, ge=1024, description="longest request body, in bytes")
    max_document_bytes: int = Field(20_971_520, ge=1024, description="longest document that can be uploaded, in bytes")
    keys: Path | None = Field(
        None, description="file of keys; without one everybody may ask and read, and nobody may change documents"
    )
    embed_origins: str | None = Field(
        None, description="origins whose pages may hold the chat where there is no key file, apart by commas"
    )
    mcp: bool = Field(False, description="serve the Model Context Protocol at /mcp (extra: mcp)")
    mcp_hosts: str | None = Field(
        None, description="host names under which /mcp is reached, apart by commas; else host and port of the service"
    )
    requests_per_minute: int = Field(
        0,
        ge=0,
        description="questions, searches and feedback a minute for each caller whose key says nothing else; 0 sets no limit",
    )
    workers: int | None = Field(
        None,
        ge=1,
        le=64,
        description="questions answered at once; without it one where answers are quoted, eight where a server writes them",
    )
    waiting: int = Field(64, ge=0, description="questions that may wait; more are refused with 503")
    longest_wait: float = Field(5.0, gt=0, description="seconds after which a waiting question is refused with 503")
    drain: int = Field(10, ge=0, description="seconds that requests at work are given when the service is stopped")
    trusted_proxies: str | None = Field(
        None,
        description="addresses of proxies whose X-Forwarded-For is believed, apart by commas; without it none is believed",
    )
    state: Path = Field(Path("var/service"), description="folder for feedback and the content log")
    content_log_days: int = Field(
        0, ge=0, le=366, description="days for which questions and answers are kept, masked; 0 keeps none"
    )

    @field_validator("embed_origins")
    @classmethod
    def _origins(cls, value: str | None) -> str | None:
        if wrong := next((origin for origin in _listed(value) if not ORIGIN.fullmatch(origin)), None):
            raise ValueError(f"{wrong} is not an origin; give scheme and host, as https://portal.example.gov.cn")
        return value

    @property
    def threads(self) -> int:
        """``workers``. Quoting keeps one core busy, so that a second thread only takes turns; a server is waited for."""
        return self.workers or (8 if self.generator.startswith("openai:") else 1)

    @property
    def base_url(self) -> str:
        """``public_url`` to put before a path; empty without it."""
        return (self.public_url or "").rstrip("/")

    @property
    def mcp_host_names(self) -> list[str]:
        """``mcp_hosts``, one by one; else what the service listens on."""
        return _listed(self.mcp_hosts) or [
            f"{host}:{self.port}" for host in dict.fromkeys((self.host, "127.0.0.1", "localhost"))
        ]

    @property
    def embedding_origins(self) -> tuple[str, ...]:
        """``embed_origins``, one by one."""
        return tuple(_listed(self.embed_origins))

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


def _listed(value: str | None) -> list[str]:
    """What stands in ``value``, apart by commas."""
    return [item.strip() for item in (value or "").split(",") if item.strip()]
