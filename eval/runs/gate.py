"""The gate: figures of a report held against a file of thresholds."""

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path

from eval.errors import ReportError
from eval.runs.figures import value_of
from eval.runs.report import Report

_BOUNDS = frozenset({"least", "most"})
Thresholds = Mapping[str, Mapping[str, Mapping[str, float]]]


def read_thresholds(path: Path) -> Thresholds:
    """By dataset the ``least`` and the ``most`` that figures may be, each by the figure's name (``scores.faithfulness``).

    Raises:
        ReportError: The file is missing or is not of that form.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReportError(f"{path}: cannot be read ({error}). Give a file such as eval/thresholds.toml.") from error
    for dataset, bounds in found.items():
        sound = isinstance(bounds, dict) and bounds and bounds.keys() <= _BOUNDS
        if not sound or not all(isinstance(b, dict) and b for b in bounds.values()):
            raise ReportError(f"{path}: may hold [{dataset}.least] and [{dataset}.most] alone, with figures in them.")
        for name, value in ((n, v) for b in bounds.values() for n, v in b.items()):
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise ReportError(f"{path}: [{dataset}] {name}: wanted a number, and the figure's name in quotes.")
    return found


def shortfalls(report: Report, thresholds: Thresholds) -> list[str]:
    """One line for each figure of ``report`` outside its bounds; questions that could not be asked are one too.

    Raises:
        ReportError: There are no thresholds for its dataset, or they name a figure that it does not have.
    """
    name = report["dataset"]["name"].removesuffix(".jsonl")
    if name not in thresholds:
        raise ReportError(f"no thresholds for the dataset {name}. Add [{name}.least] to the file.")
    found = report["all"]
    lines = [f"{name}: {found['failed']} questions could not be asked"] if found["failed"] else []
    for bound, wanted in thresholds[name].items():
        for figure, limit in wanted.items():
            value = value_of(found, figure)
            if value is None:
                raise ReportError(f"{name}: the report has no figure {figure}. Correct the thresholds.")
            if not (value >= limit if bound == "least" else value <= limit):
                lines.append(f"{name}: {figure} is {value}, and may be {limit} at {bound}")
    return lines
