"""``python -m rag ask "…"``: one question, one cited answer."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from index.errors import ZhangjuError
from rag.open import open_pipeline
from rag.settings import RagSettings
from rag.types import Answer


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command: 0 answered, 3 not found, 1 with one line on stderr if it failed, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m rag", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    ask = commands.add_parser("ask", help="answer a question from the current generation")
    ask.add_argument("question")
    ask.add_argument("--region", help="GB/T 2260 code to answer for if the question names no place, such as 510100")
    ask.add_argument("--as-of", type=date.fromisoformat, help="day for which validity is judged, YYYY-MM-DD")
    ask.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    try:
        pipeline = open_pipeline(RagSettings.from_environment())
        answer = pipeline.answer(args.question, region=args.region, as_of=args.as_of)
    except ZhangjuError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    try:
        print(
            json.dumps(asdict(answer), ensure_ascii=False, indent=1, default=str) if args.json else as_text(answer),
            flush=True,
        )
    except BrokenPipeError:  # the reader of the output has seen enough: ask … | head
        sys.stdout = None  # so that nothing is flushed into the closed pipe at exit
    return 3 if answer.status == "not_found" else 0


def as_text(answer: Answer) -> str:
    """The answer as one reads it in a terminal: text, then its citations, notices and leads."""
    lines = [answer.text]
    if answer.citations:
        lines += ["", "依据："]
        lines += [f"[{c.number}] {c.document.short_name} {c.clause.address}  {c.url}" for c in answer.citations]
    lines += [f"\n注意：{notice.text}" for notice in answer.notices]
    if answer.related:
        lines += ["", "相近条款："]
        lines += [f"- {hit.clause.id} {hit.clause.address}：{hit.clause.reading[:60]}" for hit in answer.related]
    return "\n".join(lines)
