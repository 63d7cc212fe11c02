"""Files of JSON lines, read and written in one way. A line ends at a line feed alone: an answer may hold any other break."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.errors import DatasetError


def read_lines(path: Path, what: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """``(place, object)`` of each line that is not empty; ``what`` says in an error what the file should hold.

    Raises:
        DatasetError: The file cannot be read, or a line is no JSON object.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path}: cannot be read ({error}). Wanted: {what}, as JSON lines in UTF-8.") from error
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            found = json.loads(line)
        except ValueError as error:
            raise DatasetError(f"{place}: is no JSON ({error}). Wanted: {what}, one a line.") from error
        if not isinstance(found, dict):
            raise DatasetError(f"{place}: is no JSON object. Wanted: {what}, one a line.")
        yield place, found


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write ``rows`` to ``path``, whose folder is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
