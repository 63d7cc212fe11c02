"""What a report was made with, beside the dataset and the system: code, seed, machine, moment."""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.bootstrap import SEED

_ROOT = Path(__file__).parents[2]


def provenance(generation: str) -> dict[str, Any]:
    """Commit and whether the tree differed from it, seed of the intervals, Python, machine, and the time in UTC.

    ``generation`` is that of the index in which the clauses cited were looked up.
    """
    return {
        "generation": generation,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "git": {"commit": _git("rev-parse", "HEAD"), "changed": bool(_git("status", "--porcelain"))},
        "seed": SEED,
        "python": platform.python_version(),
        "machine": {"system": sys.platform, "processor": _processor(), "cores": os.cpu_count()},
    }


def _git(*arguments: str) -> str | None:
    """What git says of the checkout; ``None`` outside of one."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            ["git", *arguments],  # noqa: S607 - the one on the path
            cwd=_ROOT,
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _processor() -> str:
    """The processor's name, where the system tells it (Linux), else its kind."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
