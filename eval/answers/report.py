"""A run written down: figures over all and by tag, every case that was not right, and what made the answers."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.answers.run import AS_OF, Outcome, figures
from eval.report_files import write_files
from rag import Pipeline

_COLUMNS = (
    "questions",
    "all_right",
    "answered",
    "citation_recall",
    "citation_precision",
    "citation_validity",
    "cited_sentences",
    "required_strings",
    "refused",
    "right_reason",
)


def make_report(
    outcomes: Sequence[Outcome], pipeline: Pipeline, dataset: Path, *, figures_only: bool = False
) -> dict[str, Any]:
    """The report as JSON values; ``figures_only`` leaves the questions unseen, so that nobody tunes to them."""
    tags = sorted({tag for outcome in outcomes for tag in outcome.case.tags})
    return {
        "dataset": {"name": dataset.name, "sha256": hashlib.sha256(dataset.read_bytes()).hexdigest()},
        "as_of": AS_OF.isoformat(),
        "system": {
            "generator": pipeline.generator.id,
            "prompt_sha256": pipeline.generator.prompt_sha256,
            "embedder": pipeline.index.embedder_id,
            "documents": {document.id: document.sha256 for document in pipeline.index.documents.values()},
        },
        "all": figures(outcomes),
        "by_tag": {tag: figures([o for o in outcomes if tag in o.case.tags]) for tag in tags},
        "not_right": [] if figures_only else [_case(outcome) for outcome in outcomes if not outcome.is_good],
    }


def write_report(report: dict[str, Any], folder: Path) -> Path:
    """Write ``report.json`` and ``report.md`` into ``folder``; the path of the latter."""
    return write_files(report, _markdown(report), folder)


def _case(outcome: Outcome) -> dict[str, Any]:
    answer = outcome.answer
    return {
        "id": outcome.case.id,
        "question": outcome.case.question,
        "scores": outcome.scores,
        "status": answer.status,
        "reason": answer.reason,
        "answer": answer.text,
        "cited": [citation.clause.id for citation in answer.citations],
        "gold": [list(group) for group in outcome.case.gold],
    }


def _markdown(report: dict[str, Any]) -> str:
    rows = {"all": report["all"], **report["by_tag"]}
    lines = [
        "# Evaluation",
        "",
        f"Dataset `{report['dataset']['name']}` (sha256 `{report['dataset']['sha256'][:12]}…`), generator "
        f"`{report['system']['generator']}`, embedder `{report['system']['embedder']}`, validity as of {report['as_of']}. "
        "Made by `make eval`.",
        "",
        f"| | {' | '.join(name.replace('_', ' ') for name in _COLUMNS)} |",
        f"|---|{'---|' * len(_COLUMNS)}",
    ]
    lines += [f"| {name} | {' | '.join(_cell(row.get(key)) for key in _COLUMNS)} |" for name, row in rows.items()]
    lines += ["", "## Not right", ""] if report["not_right"] else []
    lines += [
        f"- **{case['id']}** {case['question']} — {', '.join(f'{k} {v:.2f}' for k, v in case['scores'].items() if v < 1)}; "
        f"{case['status']}; cited {', '.join(case['cited']) or 'nothing'}"
        for case in report["not_right"]
    ]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3g}" if isinstance(value, float) else str(value)
