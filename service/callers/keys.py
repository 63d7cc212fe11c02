"""Who may call: keys of enterprises and of sites, kept as hashes in one file that is read again when it changes.

A key is 256 random bits, so its plain SHA-256 cannot be turned back; it is shown once, when it is made. A site's key stands
in public in the portal's page: it is no secret, may only ask, and tells which origins may embed the chat.
"""

import hashlib
import logging
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import SettingsError
from service.settings import ORIGIN


class Permission(StrEnum):
    """What a key may be for."""

    ASK = "ask"
    READ = "read"
    FEEDBACK = "feedback"
    METRICS = "metrics"
    ADMIN = "admin"


Kind = Literal["enterprise", "site"]
_log = logging.getLogger(__name__)

OF_A_SITE = (Permission.ASK, Permission.READ, Permission.FEEDBACK)
"""What a site's key may do, and what anybody may where there is no key file."""


class Key(BaseModel):
    """A key as it is kept. ``origins`` are those that may embed the chat of a site."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str
    kind: Kind
    sha256: str
    permissions: tuple[Permission, ...]
    expires: date | None = None
    revoked: bool = False
    per_minute: int | None = None
    origins: tuple[Annotated[str, Field(pattern=f"^{ORIGIN.pattern}$")], ...] = ()

    def opens(self, needed: Permission) -> bool:
        """Whether it is for ``needed``; an admin's is for everything."""
        return needed in self.permissions or Permission.ADMIN in self.permissions

    def in_force(self, today: date) -> bool:
        """Whether it opens anything ``today``; its last day is the day it expires."""
        return not self.revoked and (self.expires is None or today <= self.expires)


class KeyFile(BaseModel):
    """The file as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    keys: tuple[Key, ...] = ()


class KeyRing:
    """The keys in the file ``path``."""

    def __init__(self, path: Path) -> None:
        """Reads the file.

        Raises:
            SettingsError: It is not there or not a key file.
        """
        self._path = path
        self._read()

    def find(self, token: str) -> Key | None:
        """The key that ``token`` is, in force or not. Looked up by its hash, so the time taken tells nothing.

        A file that was damaged or taken away since leaves the keys as they were last read: what was revoked stays so.
        """
        try:
            if self._changed() != self._as_of:
                self._read()
        except SettingsError as error:
            _log.error("keys as they were before: %s", error)
        return self._by_hash.get(hashed(token))

    def _read(self) -> None:
        as_of = self._changed()
        self._by_hash = {key.sha256: key for key in read_keys(self._path)}
        self._as_of = as_of

    def _changed(self) -> int:
        try:
            return self._path.stat().st_mtime_ns
        except OSError as error:
            raise SettingsError(f"{self._path}: {error.strerror}. Make a key: python -m service keys create") from error


def hashed(token: str) -> str:
    """What a key file keeps of ``token``."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def read_keys(path: Path) -> tuple[Key, ...]:
    """The keys in ``path``; none if there is no such file.

    Raises:
        SettingsError: It is not a key file.
    """
    if not path.exists():
        return ()
    try:
        return KeyFile.model_validate_json(path.read_bytes()).keys
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}. Let the service read it.") from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise SettingsError(f"{path}: {place}: {first['msg']}. Restore the key file.") from error
