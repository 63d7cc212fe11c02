"""Documents and clauses as JSON lines: what a snapshot stores, and what it reads back."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

from index.errors import SnapshotDamaged
from index.types import Clause, Document, NamedText, OtherDocument, Reference, Region, Repair

_DATES = ("written_date", "publish_date", "effective_date", "expiry_date")


def write_lines(path: Path, records: Iterable[Document | Clause]) -> None:
    """Write one JSON object a line."""
    with path.open("w", encoding="utf-8") as handle:
        for record in records:
            handle.write(json.dumps(asdict(record), ensure_ascii=False, default=date.isoformat))
            handle.write("\n")


def read_documents(path: Path) -> Iterator[Document]:
    """The documents that :func:`write_lines` wrote.

    Raises:
        SnapshotDamaged: A line is not a document.
    """
    for values in _objects(path, Document):
        for name in _DATES:
            values[name] = date.fromisoformat(values[name]) if values[name] else None
        values["region"] = Region(**values["region"]) if values["region"] else None
        for name in ("issuing_authority", "addressees"):
            values[name] = tuple(values[name])
        for name in ("legal_basis", "repeals"):
            values[name] = tuple(NamedText(**named) for named in values[name])
        for name in ("repealed_by", "replaced_by", "forwarded_by"):
            values[name] = _other(values[name]) if values[name] else None
        values["target_period"] = tuple(values["target_period"]) if values["target_period"] else None
        values["repairs"] = tuple(Repair(**repair) for repair in values["repairs"])
        yield Document(**values)


def read_clauses(path: Path) -> Iterator[Clause]:
    """The clauses that :func:`write_lines` wrote.

    Raises:
        SnapshotDamaged: A line is not a clause.
    """
    for values in _objects(path, Clause):
        for name in ("path", "children", "columns"):
            values[name] = tuple(values[name])
        values["references"] = tuple(Reference(**reference) for reference in values["references"])
        yield Clause(**values)


def _other(values: dict[str, Any]) -> OtherDocument:
    since = values["since"]
    return OtherDocument(**{**values, "since": date.fromisoformat(since) if since else None})


def _objects(path: Path, kind: type[Document] | type[Clause]) -> Iterator[dict[str, Any]]:
    names = {field.name for field in fields(kind)}
    with path.open(encoding="utf-8") as handle:
        for number, line in enumerate(handle, 1):
            values = json.loads(line)
            if set(values) != names:
                raise SnapshotDamaged(f"{path}:{number}: not a {kind.__name__} of this version. Build the index again.")
            yield values
