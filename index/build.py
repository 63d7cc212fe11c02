"""From a corpus folder to a published snapshot."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from index import regions
from index.corpus import Corpus, read_corpus
from index.embedders import Embedder
from index.errors import SnapshotError
from index.lexical import LexicalIndex
from index.manifest import Manifest, Origin
from index.parse import parse_file
from index.snapshot import Contents, current_generation, publish, verify
from index.tokens import tokenize
from index.types import Clause, Document

# Lines that say what a document is, not what it provides; read as metadata, never retrieved.
_NOT_SEARCHED = frozenset(
    ["heading", "title", "issuer", "number", "addressee", "byline", "signature", "date", "disclosure", "thead"]
)

Progress = Callable[[str], None]


def build(corpus_folder: Path, snapshots: Path, embedder: Embedder, *, progress: Progress) -> Manifest:
    """Parse every document, index its clauses, publish a generation; the manifest of it.

    Raises:
        CorpusError: The corpus or one document of it cannot be read; nothing is published.
        SnapshotError: The snapshot cannot be written; the one before stays current.
    """
    corpus = read_corpus(corpus_folder)
    documents, clauses = _parse(corpus, progress)
    by_id = {document.id: document for document in documents}
    rows = np.array([place for place, clause in enumerate(clauses) if is_searched(clause)], dtype=np.int32)
    texts = [index_text(by_id[clauses[row].document_id], clauses[row]) for row in rows]
    progress(f"indexing {len(texts)} clauses")
    contents = Contents(
        documents=documents,
        clauses=clauses,
        rows=rows,
        vectors=embedder.embed_passages(texts),
        lexical=LexicalIndex.build([tokenize(text) for text in texts]),
    )
    manifest = publish(snapshots, contents, Origin.of(corpus.sha256, embedder))
    progress(f"published {manifest.generation}: {len(documents)} documents, {len(clauses)} clauses")
    return manifest


def is_stale(corpus_folder: Path, snapshots: Path, embedder: Embedder) -> bool:
    """Whether building now would make something else than what is current, or nothing sound is current."""
    try:
        built = verify(current_generation(snapshots)).origin
    except SnapshotError:
        return True
    return built != Origin.of(read_corpus(corpus_folder).sha256, embedder)


def is_searched(clause: Clause) -> bool:
    """Whether ``clause`` is a unit of retrieval: a leaf that provides something."""
    return clause.is_leaf and clause.kind not in _NOT_SEARCHED


def index_text(document: Document, clause: Clause) -> str:
    """What ``clause`` is found by: region, document name and headings, then its own text. Never shown."""
    places = " ".join(regions.short_name(code) for code in regions.lineage(document.region.code))
    return " ".join([places, document.name, *clause.path, clause.reading])


def _parse(corpus: Corpus, progress: Progress) -> tuple[list[Document], list[Clause]]:
    documents, clauses = list[Document](), list[Clause]()
    for place, source in enumerate(corpus.files, 1):
        document, parts = parse_file(source)
        progress(f"[{place}/{len(corpus.files)}] {document.id}: {len(parts)} clauses, {document.name}")
        documents.append(document)
        clauses.extend(parts)
    return documents, clauses
