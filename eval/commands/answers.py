"""Commands that score answers: run, compare, gate, report, faults."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from tqdm import tqdm

from eval.cases.case import check_gold, read_cases
from eval.cases.shipped import DATASET, HELD_OUT
from eval.commands.command import DATASET_OPTION, REPORTS, Command, pipeline_of_settings, positive, say, show
from eval.errors import GateError
from eval.faults import measure as faults
from eval.metrics.scores import label
from eval.runs import compare, gate, side_by_side
from eval.runs.figures import latency
from eval.runs.outcome import AS_OF, scored
from eval.runs.records import record_of, write_records
from eval.runs.report import Report, make_report, read_report, write_report
from eval.targets.asking import ask_all
from eval.targets.by_name import TargetOptions, is_local, open_target
from eval.targets.cache import ResponseCache

_CACHE = Path("var/eval/responses")
_THRESHOLDS = Path(__file__).parents[1] / "thresholds.toml"


def _run(args: argparse.Namespace) -> None:
    cases = read_cases(args.dataset)
    pipeline = pipeline_of_settings()
    check_gold(cases, pipeline.index)
    options = TargetOptions(
        name=args.target, base_url=args.base_url, system_prompt=args.system_prompt, timeout_s=args.timeout
    )
    target = open_target(options, pipeline, AS_OF)
    identity = target.identity()
    at_once = args.at_once or (1 if is_local(args.target) else 4)
    cache = None if is_local(args.target) or args.fresh else ResponseCache(_CACHE, identity)
    with tqdm(total=len(cases), unit="question", desc=target.name, disable=None) as shown:

        def progress(done: int) -> None:
            shown.update(done - shown.n)

        responses = ask_all(cases, target, at_once=at_once, cache=cache, progress=progress)
    outcomes = scored(cases, responses, pipeline.index)
    if args.responses:
        write_records([record_of(outcome, pipeline.index) for outcome in outcomes], args.responses)
    report = make_report(outcomes, identity, args.dataset, pipeline.index, figures_only=args.figures_only)
    page = write_report(report, args.out)
    failed = [outcome.response for outcome in outcomes if outcome.response.status == "failed"]
    if failed:
        say(f"{len(failed)} of {len(cases)} questions could not be asked, the first: {failed[0].error}")
    taken = latency(outcomes)
    if args.json:
        brief = {name: round(value["mean"], 4) for name, value in report["all"]["scores"].items()}
        print(json.dumps({"flawless": report["all"]["flawless"]["count"], "questions": len(cases), **brief, **taken}))
    else:
        print(_summary(report, taken))
    say(f"report: {page}")


def _summary(report: Report, taken: Mapping[str, float]) -> str:
    """The figures of a run for people: one line each."""
    found = report["all"]
    lines = [f"{found['flawless']['count']} of {found['questions']} questions without fault"]
    lines += [f"{label(name):<20} {value['mean']:.3f}" for name, value in found["scores"].items()]
    lines += [f"{label(name):<20} {value}" for name, value in taken.items()]
    return "\n".join(lines)


def _compare(args: argparse.Namespace) -> None:
    before, after = read_report(args.before), read_report(args.after)
    found = compare.compare(before, after)
    print(json.dumps(found, ensure_ascii=False) if args.json else compare.markdown(found, before, after))


def _gate(args: argparse.Namespace) -> None:
    thresholds = gate.read_thresholds(args.thresholds)
    lines = [line for path in args.reports for line in gate.shortfalls(read_report(path), thresholds)]
    for line in lines:
        print(line)
    if lines:
        raise GateError(
            f"out of bounds: {len(lines)} of the figures bounded by {args.thresholds}. python -m eval compare says which "
            "questions flipped; where a change is meant, change the bound and say why."
        )
    say("every figure is within its bounds")


def _report(args: argparse.Namespace) -> None:
    say(f"report: {write_report(read_report(args.folder), args.folder)}")


def _faults(args: argparse.Namespace) -> None:
    index = pipeline_of_settings().index
    cases = read_cases(args.dataset)
    check_gold(cases, index)
    found = faults.measure(cases, index, AS_OF)
    show(faults.write(found, args.out))
    if lines := faults.uncaught(found):
        raise GateError("; ".join(lines))


def _baselines(args: argparse.Namespace) -> None:
    pipeline = pipeline_of_settings()
    show(side_by_side.write(side_by_side.measure((DATASET, HELD_OUT), pipeline, AS_OF), args.out))


COMMANDS = (
    Command(
        name="run",
        help="ask a system every question of a dataset, and score what it says",
        run=_run,
        out=REPORTS / "eval",
        options={
            **DATASET_OPTION,
            "--target": {"default": "pipeline", "help": "pipeline, langchain, bm25, http://…, or openai:<model>"},
            "--base-url": {"help": "of openai:<model>, with /v1"},
            "--system-prompt": {"type": Path, "help": "a file, said before every question to openai:<model>"},
            "--at-once": {"type": positive, "help": "questions under way at a time (a server 4, else 1)"},
            "--timeout": {"type": float, "default": 120.0, "help": "seconds to wait for an answer of a server"},
            "--fresh": {"action": "store_true", "help": "ask a server again what it answered before"},
            "--responses": {"type": Path, "help": "a file for all that was said, as JSON lines"},
            "--json": {"action": "store_true", "help": "the means as JSON on stdout"},
            "--figures-only": {"action": "store_true", "help": "a report without questions and answers"},
        },
    ),
    Command(
        name="compare",
        help="what changed between two reports, and whether by chance",
        run=_compare,
        options={
            "before": {"type": Path, "help": "folder of a report"},
            "after": {"type": Path, "help": "folder of another"},
            "--json": {"action": "store_true", "help": "for machines"},
        },
    ),
    Command(
        name="gate",
        help="fail unless the figures of reports are within their bounds",
        run=_gate,
        options={
            "reports": {"type": Path, "nargs": "+", "help": "folders of reports"},
            "--thresholds": {"type": Path, "default": _THRESHOLDS, "help": "a TOML file of bounds by dataset"},
        },
    ),
    Command(
        name="report",
        help="write the pages of a report anew from its figures",
        run=_report,
        options={"folder": {"type": Path, "help": "folder of a report"}},
    ),
    Command(
        name="faults",
        help="the harness itself: whether it catches systems with known faults",
        run=_faults,
        out=REPORTS / "faults",
        options=DATASET_OPTION,
    ),
    Command(
        name="baselines",
        help="ours beside what others would build, on the same questions",
        run=_baselines,
        out=REPORTS / "baselines",
        options={},
    ),
)
