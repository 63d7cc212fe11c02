"""Documents in, searchable snapshot out. Imports nothing of the other layers."""

from index.embedding import Embedder, EmbedderOptions, load_embedder
from index.errors import ZhangjuError
from index.search import ClauseIndex, SnapshotIndex
from index.snapshot import open_current
from index.types import Clause, Document, Hit, Locator, Region, Status

__all__ = [
    "Clause",
    "ClauseIndex",
    "Document",
    "Embedder",
    "EmbedderOptions",
    "Hit",
    "Locator",
    "Region",
    "SnapshotIndex",
    "Status",
    "ZhangjuError",
    "load_embedder",
    "open_current",
]
