"""What a command is: a name, options, a folder for its report, and what it does."""

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag import Pipeline, open_pipeline
from rag.settings import RagSettings

DATASET = Path(__file__).parents[1] / "datasets" / "ip_policy.jsonl"
"""The project's own questions over the five documents."""
HELD_OUT = DATASET.with_name("ip_policy_test.jsonl")
"""More of them, which nothing is fitted to and nobody reads."""
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
