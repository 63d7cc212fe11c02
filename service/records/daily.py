"""Records kept as one file of JSON lines a day, masked, and thrown away after their time."""

import json
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from service.errors import RecordError
from service.records.masking import masked


class DailyFiles:
    """Appends to ``folder/<name>-YYYY-MM-DD.jsonl``. Safe to share between threads."""

    def __init__(self, folder: Path, name: str, *, days: int, today: Callable[[], date]) -> None:
        """Keeps each day's file for ``days`` days; 0 writes nothing."""
        self._folder = folder
        self._name = name
        self._days = days
        self._today = today
        self._lock = threading.Lock()
        self._written: date | None = None

    def add(self, values: Mapping[str, Any]) -> None:
        """Append ``values``, its texts masked, with the time.

        Raises:
            RecordError: It cannot be written.
        """
        if not self._days:
            return
        record = {"time": datetime.now(UTC).isoformat(timespec="seconds")}
        record |= {name: masked(value) if isinstance(value, str) else value for name, value in values.items()}
        today = self._today()
        try:
            with self._lock:
                self._folder.mkdir(parents=True, exist_ok=True)
                if self._written != today:
                    self._throw_away(today)
                    self._written = today
                with (self._folder / f"{self._name}-{today.isoformat()}.jsonl").open("a", encoding="utf-8") as file:
                    file.write(json.dumps(record, ensure_ascii=False) + "\n")
        except OSError as error:
            raise RecordError(
                f"It cannot be kept: the folder of ZHANGJU_STATE is not writable ({error.strerror})."
            ) from error

    def _throw_away(self, today: date) -> None:
        oldest = (today - timedelta(days=self._days)).isoformat()
        for path in self._folder.glob(f"{self._name}-????-??-??.jsonl"):
            if path.stem.removeprefix(f"{self._name}-") <= oldest:
                path.unlink()
