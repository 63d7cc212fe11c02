"""Keys made and revoked: the file that :mod:`service.callers.keys` reads, edited by one command at a time."""

import fcntl
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from index.errors import SettingsError
from service.callers.keys import OF_A_SITE, Key, KeyFile, Kind, Permission, hashed, read_keys
from service.settings import ORIGIN


def create(
    path: Path,
    name: str,
    *,
    kind: Kind,
    permissions: Sequence[Permission] = OF_A_SITE,
    expires: date | None = None,
    per_minute: int | None = None,
    origins: Sequence[str] = (),
) -> tuple[str, Key]:
    """``(token, key)``: a new key, written to ``path``. The token is nowhere else.

    Raises:
        SettingsError: What is given for it cannot be so, or the file cannot be written.
    """
    if not name.strip():
        raise SettingsError("A key needs a name: whose it is.")
    if per_minute is not None and per_minute < 1:
        raise SettingsError("--per-minute must be 1 at least; leave it out for no limit of its own.")
    if wrong := next((origin for origin in origins if not ORIGIN.fullmatch(origin)), None):
        raise SettingsError(f"{wrong}: not an origin. Give scheme and host, as https://portal.example.gov.cn")
    token = f"{'site' if kind == 'site' else 'key'}_{secrets.token_urlsafe(32)}"
    key = Key(
        id=secrets.token_hex(6),
        name=name,
        kind=kind,
        sha256=hashed(token),
        permissions=OF_A_SITE if kind == "site" else tuple(permissions),
        expires=expires,
        per_minute=per_minute,
        origins=tuple(origins),
    )
    with _alone(path):
        _write(path, (*read_keys(path), key))
    return token, key


def revoke(path: Path, key_id: str) -> Key:
    """The key called ``key_id``, which opens nothing from now on.

    Raises:
        SettingsError: There is none.
    """
    with _alone(path):
        keys = read_keys(path)
        found = next((key for key in keys if key.id == key_id), None)
        if found is None:
            raise SettingsError(f"{path}: no key has the id {key_id}. python -m service keys list shows them.")
        revoked = found.model_copy(update={"revoked": True})
        _write(path, tuple(revoked if key.id == key_id else key for key in keys))
    return revoked


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Within the block no other command edits ``path``."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise SettingsError(f"{error.filename}: {error.strerror}. Mend that and try again.") from error


def _write(path: Path, keys: Sequence[Key]) -> None:
    """Replace the file whole, readable by its owner alone."""
    work = path.with_suffix(".tmp")
    work.unlink(missing_ok=True)
    with os.fdopen(os.open(work, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(KeyFile(keys=tuple(keys)).model_dump_json(indent=1) + "\n")
    work.replace(path)
