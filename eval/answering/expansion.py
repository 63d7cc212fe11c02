"""What the thesaurus brings to the search: the same questions with and without what official texts say instead."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.bootstrap import difference, interval, rounded
from eval.cases.case import Case
from eval.metrics.gold import cites
from eval.report_files import write_files
from rag.pipeline import Pipeline
from rag.retrieval.retrieve import retrieve
from rag.retrieval.scope import scope_of
from rag.types import Question
from rag.understanding.understand import understand

_DEPTH = 10


def measure(cases: Sequence[Case], pipeline: Pipeline) -> dict[str, Any]:
    """By group of answerable questions: recall of their gold clauses among the first hits, with and without."""
    asked = [case for case in cases if case.answerable]
    with_it, without = dict[str, float](), dict[str, float]()
    for case in asked:
        question = _understood(case, pipeline)
        with_it[case.id] = _recall(question, case, pipeline)
        bare = tuple(replace(term, alternatives=()) for term in question.terms)
        without[case.id] = _recall(replace(question, terms=bare), case, pipeline)
    groups = {
        "lay wording": [case.id for case in asked if "lay" in case.tags],
        "English": [case.id for case in asked if "english" in case.tags],
        "others": [case.id for case in asked if not {"lay", "english"} & set(case.tags)],
    }
    return {
        "depth": _DEPTH,
        "groups": {name: _group(ids, with_it, without) for name, ids in groups.items()},
        "worse": {
            case.id: [case.question, without[case.id], with_it[case.id]]
            for case in asked
            if with_it[case.id] < without[case.id]
        },
    }


def write(found: dict[str, Any], folder: Path) -> Path:
    """Write ``report.json`` and ``report.md`` into ``folder``; the path of the latter."""
    lines = [
        "# The thesaurus",
        "",
        f"Share of the gold clauses of a question among the first {found['depth']} hits, with the equivalents of the thesaurus "
        "and without; the difference with its 95 % bootstrap interval. Made by `python -m eval expansion`.",
        "",
        "| | questions | without | with | difference |",
        "|---|---|---|---|---|",
    ]
    for name, group in found["groups"].items():
        gain = group["gain"]
        lines.append(
            f"| {name} | {group['questions']} | {group['without']['mean']:.3f} | {group['with']['mean']:.3f} "
            f"| {gain['mean']:+.3f} ({gain['low']:+.3f} to {gain['high']:+.3f}) |"
        )
    worse = [
        f"- {case}: {question} ({before:.2f} → {after:.2f})"
        for case, (question, before, after) in found["worse"].items()
    ]
    lines += ["", "Questions that it makes worse:", "", *(worse or ["- none"])]
    return write_files(found, "\n".join(lines) + "\n", folder)


def _group(ids: Sequence[str], with_it: Mapping[str, float], without: Mapping[str, float]) -> dict[str, Any]:
    after, before = [with_it[case] for case in ids], [without[case] for case in ids]
    return {
        "questions": len(ids),
        "with": rounded(interval(after)),
        "without": rounded(interval(before)),
        "gain": rounded(difference(after, before)),
    }


def _understood(case: Case, pipeline: Pipeline) -> Question:
    parts = understand(case.question, pipeline.library, as_of=pipeline.today(), history=case.turns)
    return parts[0][0]


def _recall(question: Question, case: Case, pipeline: Pipeline) -> float:
    hits = retrieve(question, scope_of(question, pipeline.library.documents), pipeline.library)
    found = [hit.clause.id for hit in hits[:_DEPTH]]
    met = [any(cites(clause, gold) for clause in found for gold in alternatives) for alternatives in case.gold]
    return sum(met) / len(met)
