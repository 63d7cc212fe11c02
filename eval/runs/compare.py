"""Two runs on the same questions: what changed, whether by chance, and which questions flipped."""

from collections.abc import Mapping, Sequence
from typing import Any

from eval.bootstrap import difference, randomisation_p, rounded
from eval.errors import ReportError
from eval.metrics.scores import METRICS, label
from eval.runs.report import Report

_FLAWLESS = "without fault"


def compare(before: Report, after: Report) -> dict[str, Any]:
    """Metric by metric both means, the paired difference with its interval, and its p-value, corrected after Holm (1979).

    Raises:
        ReportError: The two have no question in common.
    """
    ours, theirs = before["cases"], after["cases"]
    shared = [i for i in ours if i in theirs and ours[i].get("asked") == theirs[i].get("asked")]
    if not shared:
        raise ReportError("the two reports have no question in common. Compare runs of one dataset.")
    metrics = {name: pair for name in (_FLAWLESS, *METRICS) if (pair := _pairs(name, shared, before, after))}
    raw = {name: randomisation_p(*pair) for name, pair in metrics.items()}
    corrected = holm(raw)
    turned = [i for i in shared if before["cases"][i]["flawless"] != after["cases"][i]["flawless"]]
    return {
        "questions": len(shared),
        "same_dataset": before["dataset"]["sha256"] == after["dataset"]["sha256"],
        "metrics": {
            name: {
                "before": round(sum(one) / len(one), 4),
                "after": round(sum(other) / len(other), 4),
                "gain": rounded(difference(other, one)),
                "p": round(raw[name], 4),
                "p_corrected": round(corrected[name], 4),
                "n": len(one),
            }
            for name, (one, other) in metrics.items()
        },
        "mended": [identifier for identifier in turned if after["cases"][identifier]["flawless"]],
        "broken": [identifier for identifier in turned if before["cases"][identifier]["flawless"]],
    }


def markdown(found: Mapping[str, Any], before: Report, after: Report) -> str:
    """``found`` as Markdown, the questions that flipped with their words where a report has them."""
    asked = {case["id"]: case["question"] for report in (before, after) for case in report["not_right"]}
    lines = [
        f"{_name(before)} → {_name(after)}, {found['questions']} questions in common"
        + ("." if found["same_dataset"] else "; the datasets differ."),
        "",
        "| | before | after | difference, 95 % interval | p | p corrected | questions |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, row in found["metrics"].items():
        gain = row["gain"]
        lines.append(
            f"| {label(name)} | {row['before']:.3f} | {row['after']:.3f} | {gain['mean']:+.3f} "
            f"({gain['low']:+.3f} to {gain['high']:+.3f}) | {row['p']:.3f} | {row['p_corrected']:.3f} | {row['n']} |"
        )
    for what in ("mended", "broken"):
        lines += ["", f"{what}: {len(found[what])}"]
        lines += ["", *(f"- {i} {asked.get(i, '')}".rstrip() for i in found[what])] if found[what] else []
    return "\n".join(lines)


def _pairs(name: str, shared: Sequence[str], before: Report, after: Report) -> tuple[list[float], list[float]] | None:
    """The values of ``name`` in both reports, over the questions that have it in both."""

    def value(report: Report, identifier: str) -> float | None:
        case = report["cases"][identifier]
        found = case["flawless"] if name == _FLAWLESS else case["scores"].get(name)
        return None if found is None else float(found)

    both = [(value(before, i), value(after, i)) for i in shared]
    kept = [(one, other) for one, other in both if one is not None and other is not None]
    return ([one for one, _ in kept], [other for _, other in kept]) if kept else None


def holm(raw: Mapping[str, float]) -> dict[str, float]:
    """``raw`` p-values adjusted so that below .05 the family-wise error rate is at most 5 % (Holm 1979)."""
    found, least = dict[str, float](), 0.0
    for place, name in enumerate(sorted(raw, key=lambda name: raw[name])):
        least = max(least, min(1.0, raw[name] * (len(raw) - place)))
        found[name] = least
    return found


def _name(report: Report) -> str:
    return f"`{report['system']['target']}` on {report['dataset']['name']}"
