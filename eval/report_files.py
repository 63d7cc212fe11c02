"""A report on disk: ``report.json`` for machines, ``report.md`` for people."""

import json
from pathlib import Path
from typing import Any


def write_files(values: dict[str, Any], page: str, folder: Path) -> Path:
    """Write both into ``folder``; the path of the page."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(values, ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
    path = folder / "report.md"
    path.write_text(page, encoding="utf-8")
    return path
