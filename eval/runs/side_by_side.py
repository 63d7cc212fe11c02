"""Ours beside the baselines, on the same questions in the same run."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from eval.baselines.chunks import CHUNK
from eval.baselines.pipeline import READ
from eval.cases.case import read_cases
from eval.metrics.scores import label
from eval.report_files import write_files
from eval.runs.compare import compare
from eval.runs.mistakes import MISTAKES
from eval.runs.outcome import scored
from eval.runs.report import Report, make_report
from eval.targets.asking import ask_all
from eval.targets.by_name import TargetOptions, open_target
from rag import Pipeline

_SYSTEMS: Mapping[str, str] = {
    "pipeline": "Zhangju",
    "bm25": "BM25 over fixed chunks",
    "langchain": "FAISS over LangChain's chunks",
}
_COLUMNS: Mapping[str, str] = {
    "citation_recall": "gold clauses cited",
    "citation_precision": "citations that bear",
    "document_precision": "in the right document",
    "required_strings": "figures and names required",
    "refused": "unanswerable refused",
    "validity_notices": "out of date and said so",
}
_COMPARED = ("without fault", "citation_recall", "citation_precision", "refused")
_LONGEST = 60  # characters of an example's citation


def measure(datasets: Sequence[Path], pipeline: Pipeline, as_of: date) -> dict[str, Any]:
    """By dataset the figures of each system, and how ours differs from each in pairs; examples from the first dataset."""
    found: dict[str, Any] = {}
    for path in datasets:
        reports = {name: _report(name, path, pipeline, as_of) for name in _SYSTEMS}
        ours = reports["pipeline"]
        found[path.name] = {
            "systems": {name: report["all"] for name, report in reports.items()},
            "gain": {
                name: {metric: metrics[metric] for metric in _COMPARED}
                for name, report in reports.items()
                if name != "pipeline"
                for metrics in [compare(report, ours)["metrics"]]
            },
            "examples": {name: _examples(report) for name, report in reports.items()} if path == datasets[0] else {},
        }
    return found


def write(found: Mapping[str, Any], folder: Path) -> Path:
    """Write ``report.json`` and ``report.md`` into ``folder``; the path of the latter."""
    lines = [
        "# Beside what others would build",
        "",
        f"The same documents, embedder, generator and questions. The baselines cut the repaired texts into chunks of {CHUNK} "
        f"characters (LangChain's RecursiveCharacterTextSplitter by its defaults, or at fixed places), let our generator answer "
        f"from the {READ} nearest and cite those chunks; a chunk counts for every clause of which it holds half. The generator "
        "reads values and years as it does for us, so that it finds nothing to quote for some questions; nothing else decides "
        "whether to answer, and nothing is checked. Made by `python -m eval baselines`.",
    ]
    for dataset, of in found.items():
        lines += ["", f"## {dataset}", "", *_table(of["systems"]), ""]
        lines += ["Ours against each, question by question, with the 95 % interval:", ""]
        for name, gains in of["gain"].items():
            said = ", ".join(
                f"{label(metric)} {row['gain']['mean']:+.3f} ({row['gain']['low']:+.3f} to {row['gain']['high']:+.3f})"
                for metric, row in gains.items()
            )
            lines.append(f"- {_SYSTEMS[name]}: {said}")
        lines += ["", "What goes wrong:", "", *_mistakes(of["systems"])]
        for name, examples in of["examples"].items():
            lines += ["", f"{_SYSTEMS[name]}, the first of each:", "", *examples]
    return write_files(dict(found), "\n".join(lines) + "\n", folder)


def _report(name: str, path: Path, pipeline: Pipeline, as_of: date) -> Report:
    cases = read_cases(path)
    target = open_target(TargetOptions(name=name), pipeline, as_of)
    outcomes = scored(cases, ask_all(cases, target), pipeline.index)
    return make_report(outcomes, target.identity(), path, pipeline.index)


def _table(systems: Mapping[str, Any]) -> list[str]:
    rows = [
        f"| | questions without fault | {' | '.join(_COLUMNS.values())} | answerable refused | AURC | characters cited |",
        f"|---|---|{'---|' * len(_COLUMNS)}---|---|---|",
    ]
    for name, figures in systems.items():
        cells = " | ".join(_share(figures["scores"].get(metric)) for metric in _COLUMNS)
        rows.append(
            f"| {_SYSTEMS[name]} | {figures['flawless']['count']}/{figures['questions']} | {cells} "
            f"| {_share(figures['refusal']['false'])} | {figures['selective']['aurc']:.3f} "
            f"| {figures['cost']['characters_cited']:.0f} |"
        )
    return rows


def _mistakes(systems: Mapping[str, Any]) -> list[str]:
    rows = [f"| | {' | '.join(_SYSTEMS[name] for name in systems)} |", f"|---|{'---|' * len(systems)}"]
    for kind in MISTAKES:
        counts = [figures["mistakes"].get(kind, 0) for figures in systems.values()]
        if any(counts):
            rows.append(f"| {kind} | {' | '.join(map(str, counts))} |")
    return rows


def _examples(report: Report) -> list[str]:
    """Of each mistake the first question, and what was cited."""
    first = {case["mistake"]: case for case in reversed(report["not_right"])}
    return [
        f"- {kind}: {case['question']} → {_cited(case)}" for kind in MISTAKES if (case := first.get(kind)) is not None
    ]


def _cited(case: Mapping[str, Any]) -> str:
    cited = case["given"]["cited"]
    if not cited:
        return "nothing"
    text = " ".join(cited[0]["text"].split())
    return f"“{text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}”" + (
        f" and {len(cited) - 1} more" if cited[1:] else ""
    )


def _share(value: Mapping[str, float] | None) -> str:
    return "–" if value is None else f"{100 * value['mean']:.0f} %"
