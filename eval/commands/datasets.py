"""Commands about datasets: validate, references, schema, and to and from what other tools read."""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.cases import validate
from eval.cases.beir import read_beir, write_beir
from eval.cases.case import read_cases, schema, write_cases
from eval.cases.promptfoo import configuration
from eval.cases.references import reference_of
from eval.cases.shipped import DATASET, HELD_OUT
from eval.cases.trec import read_trec, write_trec
from eval.commands.command import DATASET_OPTION, Command, pipeline_of_settings, say
from eval.errors import DatasetError
from eval.runs.records import as_deepeval, as_ragas, read_records


def _validate(args: argparse.Namespace) -> None:
    index = pipeline_of_settings().index
    others = [path for path in (DATASET, HELD_OUT, *args.against) if path.resolve() != args.dataset.resolve()]
    found = validate.defects(args.dataset, others, index)
    for line in found:
        print(line)
    if found:
        raise DatasetError(f"{args.dataset}: listed above is what is wrong ({len(found)}).")
    say(f"{args.dataset}: sound")


def _references(args: argparse.Namespace) -> None:
    index = pipeline_of_settings().index
    cases = read_cases(args.dataset)
    filled = [
        case if case.reference else case.model_copy(update={"reference": reference_of(case, index)}) for case in cases
    ]
    write_cases(filled, args.dataset)
    say(f"{args.dataset}: {sum(one != other for one, other in zip(cases, filled, strict=True))} references filled in")


def _export(args: argparse.Namespace) -> None:
    said = read_records(args.responses) if args.responses else None
    if args.format in _OF_RESPONSES:
        if said is None:
            raise DatasetError(
                f"{args.format} wants answers: give --responses FILE, which run --responses FILE writes."
            )
        args.to.write_text(_lines(_OF_RESPONSES[args.format](said)), encoding="utf-8")
    elif args.format == "beir":
        cases = read_cases(args.dataset)
        write_beir(cases, pipeline_of_settings().index, args.to, args.split)
        if left_out := sum(not case.answerable for case in cases):
            say(f"{left_out} of {len(cases)} cases have no gold clause and are left out: BEIR knows no such questions")
    elif args.format == "trec":
        write_trec(read_cases(args.dataset), args.to, {one.id: one.retrieved for one in said} if said else None)
    else:
        found = configuration(read_cases(args.dataset), args.base_url)
        args.to.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    say(f"{args.format}: {args.to}")


def _import(args: argparse.Namespace) -> None:
    if args.to.exists():
        raise DatasetError(f"{args.to}: is there already. Give another file, or take it away first.")
    cases = read_beir(args.source, args.split) if args.format == "beir" else read_trec(args.source)
    write_cases(cases, args.to)
    say(f"{len(cases)} cases: {args.to}")


def _lines(rows: Sequence[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _schema(args: argparse.Namespace) -> None:
    del args
    print(json.dumps(schema(), ensure_ascii=False, indent=1))


_OF_RESPONSES = {"ragas": as_ragas, "deepeval": as_deepeval}

COMMANDS = (
    Command(
        name="validate",
        help="what is wrong with a dataset",
        run=_validate,
        options={
            **DATASET_OPTION,
            "--against": {
                "type": Path,
                "nargs": "+",
                "default": [],
                "help": "more questions that it must not repeat: datasets, or queries.jsonl that something trained on",
            },
        },
    ),
    Command(
        name="references",
        help="write reference answers into a dataset, from the gold clauses, where a case has none",
        run=_references,
        options=DATASET_OPTION,
    ),
    Command(
        name="export",
        help="a dataset, or what was said to it, in the format of another tool",
        run=_export,
        options={
            "format": {"choices": ("beir", "trec", "promptfoo", "ragas", "deepeval")},
            "to": {"type": Path, "help": "a folder (beir, trec) or a file"},
            **DATASET_OPTION,
            "--responses": {"type": Path, "help": "what run --responses wrote: for ragas and deepeval, a run for trec"},
            "--split": {"default": "test", "help": "beir: qrels/<split>.tsv"},
            "--base-url": {"default": "http://localhost:8000/v1", "help": "promptfoo: where the service is"},
        },
    ),
    Command(
        name="import",
        help="a dataset out of a folder in BEIR's or TREC's layout whose passages are clauses",
        run=_import,
        options={
            "format": {"choices": ("beir", "trec")},
            "source": {"type": Path, "help": "the folder"},
            "to": {"type": Path, "help": "JSON lines of cases"},
            "--split": {"default": "test", "help": "beir: qrels/<split>.tsv"},
        },
    ),
    Command(name="schema", help="print the JSON schema of a dataset's line", run=_schema, options={}),
)
