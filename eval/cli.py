"""``python -m eval``: score any system on a dataset, compare and gate, and measure the parts of ours one by one."""

import argparse
import os
import sys
from collections.abc import Sequence

from eval.commands import answers, components, datasets, judging
from index.errors import ZhangjuError

_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command: 0 on success, 1 with one line on stderr if it failed, 2 for wrong usage, 130 if interrupted."""
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    for command in (*answers.COMMANDS, *judging.COMMANDS, *datasets.COMMANDS, *components.COMMANDS):
        command.add_to(commands)
    args = parser.parse_args(argv)
    try:
        args.run(args)
    except (ZhangjuError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        print(
            f"error: {error.name} is not installed: pip install 'zhangju[eval]' (make eval does it).", file=sys.stderr
        )
        return 1
    except KeyboardInterrupt:
        print("interrupted; run the same command again to go on", file=sys.stderr, flush=True)
        sys.stdout.flush()
        os._exit(_INTERRUPTED)  # threads that wait for an answer would be waited for
    return 0
