"""The figures of :mod:`eval.search.retrieval` written down."""

from pathlib import Path
from typing import Any

from eval.report_files import write_files

_GAINS = ("R@10", "MRR@10", "nDCG@10")


def write(found: dict[str, Any], folder: Path) -> Path:
    """Write ``report.json`` and ``report.md`` into ``folder``; the path of the latter."""
    return write_files(found, _markdown(found), folder)


def _markdown(found: dict[str, Any]) -> str:
    lines = [
        "# Retrieval",
        "",
        f"{found['passages']} passages; embedder `{found['embedder']}` (weights `{found['weights_sha256'][:12]}…`); "
        f"lexical share of the fused score {found['lexical_share']}. Means over questions with 95 % bootstrap intervals; "
        "a gain is over plain BM25 on the same questions, and real where its interval excludes 0. "
        "Made by `python -m eval retrieval --beir <folder>`.",
    ]
    for name, group in found["groups"].items():
        lines += ["", f"## {name}: {group['queries']} questions", "", *_table(group["stages"])]
    return "\n".join(lines) + "\n"


def _table(stages: dict[str, Any]) -> list[str]:
    metrics = list(next(iter(stages.values()))["scores"])
    rows = [f"| | {' | '.join(metrics)} | p50, p99 ms |", f"|---|{'---|' * len(metrics)}---|"]
    for name, stage in stages.items():
        cells = " | ".join(_cell(stage["scores"][metric]) for metric in metrics)
        rows.append(f"| {name} | {cells} | {stage['p50_ms']}, {stage['p99_ms']} |")
    for name, stage in list(stages.items())[1:]:
        gains = " | ".join(_cell(stage["gain"][metric], sign=True) if metric in _GAINS else "" for metric in metrics)
        rows.append(f"| {name}, gain | {gains} | |")
    return rows


def _cell(value: dict[str, float], *, sign: bool = False) -> str:
    mean = f"{value['mean']:+.3f}" if sign else f"{value['mean']:.3f}"
    return f"{mean} ({value['low']:.3f}–{value['high']:.3f})"
