"""Commands that measure one part of ours by itself: parser, search, verifier, decision, training, speed, load."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from eval.answering import expansion, verifier
from eval.cases.case import check_gold, read_cases
from eval.cases.shipped import DATASET, HELD_OUT
from eval.commands.command import REPORTS, Command, Options, pipeline_of_settings, say, show
from eval.parsing import structure, structure_report
from eval.search import regions, retrieval, retrieval_report, speed, speed_report
from eval.serving import footprint, load
from index.embedding import EmbedderOptions, load_embedder
from index.reranking import RerankerOptions, load_reranker
from index.training.articles import read_articles
from index.training.beir import read_collection


def _footprint(args: argparse.Namespace) -> None:
    found = footprint.measure(repeats=args.repeats)
    path = args.out.with_suffix(".json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found))


def _load(args: argparse.Namespace) -> None:
    show(load.write(load.measure(args.over, seconds=args.seconds), args.out, seconds=args.seconds))


def _structure(args: argparse.Namespace) -> None:
    found = structure.measure(structure.read_laws(args.laws), mutations=args.mutations, progress=say)
    page = structure_report.write(found, args.out)
    print(json.dumps({name: found[name] for name in ("articles", "headings", "conserved", "megabytes_per_second")}))
    say(f"report: {page}")


def _retrieval(args: argparse.Namespace) -> None:
    collection = read_collection(args.beir, args.split)
    embedder = load_embedder(EmbedderOptions(name=args.embedder))
    reranker = load_reranker(RerankerOptions(name=args.reranker))
    found, runs = retrieval.measure(collection, embedder, args.part, reranker)
    if args.runs:
        retrieval.write_runs(runs, args.runs)
    page = retrieval_report.write(found, args.out)
    print(json.dumps(found) if args.json else page.read_text(encoding="utf-8"))
    say(f"report: {page}")


def _regions(args: argparse.Namespace) -> None:
    found = regions.measure(read_articles(args.laws), load_embedder(EmbedderOptions()))
    show(regions.write(found, args.out))


def _expansion(args: argparse.Namespace) -> None:
    cases = read_cases(args.dataset)
    pipeline = pipeline_of_settings()
    check_gold(cases, pipeline.index)
    show(expansion.write(expansion.measure(cases, pipeline), args.out))


def _verifier(args: argparse.Namespace) -> None:
    index = pipeline_of_settings().index
    found = {"the corpus": verifier.measure(verifier.corpus_texts(index))}
    found[f"{args.count} laws"] = verifier.measure(verifier.law_texts(args.laws, args.count))
    show(verifier.write(found, args.out))


def _calibrate(args: argparse.Namespace) -> None:
    from eval.answering import calibrate  # scikit-learn, which nothing else here needs

    pipeline = pipeline_of_settings()
    development, held_out = (calibrate.rows_of(read_cases(path), pipeline) for path in (args.dataset, args.held_out))
    model, found = calibrate.measure(development, held_out)
    if args.save:
        calibrate.save(model)
    show(calibrate.write(found, args.out))


def _training(args: argparse.Namespace) -> None:
    from eval.training import measure, report  # torch and scikit-learn, which nothing else here needs

    show(report.write(measure.measure(args.laws, args.beir, steps=args.steps, log=say), args.out))


def _speed(args: argparse.Namespace) -> None:
    queries = list(read_collection(args.beir, "train").queries.values())[: args.queries]
    show(speed_report.write(speed.measure(read_articles(args.laws), queries, args.sizes, log=say), args.out))


_OPTIONS: Options = {
    "--dataset": {"type": Path, "default": DATASET, "help": "JSON lines of cases"},
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


def _command(name: str, says: str, options: tuple[str, ...], run: Callable[[argparse.Namespace], None]) -> Command:
    return Command(name=name, help=says, run=run, options={o: _OPTIONS[o] for o in options}, out=REPORTS / name)


COMMANDS = (
    _command(
        name="footprint",
        says="seconds to ready and resident memory of the default service",
        options=("--repeats",),
        run=_footprint,
    ),
    _command(
        name="load",
        says="what the service answers and refuses when it is asked ten times what it can do",
        options=("--over", "--seconds"),
        run=_load,
    ),
    _command(
        name="structure",
        says="hold the parser against laws with marked headings",
        options=("--laws", "--mutations"),
        run=_structure,
    ),
    _command(
        name="retrieval",
        says="how well passages are found, stage by stage, on a BEIR folder",
        options=("--beir", "--split", "--part", "--embedder", "--reranker", "--runs", "--json"),
        run=_retrieval,
    ),
    _command(
        name="regions",
        says="whether a place named in a question keeps other places out",
        options=("--laws",),
        run=_regions,
    ),
    _command(name="expansion", says="what the thesaurus brings to the search", options=("--dataset",), run=_expansion),
    _command(
        name="verifier",
        says="the verifier against sentences made false on purpose",
        options=("--laws", "--count"),
        run=_verifier,
    ),
    _command(
        name="calibrate",
        says="fit and measure the model that says how likely a clause is to answer",
        options=("--dataset", "--held-out", "--save"),
        run=_calibrate,
    ),
    _command(
        name="training",
        says="what each part of the embedder's training and of fusion brings (an hour)",
        options=("--laws", "--beir", "--steps"),
        run=_training,
    ),
    _command(
        name="speed",
        says="milliseconds, build rate and memory of search at several sizes",
        options=("--laws", "--beir", "--sizes", "--queries"),
        run=_speed,
    ),
)
