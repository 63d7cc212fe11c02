"""``python -m eval``: score the pipeline on a dataset, hold the parser against marked laws, or measure what serving takes."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from eval import retrieval, retrieval_report, structure, structure_report
from eval.cases import check_gold, read_cases
from eval.footprint import measure
from eval.report import make_report, write_report
from eval.run import median_ms, run
from index.embedding import EmbedderOptions, load_embedder
from index.errors import ZhangjuError
from index.reranking import RerankerOptions, load_reranker
from index.training.beir import read_collection
from rag import open_pipeline
from rag.settings import RagSettings

DATASET = Path(__file__).parent / "datasets" / "ip_policy.jsonl"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command: 0 on success, 1 with one line on stderr if it failed, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    command = commands.add_parser("run", help="answer every question of a dataset and write a report")
    command.add_argument("--dataset", type=Path, default=DATASET)
    command.add_argument("--out", type=Path, default=Path("docs/reports/eval"), help="folder of the report")
    command.set_defaults(run=_run)

    command = commands.add_parser("footprint", help="seconds to ready and resident memory of the default service")
    command.add_argument("--out", type=Path, default=Path("docs/reports/footprint.json"))
    command.add_argument("--repeats", type=int, default=5)
    command.set_defaults(run=_footprint)

    command = commands.add_parser("structure", help="hold the parser against laws with marked headings")
    command.add_argument("--laws", type=Path, required=True, help="a .tar.xz of laws in Markdown")
    command.add_argument("--mutations", type=int, default=20_000)
    command.add_argument("--out", type=Path, default=Path("docs/reports/structure"), help="folder of the report")
    command.set_defaults(run=_structure)

    command = commands.add_parser("retrieval", help="how well passages are found, stage by stage, on a BEIR folder")
    command.add_argument(
        "--beir", type=Path, required=True, help="folder with corpus.jsonl[.gz], queries.jsonl, qrels/"
    )
    command.add_argument("--split", default="train", help="qrels/<split>.tsv")
    command.add_argument("--part", choices=("tuning", "training", "all"), default="tuning", help="of the questions")
    command.add_argument("--embedder", default="shipped")
    command.add_argument("--reranker", default="none", help="a cross-encoder by name or path")
    command.add_argument("--json", action="store_true", help="the figures as JSON on stdout")
    command.add_argument("--runs", type=Path, help="folder for TREC run files, one a stage")
    command.add_argument("--out", type=Path, default=Path("docs/reports/retrieval"), help="folder of the report")
    command.set_defaults(run=_retrieval)

    args = parser.parse_args(argv)
    try:
        return int(args.run(args))
    except ZhangjuError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _run(args: argparse.Namespace) -> int:
    cases = read_cases(args.dataset)
    pipeline = open_pipeline(RagSettings.from_environment())
    check_gold(cases, pipeline.index)

    def progress(done: int) -> None:
        if done % 20 == 0 or done == len(cases):
            print(f"{done}/{len(cases)}", file=sys.stderr, flush=True)

    outcomes = run(cases, pipeline, progress=progress)
    report = make_report(outcomes, pipeline, args.dataset)
    page = write_report(report, args.out)
    print(json.dumps({**report["all"], "median_ms": median_ms(outcomes)}, ensure_ascii=False))
    print(f"report: {page}", file=sys.stderr)
    return 0


def _retrieval(args: argparse.Namespace) -> int:
    collection = read_collection(args.beir, args.split)
    embedder = load_embedder(EmbedderOptions(name=args.embedder))
    reranker = load_reranker(RerankerOptions(name=args.reranker))
    found, runs = retrieval.measure(collection, embedder, args.part, reranker)
    if args.runs:
        retrieval.write_runs(runs, args.runs)
    page = retrieval_report.write(found, args.out)
    if args.json:
        print(json.dumps(found))
    else:
        print(page.read_text(encoding="utf-8"))
    print(f"report: {page}", file=sys.stderr)
    return 0


def _structure(args: argparse.Namespace) -> int:
    def progress(step: str) -> None:
        print(step, file=sys.stderr, flush=True)

    found = structure.measure(structure.read_laws(args.laws), mutations=args.mutations, progress=progress)
    page = structure_report.write(found, args.out)
    print(json.dumps({name: found[name] for name in ("articles", "headings", "conserved", "megabytes_per_second")}))
    print(f"report: {page}", file=sys.stderr)
    return 0


def _footprint(args: argparse.Namespace) -> int:
    found = measure(repeats=args.repeats)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found))
    return 0
