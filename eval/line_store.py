"""Values kept by key in a file of JSON lines: what was interrupted goes on, what is known is not asked again."""

import hashlib
import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class LineStore:
    """A file that is only ever appended to; safe to share between threads. A line that was cut off is dropped."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._lock = threading.Lock()
        self._known = self._read()

    def get(self, key: str) -> Any:
        """The value kept under ``key``, ``None`` if there is none."""
        return self._known.get(key)

    def put(self, key: str, value: Any) -> None:
        """Keep ``value``, which JSON can hold, under ``key``."""
        line = json.dumps({"key": key, "value": value}, ensure_ascii=False)
        with self._lock:
            self._known[key] = value
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(f"{line}\n")

    def _read(self) -> dict[str, Any]:
        if not self._path.is_file():
            return {}
        found = dict[str, Any]()
        data = self._path.read_bytes()
        for line in data.decode("utf-8", "replace").split("\n"):
            try:
                entry = json.loads(line)
                found[entry["key"]] = entry["value"]
            except (ValueError, KeyError, TypeError):
                continue
        if data and not data.endswith(b"\n"):
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write("\n")
        return found


def fingerprint(values: Mapping[str, object]) -> str:
    """A sha256 over ``values``, whatever their order."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
