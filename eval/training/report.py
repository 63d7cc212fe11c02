"""The figures of :mod:`eval.training.measure` written down."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.report_files import write_files


def write(found: dict[str, Any], folder: Path) -> Path:
    """Write ``report.json`` and ``report.md`` into ``folder``; the path of the latter."""
    ablation, fusion = found["ablation"], found["fusion"]
    lines = [
        "# What each part of training and of fusion brings",
        "",
        f"Variants trained in one run, seed {ablation['seed']}, {ablation['steps']} steps before fine-tuning. A difference is "
        "to the first row on the same questions, with its 95 % bootstrap interval: real where that excludes 0. "
        "Made by `python -m eval training --laws <file> --beir <folder>`.",
        *_variants("Before fine-tuning", ablation["before"]),
        *_variants("Fine-tuning", ablation["after"]),
        "",
        "## Fusion",
        "",
        f"Fitted on {fusion['training_questions']} training questions with the cosines of tables fine-tuned without the "
        f"question ({fusion['folds']} folds); nDCG@10 there by the weight of BM25 in the convex combination, "
        + "; ".join(
            f"BM25 as a share {name}: " + ", ".join(f"{share}: {score:.3f}" for share, score in scores.items())
            for name, scores in fusion["shares"].items()
        )
        + ". The learned ranker is a logistic regression on eleven features; what one standard deviation adds: "
        + ", ".join(f"{name} {weight:+.2f}" for name, weight in fusion["weights"].items())
        + ".",
    ]
    for name, group in fusion["groups"].items():
        lines += ["", f"### {name}: {group['questions']} questions", "", *_ways(group["ways"])]
    return write_files(found, "\n".join(lines) + "\n", folder)


def _variants(title: str, groups: Mapping[str, Any]) -> list[str]:
    lines = list[str]()
    for name, group in groups.items():
        lines += ["", f"## {title}: {name}, {group['questions']} questions", ""]
        lines += [
            "| | vectors R@10 | R@100 | fused R@10 | difference | R@100 | MRR@10 | difference |",
            f"|---|{'---|' * 7}",
        ]
        for variant, stages in group["variants"].items():
            dense, fused = stages.get("dense"), stages["fused"]
            cells = [f"{dense[metric]['mean']:.3f}" if dense else "" for metric in ("R@10", "R@100")]
            cells += [f"{fused['R@10']['mean']:.3f}", _difference(fused["R@10"]["against_base"])]
            cells += [f"{fused['R@100']['mean']:.3f}", f"{fused['MRR@10']['mean']:.3f}"]
            cells += [_difference(fused["MRR@10"]["against_base"])]
            lines.append(f"| {variant} | {' | '.join(cells)} |")
    return lines


def _ways(ways: Mapping[str, Any]) -> list[str]:
    metrics = list(next(iter(ways.values())))
    lines = [f"| | {' | '.join(f'{metric} | difference' for metric in metrics)} |", f"|---|{'---|---|' * len(metrics)}"]
    for name, scores in ways.items():
        cells = (f"{scores[m]['mean']:.3f} | {_difference(scores[m]['against_first'])}" for m in metrics)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def _difference(value: Mapping[str, float]) -> str:
    if value["low"] == value["high"] == 0:
        return ""
    return f"{value['mean']:+.3f} ({value['low']:+.3f} to {value['high']:+.3f})"
