"""What a command is: a name, options, a folder for its report, and what it does."""

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.cases.shipped import DATASET
from rag import Pipeline, open_pipeline
from rag.settings import RagSettings

REPORTS = Path("docs/reports")

Options = Mapping[str, Mapping[str, Any]]
"""The arguments of ``add_argument`` by option."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """``run`` does it; ``out`` is where its report goes unless told, ``None`` if it writes none."""

    name: str
    help: str
    run: Callable[[argparse.Namespace], None]
    options: Options
    out: Path | None = None

    def add_to(self, commands: Any) -> None:
        """Add its parser to the sub-parsers ``commands``."""
        parser = commands.add_parser(self.name, help=self.help, description=self.help)
        for option, arguments in self.options.items():
            parser.add_argument(option, **arguments)
        if self.out is not None:
            parser.add_argument("--out", type=Path, default=self.out, help="folder of the report")
        parser.set_defaults(run=self.run)


def positive(text: str) -> int:
    """``text`` as a number above 0, for ``argparse``."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is not above 0")
    return value


def pipeline_of_settings() -> Pipeline:
    """Our own pipeline, as the environment sets it."""
    return open_pipeline(RagSettings.from_environment())


def show(page: Path) -> None:
    """Print a page, and on stderr where it is."""
    print(page.read_text(encoding="utf-8"))
    say(f"report: {page}")


def say(line: str) -> None:
    """Print a line of progress on stderr."""
    print(line, file=sys.stderr, flush=True)


DATASET_OPTION: Options = {"--dataset": {"type": Path, "default": DATASET, "help": "JSON lines of cases"}}
"""The option of every command that reads a dataset."""
