"""The gate: figures of a report held against a file of thresholds."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from eval.cases.case import DatasetError
from eval.runs.figures import value_of
from eval.runs.report import Report

_BOUNDS = frozenset({"least", "most"})
Thresholds = Mapping[str, Mapping[str, Mapping[str, float]]]


def read_thresholds(path: Path) -> Thresholds:
    """By dataset the ``least`` and the ``most`` that figures may be, each by the figure's name (``scores.faithfulness``).

    Raises:
        DatasetError: The file is missing or is not of that form.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DatasetError(f"{path}: cannot be read ({error}). Give a file such as eval/thresholds.toml.") from error
    for dataset, bounds in found.items():
        sound = (
            isinstance(bounds, dict) and bounds.keys() <= _BOUNDS and all(isinstance(b, dict) for b in bounds.values())
        )
        if not sound or not all(isinstance(v, int | float) for b in bounds.values() for v in b.values()):
            raise DatasetError(f"{path}: [{dataset}] may hold least and most alone, each of figures by name.")
    return found


def shortfalls(report: Report, thresholds: Thresholds) -> list[str]:
    """One line for each figure of ``report`` outside its bounds; questions that could not be asked are one too.

    Raises:
        DatasetError: There are no thresholds for its dataset, or they name a figure that it does not have.
    """
    name = report["dataset"]["name"].removesuffix(".jsonl")
    if name not in thresholds:
        raise DatasetError(f"no thresholds for the dataset {name}. Add [{name}.least] to the file.")
    found = report["all"]
    lines = [f"{name}: {found['failed']} questions could not be asked"] if found["failed"] else []
    for bound, wanted in thresholds[name].items():
        for figure, limit in wanted.items():
            value = value_of(found, figure)
            if value is None:
                raise DatasetError(f"{name}: the report has no figure {figure}. Correct the thresholds.")
            if value < limit if bound == "least" else value > limit:
                lines.append(f"{name}: {figure} is {value}, and may be {limit} at {bound}")
    return lines
