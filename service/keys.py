"""Who may call: keys of enterprises and of sites, kept as hashes in one file that is read again when it changes.

A key is 256 random bits, so its plain SHA-256 cannot be turned back; it is shown once, when it is made. A site's key stands
in public in the portal's page: it is no secret, may only ask, and tells which origins may embed the chat.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import SettingsError


class Scope(StrEnum):
    """What a key may be for."""

    ASK = "ask"
    READ = "read"
    FEEDBACK = "feedback"
    METRICS = "metrics"
    ADMIN = "admin"


Kind = Literal["enterprise", "site"]
OF_A_SITE = (Scope.ASK, Scope.READ, Scope.FEEDBACK)
"""What a site's key may do, and what anybody may where there is no key file."""


class Key(BaseModel):
    """A key as it is kept. ``origins`` are those that may embed the chat of a site."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str
    kind: Kind
    sha256: str
    scopes: tuple[Scope, ...]
    expires: date | None = None
    revoked: bool = False
    per_minute: int | None = None
    origins: tuple[str, ...] = ()

    def in_force(self, today: date) -> bool:
        """Whether it opens anything ``today``; its last day is the day it expires."""
        return not self.revoked and (self.expires is None or today <= self.expires)


class _File(BaseModel):
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
        """The key that ``token`` is, in force or not. Looked up by its hash, so the time taken tells nothing."""
        if self._path.stat().st_mtime_ns != self._as_of:
            self._read()
        return self._by_hash.get(hashed(token))

    def _read(self) -> None:
        try:
            self._as_of = self._path.stat().st_mtime_ns
        except OSError as error:
            raise SettingsError(f"{self._path}: {error.strerror}. Make a key: python -m service keys create") from error
        self._by_hash = {key.sha256: key for key in read_keys(self._path)}


def hashed(token: str) -> str:
    """What a key file keeps of ``token``."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def read_keys(path: Path) -> tuple[Key, ...]:
    """The keys in ``path``; none if there is no such file.

    Raises:
        SettingsError: It is not a key file.
    """
    if not path.is_file():
        return ()
    try:
        return _File.model_validate_json(path.read_bytes()).keys
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise SettingsError(f"{path}: {place}: {first['msg']}. Restore the key file.") from error


def create(
    path: Path,
    name: str,
    *,
    kind: Kind,
    scopes: Sequence[Scope] = OF_A_SITE,
    expires: date | None = None,
    per_minute: int | None = None,
    origins: Sequence[str] = (),
) -> tuple[str, Key]:
    """``(token, key)``: a new key, written to ``path``. The token is nowhere else."""
    token = f"{'site' if kind == 'site' else 'key'}_{secrets.token_urlsafe(32)}"
    key = Key(
        id=secrets.token_hex(6),
        name=name,
        kind=kind,
        sha256=hashed(token),
        scopes=OF_A_SITE if kind == "site" else tuple(scopes),
        expires=expires,
        per_minute=per_minute,
        origins=tuple(origins),
    )
    _write(path, (*read_keys(path), key))
    return token, key


def revoke(path: Path, key_id: str) -> Key:
    """The key called ``key_id``, which opens nothing from now on.

    Raises:
        SettingsError: There is none.
    """
    keys = read_keys(path)
    found = next((key for key in keys if key.id == key_id), None)
    if found is None:
        raise SettingsError(f"{path}: no key has the id {key_id}. python -m service keys list shows them.")
    revoked = found.model_copy(update={"revoked": True})
    _write(path, tuple(revoked if key.id == key_id else key for key in keys))
    return revoked


def _write(path: Path, keys: Sequence[Key]) -> None:
    """Replace the file whole, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_suffix(".tmp")
    work.touch(mode=0o600)
    values = {"keys": [key.model_dump(mode="json") for key in keys]}
    work.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    work.replace(path)
