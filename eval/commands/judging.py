"""Commands of the judge: label the answers of a run, and hold judge and metrics against readers' labels."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from tqdm import tqdm

from eval.cases.case import read_cases
from eval.cases.shipped import LABELLED
from eval.commands.command import DATASET_OPTION, REPORTS, Command, Options, pipeline_of_settings, positive, show
from eval.errors import UsageError
from eval.judge import measure
from eval.judge.judge import Judge
from eval.judge.labels import read_labelled
from eval.runs.outcome import AS_OF
from eval.runs.records import read_records
from rag.answering.chat import ModelOptions

_KEPT = Path("var/eval/judgements")
_JUDGED = Path("var/eval/judge")
_KEY_VARIABLE = "ZHANGJU_JUDGE_API_KEY"


def _judge(args: argparse.Namespace) -> None:
    records = read_records(args.responses)
    with tqdm(total=len(records), unit="answer", disable=None) as shown:
        found = measure.judged(records, _asker(args, shown.update))
    show(measure.write_judged(found, f"What {args.judge} says of {args.responses.name}", args.out))


def _agreement(args: argparse.Namespace) -> None:
    labelled = read_labelled(args.labels)
    cases = {case.id: case for case in read_cases(args.dataset)}
    index = pipeline_of_settings().index
    with tqdm(total=len(labelled), unit="answer", disable=None if args.judge else True) as shown:
        ask = _asker(args, shown.update) if args.judge else None
        found = measure.agreements(labelled, cases, index, AS_OF, ask)
    # The committed report is of the metrics alone: a judge's is the operator's own.
    folder = args.out or (_JUDGED.with_name("agreement") if args.judge else REPORTS / "agreement")
    show(measure.write_agreements(found, folder))


def _asker(args: argparse.Namespace, progress: Callable[[], object]) -> measure.Ask:
    provider, _, model = args.judge.partition(":")
    if provider != "openai" or not model or not args.base_url:
        raise UsageError(f"judge {args.judge!r}: wanted openai:<model>, and --base-url, its address with /v1.")
    from rag.answering.langchain_model import chat_model  # LangChain, which nothing else here needs

    options = ModelOptions(base_url=args.base_url, api_key=os.environ.get(_KEY_VARIABLE), max_tokens=300)
    judge = Judge(args.judge, chat_model(provider, model, options))
    return measure.asker(judge, args.base_url, _KEPT, at_once=args.at_once, progress=progress)


_SERVER: Options = {
    "--base-url": {"help": "its address, with /v1"},
    "--at-once": {"type": positive, "default": 4, "help": "answers under way at a time"},
}

COMMANDS = (
    Command(
        name="judge",
        help="let a language model label the answers of a run; an opinion, and no gate",
        run=_judge,
        out=_JUDGED,
        options={
            "judge": {"help": f"openai:<model>; its key in {_KEY_VARIABLE}"},
            "responses": {"type": Path, "help": "what run --responses wrote"},
            **_SERVER,
        },
    ),
    Command(
        name="agreement",
        help="how far the metrics, and a judge if one is named, agree with two readers' labels",
        run=_agreement,
        options={
            **DATASET_OPTION,
            "--out": {
                "type": Path,
                "help": "folder of the report (docs/reports/agreement; var/eval/agreement of a judge)",
            },
            "--labels": {"type": Path, "default": LABELLED, "help": "JSON lines of labelled answers"},
            "--judge": {"help": f"openai:<model>; its key in {_KEY_VARIABLE}"},
            **_SERVER,
        },
    ),
)
