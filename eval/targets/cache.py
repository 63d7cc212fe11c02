"""Responses kept on disk, so that a run that was interrupted goes on and an unchanged system is not asked twice."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from eval.cases.case import Case
from eval.line_store import LineStore, fingerprint
from eval.response import Response, read_response

_FORMAT = "1"
_ASKED = {"question", "history", "region", "as_of"}


class ResponseCache:
    """Responses of one system, by what was asked: ``<folder>/<fingerprint of the system>.jsonl``.

    The fingerprint is over all of ``identity``: whatever else answers depend on must be in it. Failed responses are not
    kept.
    """

    def __init__(self, folder: Path, identity: Mapping[str, str]) -> None:
        self._store = LineStore(folder / f"{fingerprint({'format': _FORMAT, **identity})[:24]}.jsonl")

    def get(self, case: Case) -> Response | None:
        """The response kept for what ``case`` asks."""
        return read_response(self._store.get(_key(case)))

    def put(self, case: Case, response: Response) -> None:
        """Keep ``response``, unless it failed."""
        if response.status != "failed":
            self._store.put(_key(case), asdict(response))


def _key(case: Case) -> str:
    return fingerprint(case.model_dump(mode="json", include=_ASKED))
