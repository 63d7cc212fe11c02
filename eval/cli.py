"""``python -m eval``: score the pipeline on a dataset, and measure parser, retrieval, training, speed and footprint."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval import footprint, load
from eval.answers import expansion, validate, verifier
from eval.answers.cases import DatasetError, check_gold, read_cases
from eval.answers.report import make_report, write_report
from eval.answers.run import median_ms, run
from eval.parsing import structure, structure_report
from eval.search import regions, retrieval, retrieval_report, speed, speed_report
from index.embedding import EmbedderOptions, load_embedder
from index.errors import ZhangjuError
from index.reranking import RerankerOptions, load_reranker
from index.training.articles import read_articles
from index.training.beir import read_collection
from rag import open_pipeline
from rag.settings import RagSettings

DATASET = Path(__file__).parent / "datasets" / "ip_policy.jsonl"
"""The project's own questions over the five documents."""
HELD_OUT = DATASET.with_name("ip_policy_test.jsonl")
"""More of them, which nothing is fitted to and nobody reads."""

_REPORTS = Path("docs/reports")

_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "--dataset": {"type": Path, "default": DATASET, "help": "JSON lines of cases"},
    "--figures-only": {"action": "store_true", "help": "a report without the questions that went wrong"},
    "--held-out": {"type": Path, "default": HELD_OUT, "help": "JSON lines of cases that nothing is fitted to"},
    "--save": {"action": "store_true", "help": "write the fitted model into rag/data"},
    "--laws": {"type": Path, "required": True, "help": "a folder or .tar.xz of laws in Markdown"},
    "--beir": {"type": Path, "required": True, "help": "folder with corpus.jsonl[.gz], queries.jsonl, qrels/"},
    "--split": {"default": "train", "help": "qrels/<split>.tsv"},
    "--part": {"choices": ("tuning", "training", "all"), "default": "tuning", "help": "of the questions"},
    "--embedder": {"default": "shipped", "help": "shipped, or a model by name or path"},
    "--reranker": {"default": "none", "help": "none, or a cross-encoder by name or path"},
    "--runs": {"type": Path, "help": "folder for TREC run files, one a group and stage"},
    "--json": {"action": "store_true", "help": "the figures as JSON on stdout"},
    "--mutations": {"type": int, "default": 20_000},
    "--count": {"type": int, "default": 30, "help": "how many laws"},
    "--repeats": {"type": int, "default": 5},
    "--steps": {"type": int, "default": 500, "help": "of each variant before fine-tuning"},
    "--sizes": {"type": int, "nargs": "+", "default": [300, 56_000, 1_000_000], "help": "how many clauses"},
    "--over": {"type": Path, "nargs": "+", "default": [Path("var/index")], "help": "folders of generations to serve"},
    "--seconds": {"type": float, "default": 60.0, "help": "how long it is asked too much"},
    "--queries": {"type": int, "default": 300, "help": "how many questions are asked"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Command:
    """A command that measures something and writes a report into ``docs/reports/<name>``."""

    name: str
    help: str
    options: tuple[str, ...]
    run: Callable[[argparse.Namespace], None]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command: 0 on success, 1 with one line on stderr if it failed, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    for each in _COMMANDS:
        command = commands.add_parser(each.name, help=each.help)
        for option in each.options:
            command.add_argument(option, **_OPTIONS[option])
        folder = _REPORTS / ("eval" if each.name == "run" else each.name)
        command.add_argument("--out", type=Path, default=folder, help="folder of the report")
        command.set_defaults(run=each.run)
    args = parser.parse_args(argv)
    try:
        args.run(args)
    except ZhangjuError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _run(args: argparse.Namespace) -> None:
    cases = read_cases(args.dataset)
    pipeline = open_pipeline(RagSettings.from_environment())
    check_gold(cases, pipeline.index)

    def progress(done: int) -> None:
        if done % 20 == 0 or done == len(cases):
            _say(f"{done}/{len(cases)}")

    outcomes = run(cases, pipeline, progress=progress)
    report = make_report(outcomes, pipeline, args.dataset, figures_only=args.figures_only)
    page = write_report(report, args.out)
    print(json.dumps({**report["all"], "median_ms": median_ms(outcomes)}, ensure_ascii=False))
    _say(f"report: {page}")


def _footprint(args: argparse.Namespace) -> None:
    found = footprint.measure(repeats=args.repeats)
    path = args.out.with_suffix(".json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found))


def _load(args: argparse.Namespace) -> None:
    _show(load.write(load.measure(args.over, seconds=args.seconds), args.out, seconds=args.seconds))


def _structure(args: argparse.Namespace) -> None:
    found = structure.measure(structure.read_laws(args.laws), mutations=args.mutations, progress=_say)
    page = structure_report.write(found, args.out)
    print(json.dumps({name: found[name] for name in ("articles", "headings", "conserved", "megabytes_per_second")}))
    _say(f"report: {page}")


def _retrieval(args: argparse.Namespace) -> None:
    collection = read_collection(args.beir, args.split)
    embedder = load_embedder(EmbedderOptions(name=args.embedder))
    reranker = load_reranker(RerankerOptions(name=args.reranker))
    found, runs = retrieval.measure(collection, embedder, args.part, reranker)
    if args.runs:
        retrieval.write_runs(runs, args.runs)
    page = retrieval_report.write(found, args.out)
    print(json.dumps(found) if args.json else page.read_text(encoding="utf-8"))
    _say(f"report: {page}")


def _regions(args: argparse.Namespace) -> None:
    found = regions.measure(read_articles(args.laws), load_embedder(EmbedderOptions()))
    _show(regions.write(found, args.out))


def _expansion(args: argparse.Namespace) -> None:
    cases = read_cases(args.dataset)
    pipeline = open_pipeline(RagSettings.from_environment())
    check_gold(cases, pipeline.index)
    _show(expansion.write(expansion.measure(cases, pipeline), args.out))


def _validate(args: argparse.Namespace) -> None:
    index = open_pipeline(RagSettings.from_environment()).index
    others = [path for path in (DATASET, HELD_OUT) if path.resolve() != args.dataset.resolve()]
    found = validate.faults(args.dataset, others, index)
    for line in found:
        print(line)
    if found:
        raise DatasetError(f"{args.dataset}: {len(found)} faults")
    _say(f"{args.dataset}: sound")


def _verifier(args: argparse.Namespace) -> None:
    index = open_pipeline(RagSettings.from_environment()).index
    found = {"the corpus": verifier.measure(verifier.corpus_texts(index))}
    found[f"{args.count} laws"] = verifier.measure(verifier.law_texts(args.laws, args.count))
    _show(verifier.write(found, args.out))


def _calibrate(args: argparse.Namespace) -> None:
    from eval.answers import calibrate  # scikit-learn, which nothing else here needs

    pipeline = open_pipeline(RagSettings.from_environment())
    development, held_out = (calibrate.rows_of(read_cases(path), pipeline) for path in (args.dataset, args.held_out))
    model, found = calibrate.measure(development, held_out)
    if args.save:
        calibrate.save(model)
    _show(calibrate.write(found, args.out))


def _training(args: argparse.Namespace) -> None:
    from eval.training import measure, report  # torch and scikit-learn, which nothing else here needs

    _show(report.write(measure.measure(args.laws, args.beir, steps=args.steps, log=_say), args.out))


def _speed(args: argparse.Namespace) -> None:
    queries = list(read_collection(args.beir, "train").queries.values())[: args.queries]
    _show(speed_report.write(speed.measure(read_articles(args.laws), queries, args.sizes, log=_say), args.out))


def _show(page: Path) -> None:
    print(page.read_text(encoding="utf-8"))
    _say(f"report: {page}")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


_COMMANDS = (
    _Command(name="run", help="answer every question of a dataset", options=("--dataset", "--figures-only"), run=_run),
    _Command(name="validate", help="what is wrong with a dataset", options=("--dataset",), run=_validate),
    _Command(
        name="footprint",
        help="seconds to ready and resident memory of the default service",
        options=("--repeats",),
        run=_footprint,
    ),
    _Command(
        name="load",
        help="what the service answers and refuses when it is asked ten times what it can do",
        options=("--over", "--seconds"),
        run=_load,
    ),
    _Command(
        name="structure",
        help="hold the parser against laws with marked headings",
        options=("--laws", "--mutations"),
        run=_structure,
    ),
    _Command(
        name="retrieval",
        help="how well passages are found, stage by stage, on a BEIR folder",
        options=("--beir", "--split", "--part", "--embedder", "--reranker", "--runs", "--json"),
        run=_retrieval,
    ),
    _Command(
        name="regions",
        help="whether a place named in a question keeps other places out",
        options=("--laws",),
        run=_regions,
    ),
    _Command(name="expansion", help="what the thesaurus brings to the search", options=("--dataset",), run=_expansion),
    _Command(
        name="verifier",
        help="the verifier against sentences made false on purpose",
        options=("--laws", "--count"),
        run=_verifier,
    ),
    _Command(
        name="calibrate",
        help="fit and measure the model that says how likely a clause is to answer",
        options=("--dataset", "--held-out", "--save"),
        run=_calibrate,
    ),
    _Command(
        name="training",
        help="what each part of the embedder's training and of fusion brings (an hour)",
        options=("--laws", "--beir", "--steps"),
        run=_training,
    ),
    _Command(
        name="speed",
        help="milliseconds, build rate and memory of search at several sizes",
        options=("--laws", "--beir", "--sizes", "--queries"),
        run=_speed,
    ),
)
