"""From a corpus folder to a published snapshot."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from index import regions
from index.corpus import Corpus, read_corpus
from index.embedding import Embedder
from index.embedding.store import VectorStore
from index.errors import CorpusError, DocumentError, SnapshotError
from index.matching.lexical import LexicalIndex
from index.metadata.versions import with_successors
from index.parse import parse_file
from index.snapshot import Contents, current_generation, publish, verify
from index.snapshot.manifest import Manifest, Origin
from index.tokens import tokenize
from index.types import Clause, Document

# Lines that say what a document is, not what it provides; read as metadata, never retrieved.
_NOT_SEARCHED = frozenset(
    "heading title issuer number addressee byline enactment fact attachments signature date disclosure imprint thead".split()  # noqa: SIM905
)

VECTORS = ".vectors"
"""Where below the folder of generations the vectors of texts are kept between builds."""

Progress = Callable[[str], None]


def build(corpus_folder: Path, snapshots: Path, embedder: Embedder, *, progress: Progress) -> Manifest:
    """Parse every file, index the clauses of its documents, publish a generation; the manifest of it.

    A build that was interrupted goes on where it stopped embedding, and texts that have not changed since the last one
    are not embedded again.

    A file that cannot be read is quarantined: the others are indexed, and the manifest says why it was not.

    Raises:
        CorpusError: The corpus cannot be read, or no file of it; nothing is published.
        SnapshotError: The snapshot cannot be written; the one before stays current.
    """
    corpus = read_corpus(corpus_folder)
    documents, clauses, quarantined = _parse(corpus, progress)
    by_id = {document.id: document for document in documents}
    rows = np.array([place for place, clause in enumerate(clauses) if is_searched(clause)], dtype=np.int32)
    texts = [index_text(by_id[clauses[row].document_id], clauses[row]) for row in rows]
    progress(f"indexing {len(texts)} clauses")
    store = VectorStore(snapshots / VECTORS, embedder)
    vectors = store.embed(texts, progress=progress)
    contents = Contents(
        documents=documents,
        clauses=clauses,
        rows=rows,
        vectors=vectors,
        lexical=LexicalIndex.build([tokenize(text) for text in texts]),
        quarantined=quarantined,
    )
    manifest = publish(snapshots, contents, Origin.of(corpus.sha256, embedder))
    store.prune(texts, vectors)
    left = f", {len(quarantined)} files quarantined" if quarantined else ""
    progress(f"published {manifest.generation}: {len(documents)} documents, {len(clauses)} clauses{left}")
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
    codes = regions.lineage(document.region.code) if document.region else ()
    places = " ".join(regions.short_name(code) for code in codes if code != regions.NATION.code)
    return " ".join([places, document.name, *clause.path, clause.reading])


def _parse(corpus: Corpus, progress: Progress) -> tuple[tuple[Document, ...], list[Clause], dict[str, str]]:
    """The documents of ``corpus``, their clauses, and why files were quarantined."""
    documents, clauses, quarantined = list[Document](), list[Clause](), dict[str, str]()
    for place, source in enumerate(corpus.files, 1):
        try:
            parsed = parse_file(source)
        except DocumentError as error:
            quarantined[source.id] = str(error)
            progress(f"[{place}/{len(corpus.files)}] {source.id}: quarantined: {error}")
            continue
        for document, parts in parsed:
            progress(f"[{place}/{len(corpus.files)}] {document.id}: {len(parts)} clauses, {document.name}")
            documents.append(document)
            clauses += parts
    if not documents:
        raise CorpusError(f"no document of the corpus can be read: {next(iter(quarantined.values()))}")
    return with_successors(documents), clauses, quarantined
