"""Responses kept on disk, so that a run that was interrupted goes on and an unchanged system is not asked twice."""

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from eval.cases.case import Case
from eval.targets.contract import Response

_FORMAT = "1"
_RESPONSE = TypeAdapter(Response)
_ASKED = {"question", "history", "region", "as_of"}


class ResponseCache:
    """Responses of one system, by what was asked: ``<folder>/<fingerprint of the system>.jsonl``.

    The fingerprint is over all of ``identity``: whatever else answers depend on must be in it. A line that was cut off by
    an interruption is asked again. Failed responses are not kept.
    """

    def __init__(self, folder: Path, identity: Mapping[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{_sha256({'format': _FORMAT, **identity})[:24]}.jsonl"
        self._lock = threading.Lock()
        self._known = dict(self._read())

    def get(self, case: Case) -> Response | None:
        """The response kept for what ``case`` asks."""
        return self._known.get(_key(case))

    def put(self, case: Case, response: Response) -> None:
        """Keep ``response``, unless it failed."""
        if response.status == "failed":
            return
        line = json.dumps({"key": _key(case), "response": asdict(response)}, ensure_ascii=False)
        with self._lock:
            self._known[_key(case)] = response
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(f"{line}\n")

    def _read(self) -> dict[str, Response]:
        if not self._path.is_file():
            return {}
        found = dict[str, Response]()
        for line in self._path.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
                found[entry["key"]] = _RESPONSE.validate_python(entry["response"])
            except (ValueError, ValidationError, KeyError, TypeError):
                continue  # cut off while it was written
        if not self._path.read_bytes().endswith(b"\n"):
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write("\n")
        return found


def _key(case: Case) -> str:
    return _sha256(case.model_dump(mode="json", include=_ASKED))


def _sha256(values: object) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
