"""Commands of the judge: label the answers of a run, and hold judge and metrics against hand labels."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from tqdm import tqdm

from eval.cases.case import DatasetError, read_cases
from eval.commands.command import DATASET, REPORTS, Command, Options, pipeline_of_settings, show
from eval.judge import measure
from eval.judge.judge import Judge
from eval.judge.labels import read_labelled
from eval.runs.responses import read_said
from eval.runs.run import AS_OF
from rag.answering.chat import ModelOptions

_KEPT = Path("var/eval/judgements")
_LABELS = Path(__file__).parents[1] / "datasets" / "hand_labels.jsonl"
_KEY_VARIABLE = "ZHANGJU_JUDGE_API_KEY"


def _judge(args: argparse.Namespace) -> None:
    said = read_said(args.responses)
    with tqdm(total=len(said), unit="answer", disable=None) as shown:
        found = measure.judged(said, _asker(args, shown.update))
    show(measure.write(found, f"What {args.judge} says of {args.responses.name}", args.out))


def _agreement(args: argparse.Namespace) -> None:
    labelled = read_labelled(args.labels)
    cases = {case.id: case for case in read_cases(DATASET)}
    index = pipeline_of_settings().index
    with tqdm(total=len(labelled), unit="answer", disable=None if args.judge else True) as shown:
        ask = _asker(args, shown.update) if args.judge else None
        found = measure.agreements(labelled, cases, index, AS_OF, ask)
    show(measure.write(found, "Metrics and judge against hand labels", args.out))


def _asker(args: argparse.Namespace, progress: Callable[[], object]) -> measure.Ask:
    provider, _, model = args.judge.partition(":")
    if provider != "openai" or not model or not args.base_url:
        raise DatasetError(f"judge {args.judge!r}: wanted openai:<model>, and --base-url, its address with /v1.")
    from rag.answering.langchain_model import chat_model  # LangChain, which nothing else here needs

    options = ModelOptions(base_url=args.base_url, api_key=os.environ.get(_KEY_VARIABLE), max_tokens=300)
    judge = Judge(args.judge, chat_model(provider, model, options))
    return measure.asker(judge, args.base_url, _KEPT, at_once=args.at_once, progress=progress)


_SERVER: Options = {
    "--base-url": {"help": "its address, with /v1"},
    "--at-once": {"type": int, "default": 4, "help": "answers under way at a time"},
}

COMMANDS = (
    Command(
        name="judge",
        help="let a language model label the answers of a run; an opinion, and no gate",
        run=_judge,
        out=Path("var/eval/judge"),
        options={
            "judge": {"help": f"openai:<model>; its key in {_KEY_VARIABLE}"},
            "responses": {"type": Path, "help": "what run --responses wrote"},
            **_SERVER,
        },
    ),
    Command(
        name="agreement",
        help="how far the metrics, and a judge if one is named, agree with hand labels",
        run=_agreement,
        out=REPORTS / "agreement",
        options={
            "--labels": {"type": Path, "default": _LABELS, "help": "JSON lines of labelled answers"},
            "--judge": {"help": f"openai:<model>; its key in {_KEY_VARIABLE}"},
            **_SERVER,
        },
    ),
)
