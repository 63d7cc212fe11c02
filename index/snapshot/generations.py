"""The published index: immutable generations and a ``CURRENT`` link; written whole, verified before use.

``gen-000042/`` holds documents, clauses, the searchable rows, vectors and the lexical index, and a manifest with the
hash of every file. Writing: temporary directory, fsync, self-check, manifest last, rename, swap the link. So a crash
leaves the old generation or the new one, never half of one; a reader that finds ``CURRENT`` damaged takes the newest
generation that verifies.
"""

import fcntl
import logging
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder, Vectors
from index.errors import SnapshotDamaged, SnapshotError, SnapshotMissing
from index.matching.dense import DenseIndex
from index.matching.lexical import LexicalIndex
from index.snapshot.manifest import (
    Manifest,
    Origin,
    check_embedder,
    describe_files,
    read_manifest,
    verify_files,
    write_manifest,
)
from index.snapshot.records import read_clauses, read_documents, write_lines
from index.types import Clause, Document

CURRENT = "CURRENT"
_GENERATION = "gen-[0-9][0-9][0-9][0-9][0-9][0-9]"
_KEPT_GENERATIONS = 3
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One generation, loaded. ``rows[i]`` is the place in ``clauses`` of row ``i`` of the vectors and of the lexical index."""

    manifest: Manifest
    documents: tuple[Document, ...]
    clauses: tuple[Clause, ...]
    rows: NDArray[np.int32]
    dense: DenseIndex
    lexical: LexicalIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a build made, to be published: vectors ``(len(rows), dimension)`` and the lexical index over the same rows.

    ``quarantined`` says of each file that could not be read why, by the id of its document.
    """

    documents: Sequence[Document]
    clauses: Sequence[Clause]
    rows: NDArray[np.int32]
    vectors: Vectors
    lexical: LexicalIndex
    quarantined: Mapping[str, str] = field(default_factory=dict)


def publish(folder: Path, contents: Contents, origin: Origin) -> Manifest:
    """Write a new generation below ``folder`` and make it current; the manifest of it.

    Raises:
        SnapshotError: Another build is writing, or what was written does not read back. What was current stays so.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _single_writer(folder):
            _remove(folder.glob(".tmp-*"))
            number = max((_number(path) for path in folder.glob(_GENERATION)), default=0) + 1
            name, work = f"gen-{number:06d}", folder / f".tmp-{number:06d}"
            try:
                manifest = _write(work, name, contents, origin)
                work.rename(folder / name)
            finally:
                shutil.rmtree(work, ignore_errors=True)
            _point_current(folder, name)
            _remove(sorted(folder.glob(_GENERATION))[:-_KEPT_GENERATIONS])
    except OSError as error:
        raise SnapshotError(f"{folder}: cannot be written ({error.strerror}). Mend that and build again.") from error
    return manifest


def _write(work: Path, name: str, contents: Contents, origin: Origin) -> Manifest:
    """Write the generation ``name`` into ``work``, read it back, write the manifest last, flush everything to disk."""
    work.mkdir()
    write_lines(work / "documents.jsonl", contents.documents)
    write_lines(work / "clauses.jsonl", contents.clauses)
    np.save(work / "rows.npy", contents.rows, allow_pickle=False)
    DenseIndex.build(contents.vectors).save(work / "vectors.faiss")
    contents.lexical.save(work / "lexical")
    manifest = Manifest(
        generation=name,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        origin=origin,
        counts={
            "documents": len(contents.documents),
            "clauses": len(contents.clauses),
            "searchable": len(contents.rows),
        },
        quarantined=dict(contents.quarantined),
        files=describe_files(work),
    )
    _load(work, manifest)
    write_manifest(work, manifest)
    _sync_tree(work)
    return manifest


def _remove(paths: Iterable[Path]) -> None:
    """Remove directories, and links and files that a crash left behind."""
    for path in paths:
        if path.is_symlink() or path.is_file():
            path.unlink()
        else:
            shutil.rmtree(path)


def open_current(folder: Path, embedder: Embedder) -> Snapshot:
    """The current generation below ``folder``; if it is damaged, the newest one that verifies.

    Raises:
        SnapshotMissing: There is no generation.
        SnapshotMismatch: It was built with another embedder.
        SnapshotDamaged: No generation verifies.
    """
    first_fault: SnapshotError | None = None
    for generation in _candidates(folder):
        try:
            manifest = verify(generation)
            check_embedder(generation, manifest.origin, embedder)
            snapshot = _load(generation, manifest)
        except SnapshotDamaged as error:
            _log.error("damaged generation passed over: %s", error)
            first_fault = first_fault or error
            continue
        return snapshot
    if first_fault is not None:
        raise first_fault
    raise SnapshotMissing(f"{folder}: no index there. Build one with: python -m index build")


def roll_back(folder: Path) -> Manifest:
    """Make the newest sound generation before the current one current; the manifest of it.

    Raises:
        SnapshotMissing: There is none before it.
        SnapshotError: Another build is writing, or the link cannot be written.
    """
    current = current_generation(folder)
    try:
        with _single_writer(folder):
            for generation in sorted(folder.glob(_GENERATION), reverse=True):
                if generation.name >= current.name:
                    continue
                try:
                    manifest = verify(generation)
                except SnapshotDamaged as error:
                    _log.error("damaged generation passed over: %s", error)
                    continue
                _point_current(folder, generation.name)
                return manifest
    except OSError as error:
        raise SnapshotError(f"{folder}: cannot be written ({error.strerror}). Mend that and try again.") from error
    raise SnapshotMissing(f"{folder}: no sound generation before {current.name}. Build the one you want.")


def verify(generation: Path) -> Manifest:
    """The manifest of ``generation`` after every file was checked against it.

    Raises:
        SnapshotDamaged: A file is missing, altered or not listed.
    """
    manifest = read_manifest(generation)
    verify_files(generation, manifest)
    return manifest


def current_generation(folder: Path) -> Path:
    """The directory that ``CURRENT`` names, or the newest generation where the link is gone.

    Raises:
        SnapshotMissing: There is no generation.
    """
    for generation in _candidates(folder):
        return generation
    raise SnapshotMissing(f"{folder}: no index there. Build one with: python -m index build")


def _candidates(folder: Path) -> Iterator[Path]:
    link = folder / CURRENT
    newest_first = sorted(folder.glob(_GENERATION), reverse=True)
    named = [path for path in newest_first if link.is_symlink() and link.readlink().name == path.name]
    yield from [*named, *(path for path in newest_first if path not in named)]


def _load(folder: Path, manifest: Manifest) -> Snapshot:
    snapshot = Snapshot(
        manifest=manifest,
        documents=tuple(read_documents(folder / "documents.jsonl")),
        clauses=tuple(read_clauses(folder / "clauses.jsonl")),
        rows=np.load(folder / "rows.npy", allow_pickle=False),
        dense=DenseIndex.load(folder / "vectors.faiss"),
        lexical=LexicalIndex.load(folder / "lexical"),
    )
    texts = {document.id: document.text for document in snapshot.documents}
    whole = (
        len(snapshot.rows) == snapshot.dense.size == snapshot.lexical.size
        and snapshot.dense.dimension == manifest.origin.dimension
        and all(texts[clause.document_id][clause.start : clause.end] == clause.text for clause in snapshot.clauses)
    )
    if not whole:
        raise SnapshotDamaged(f"{folder}: its parts do not belong together. Build the index again.")
    return snapshot


@contextmanager
def _single_writer(folder: Path) -> Iterator[None]:
    with (folder / "LOCK").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SnapshotError(f"{folder}: another build is writing there. Wait for it and try again.") from error
        yield


def _point_current(folder: Path, name: str) -> None:
    link, work = folder / CURRENT, folder / ".tmp-current"
    work.unlink(missing_ok=True)
    work.symlink_to(name)
    work.replace(link)
    _sync(folder)


def _sync_tree(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder, folder.parent]:
        _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _number(path: Path) -> int:
    return int(path.name.removeprefix("gen-"))
