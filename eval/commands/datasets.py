"""Commands about datasets: validate, references, schema."""

import argparse
import json
from pathlib import Path

from eval.cases import validate
from eval.cases.case import DatasetError, read_cases, schema, write_cases
from eval.cases.references import reference_of
from eval.commands.command import DATASET, HELD_OUT, Command, pipeline_of_settings, say


def _validate(args: argparse.Namespace) -> None:
    index = pipeline_of_settings().index
    others = [path for path in (DATASET, HELD_OUT, *args.against) if path.resolve() != args.dataset.resolve()]
    found = validate.faults(args.dataset, others, index)
    for line in found:
        print(line)
    if found:
        raise DatasetError(f"{args.dataset}: {len(found)} faults")
    say(f"{args.dataset}: sound")


def _references(args: argparse.Namespace) -> None:
    index = pipeline_of_settings().index
    cases = read_cases(args.dataset)
    filled = [
        case if case.reference else case.model_copy(update={"reference": reference_of(case, index)}) for case in cases
    ]
    write_cases(filled, args.dataset)
    say(f"{args.dataset}: {sum(one != other for one, other in zip(cases, filled, strict=True))} references filled in")


def _schema(args: argparse.Namespace) -> None:
    del args
    print(json.dumps(schema(), ensure_ascii=False, indent=1))


_DATASET = {"--dataset": {"type": Path, "default": DATASET, "help": "JSON lines of cases"}}

COMMANDS = (
    Command(
        name="validate",
        help="what is wrong with a dataset",
        run=_validate,
        options={
            **_DATASET,
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
        help="fill in reference answers from the gold clauses where a case has none",
        run=_references,
        options=_DATASET,
    ),
    Command(name="schema", help="print the JSON schema of a dataset's line", run=_schema, options={}),
)
