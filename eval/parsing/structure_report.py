"""The figures of :mod:`eval.parsing.structure` written down."""

from pathlib import Path
from typing import Any

from eval.report_files import write_files

_MOST_LISTED = 60


def write(found: dict[str, Any], folder: Path) -> Path:
    """Write ``report.json`` and ``report.md`` into ``folder``; the path of the latter."""
    return write_files(found, _markdown(found), folder)


def _markdown(found: dict[str, Any]) -> str:
    lines = [
        "# Structure",
        "",
        f"{found['laws']} laws and regulations ({found['megabytes']} MB) as bare text, held against their marked headings; "
        f"parser version {found['parser']}. Made by `python -m eval structure --laws <archive>`.",
        "",
        "| | true | recall | precision |",
        "|---|---|---|---|",
        *(
            f"| {kind} | {found[kind]['true']} | {_share(found[kind]['recall'])} | {_share(found[kind]['precision'])} |"
            for kind in ("articles", "headings")
        ),
        "",
        "Recall of headings counts those that bear a number of any level; precision is of 编, 分编, 章 and 节.",
        "",
        f"- documents whose text is conserved and whose tree is sound: {_share(found['conserved'])}",
        f"- speed on one core, text to clauses: {found['megabytes_per_second']} MB/s",
        *(
            f"- the longest law {row['times']} times over: {row['seconds']} s, {row['megabytes_per_second']} MB/s"
            for row in found["growth"]
        ),
        *(f"- a million characters, {name}: {seconds} s" for name, seconds in found["hostile_seconds"].items()),
        f"- mutated documents: {found['mutations']['documents']}, unsound or failed: {len(found['mutations']['unsound'])}",
        "",
        "## Missed",
        "",
        "Most are headings that the marked files break in two: the parser joins them with their second half.",
        "",
        *_listed(found["missed"]),
        "",
        "## Found but not marked",
        "",
        "Most are 附则, which the files leave unmarked, and the joined headings from above.",
        "",
        *_listed(found["extra"]),
    ]
    return "\n".join(lines) + "\n"


def _share(value: float) -> str:
    return f"{100 * value:.3f} %"


def _listed(items: list[str]) -> list[str]:
    shown = [f"- {item}" for item in items[:_MOST_LISTED]]
    return [*shown, f"- and {len(items) - _MOST_LISTED} more"] if len(items) > _MOST_LISTED else shown or ["none"]
