"""``python -m eval``: score any system on a dataset, compare and gate, and measure the parts of ours one by one."""

import argparse
import sys
from collections.abc import Sequence

from eval.commands import answers, datasets, judging, parts
from index.errors import ZhangjuError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command: 0 on success, 1 with one line on stderr if it failed, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    for command in (*answers.COMMANDS, *judging.COMMANDS, *datasets.COMMANDS, *parts.COMMANDS):
        command.add_to(commands)
    args = parser.parse_args(argv)
    try:
        args.run(args)
    except ZhangjuError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0
