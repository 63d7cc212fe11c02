"""The table of faults and metrics: what each fault costs, over the cases in which it shows."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from eval.cases.case import Case
from eval.faults.systems import FAULTS, Fault, Faulty, World
from eval.faults.truths import TRUTHS
from eval.metrics.faithfulness import faithful
from eval.metrics.scores import METRICS, Scores, is_flawless, label, scores_of
from eval.metrics.selective import aurc
from eval.metrics.statements import statements
from eval.report_files import write_files
from eval.response import Response
from index.search import ClauseIndex


def measure(cases: Sequence[Case], index: ClauseIndex, as_of: date) -> dict[str, Any]:
    """For the perfect system and each faulty one the mean of every metric, over the cases in which the fault shows."""
    world = World(index=index, as_of=as_of)
    perfect = [_scores(world.truth(case), case, world) for case in cases]
    return {
        "cases": len(cases),
        "perfect": {name: _mean([scores[name] for scores in perfect if name in scores]) for name in METRICS},
        "faults": {name: _fault(fault, cases, world) for name, fault in FAULTS.items()},
        "truths": {name: _truth(ask, cases, world) for name, ask in TRUTHS.items()},
        "aurc": _areas(len(cases)),
    }


def uncaught(found: Mapping[str, Any]) -> list[str]:
    """One line for each metric that is no use: it does not see what it is meant for, or nothing can lower it."""
    lines = list[str]()
    for fault, row in found["faults"].items():
        for name in FAULTS[fault].caught_by:
            before, after = row["metrics"][name]
            if before - after < FAULTS[fault].least:
                lines.append(f"{fault}: {name} falls from {before} to {after} only")
    seen = {name for fault in FAULTS.values() for name in fault.caught_by}
    return lines + [f"{name}: no fault is meant for it" for name in METRICS if name not in seen]


def write(found: Mapping[str, Any], folder: Path) -> Path:
    """Write ``report.json`` and ``report.md`` into ``folder``; the path of the latter."""
    lines = [
        "# The harness against systems with known faults",
        "",
        f"Each system knows the gold clauses of {found['cases']} questions and is perfect but for one fault. Given are the "
        "metrics meant to catch it, without and with the fault, over the questions in which it shows; how many of the "
        "statements that it altered are called unfaithful; and what else falls by a fifth. Made by `python -m eval faults`.",
        "",
        "| fault | questions | still without fault | caught by | altered statements caught | also falls |",
        "|---|---|---|---|---|---|",
    ]
    for name, row in found["faults"].items():
        meant = FAULTS[name].caught_by
        caught = ", ".join(f"{label(metric)} {_change(row['metrics'][metric])}" for metric in meant)
        others = [m for m, (before, after) in row["metrics"].items() if m not in meant and before - after >= 0.2]
        altered, seen = row["statements"]
        shown = f"{seen} of {altered}" if "faithfulness" in meant and altered else ""
        lines.append(
            f"| {name} | {row['questions']} | {row['flawless']} | {caught} | {shown} | {', '.join(map(label, others))} |"
        )
    perfect = ", ".join(f"{label(name)} {value:.3g}" for name, value in found["perfect"].items() if value is not None)
    areas = ", ".join(f"{name} {value:.3f}" for name, value in found["aurc"].items())
    lines += [
        "",
        f"Without a fault: {perfect}. (A row of a table is said as a sentence, so that its wording is not all its source's.)",
        "",
        "| true, in another form | answers | still faithful |",
        "|---|---|---|",
        *(f"| {name} | {row['answers']} | {row['faithful']} |" for name, row in found["truths"].items()),
        "",
        f"Area under the risk–coverage curve of a system that is wrong one time in three, by its confidence: {areas}.",
    ]
    return write_files(dict(found), "\n".join(lines) + "\n", folder)


def _fault(fault: Fault, cases: Sequence[Case], world: World) -> dict[str, Any]:
    """``metrics`` has for each metric ``[without, with]`` the fault, over the cases in which it shows and both have it.

    ``statements`` says how many statements the fault altered, and of how many of them the metrics say that they are not
    faithful.
    """
    pairs = list[tuple[Scores, Scores]]()
    altered = list[bool]()
    for case in cases:
        if case.answerable is fault.answerable:
            truth, response = world.truth(case), fault.ask(case, world)
            if response != truth:
                pairs.append((_scores(truth, case, world), _scores(response, case, world)))
                altered += _caught(truth, response, case, world)
    metrics = dict[str, list[float | None]]()
    for name in METRICS:
        both = [(one[name], other[name]) for one, other in pairs if name in one and name in other]
        if both:
            metrics[name] = [_mean([one for one, _ in both]), _mean([other for _, other in both])]
    return {
        "questions": len(pairs),
        "flawless": sum(is_flawless(after) for _, after in pairs),
        "statements": [len(altered), sum(altered)],
        "metrics": metrics,
    }


def _truth(ask: Faulty, cases: Sequence[Case], world: World) -> dict[str, int]:
    """How many answers the form changes, and how many of those are still faithful throughout."""
    changed = [
        _scores(response, case, world)["faithfulness"]
        for case in cases
        if case.answerable and (response := ask(case, world)).text != world.truth(case).text
    ]
    return {"answers": len(changed), "faithful": sum(value == 1.0 for value in changed)}


def _caught(truth: Response, response: Response, case: Case, world: World) -> list[bool]:
    """For each statement of ``truth`` that ``response`` makes in other words, whether it counts as unfaithful."""
    before, after = (statements(each, case.question, world.index) for each in (truth, response))
    if len(before) != len(after):
        return []
    changed = [said for said, true in zip(after, before, strict=True) if said.text != true.text]
    return [faithful([said], response, world.index) != 1.0 for said in changed]


def _scores(response: Response, case: Case, world: World) -> Scores:
    return scores_of(response, case, world.index, case.as_of or world.as_of)


def _areas(count: int) -> dict[str, float]:
    """Of a system wrong on every third case: sure of what is right, sure alike of all, sure of what is wrong."""
    wrong = [place % 3 == 0 for place in range(count)]
    sure = {
        "lower where it is wrong": [0.1 if bad else 0.9 for bad in wrong],
        "the same everywhere": [0.5] * count,
        "higher where it is wrong": [0.9 if bad else 0.1 for bad in wrong],
    }
    return {name: round(aurc(confidences, wrong), 4) for name, confidences in sure.items()}


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _change(both: Sequence[float]) -> str:
    return f"{both[0]:.2f} → {both[1]:.2f}"
