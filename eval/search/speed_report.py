"""The figures of :mod:`eval.search.speed` written down."""

from pathlib import Path
from typing import Any

from eval.report_files import write_files


def write(found: dict[str, Any], folder: Path) -> Path:
    """Write ``report.json`` and ``report.md`` into ``folder``; the path of the latter."""
    return write_files(found, _markdown(found), folder)


def _markdown(found: dict[str, Any]) -> str:
    sizes = found["sizes"]
    rows = {
        "vectors (FAISS)": [size["kind"] for size in sizes.values()],
        **{
            f"{stage}, p50 / p99 ms": [_times(size["stages"][stage]) for size in sizes.values()]
            for stage in ("lexical", "dense", "fused")
        },
        "fused queries a second, two threads": [f"{size['queries_per_s']:,}" for size in sizes.values()],
        "share of the 10 nearest vectors found": [f"{_recall(size):.3f}" for size in sizes.values()],
        "built, clauses a second": [f"{size['clauses_per_s']:,}" for size in sizes.values()],
        "built, seconds: embed, lexical, vectors": [
            ", ".join(map(str, size["build_s"].values())) for size in sizes.values()
        ],
        "memory, bytes a clause": [f"{size['resident_bytes_per_clause']:,}" for size in sizes.values()],
        "pages of mapped files beside it, bytes a clause": [
            f"{size['mapped_bytes_per_clause']:,}" for size in sizes.values()
        ],
        "on disk, bytes a clause": [f"{size['bytes_on_disk_per_clause']:,}" for size in sizes.values()],
    }
    lines = [
        "# Speed of search",
        "",
        f"{found['queries']} lay questions against articles of laws, on {found['cores']} cores; beyond the articles there are, "
        f"halves of two are joined. Embedder `{found['embedder']}`. One query at a time unless said otherwise; each stage "
        "includes reading the question and, where vectors are compared, embedding it. "
        "Made by `python -m eval speed --laws <file> --beir <folder>`.",
        "",
        f"| | {' | '.join(f'{int(size):,} clauses' for size in sizes)} |",
        f"|---|{'---|' * len(sizes)}",
        *(f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items()),
    ]
    return "\n".join(lines) + "\n"


def _times(stage: dict[str, float]) -> str:
    return f"{stage['p50_ms']} / {stage['p99_ms']}"


def _recall(size: dict[str, Any]) -> float:
    return float(size["recall_at_10_of_exact_vectors"])
