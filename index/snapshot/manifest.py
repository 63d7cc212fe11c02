"""``manifest.json`` of a generation: what was built from what, and the hash of every file. Written last, read first."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.embedding import Embedder
from index.errors import SnapshotDamaged, SnapshotMismatch
from index.fingerprint import file_sha256
from index.structure import PARSER_VERSION
from index.tokens import TOKENS_VERSION

FORMAT = 2
NAME = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What decides what a build makes: the corpus, the model, and the versions of parser and tokens."""

    corpus_sha256: str
    embedder: str
    weights_sha256: str
    dimension: int
    parser: str = PARSER_VERSION
    tokens: str = TOKENS_VERSION
    format: int = FORMAT

    @staticmethod
    def of(corpus_sha256: str, embedder: Embedder) -> "Origin":
        """The origin of a build of that corpus with ``embedder`` and this code."""
        return Origin(
            corpus_sha256=corpus_sha256,
            embedder=embedder.id,
            weights_sha256=embedder.weights_sha256,
            dimension=embedder.dimension,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A generation's name, origin, counts and files (``path → (sha256, bytes)``).

    ``quarantined`` says of each file of the corpus that could not be read why, by the id of its document.
    """

    generation: str
    created: str
    origin: Origin
    counts: dict[str, int]
    quarantined: dict[str, str]
    files: dict[str, tuple[str, int]]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write ``manifest`` into ``folder``."""
    (folder / NAME).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the generation in ``folder``.

    Raises:
        SnapshotDamaged: It is missing or is not a manifest.
        SnapshotMismatch: Another version of this software wrote it.
    """
    path = folder / NAME
    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if (found := values["origin"]["format"]) != FORMAT:
            raise SnapshotMismatch(f"{path}: format is {found}, this version reads {FORMAT}. Build the index again.")
        files = {str(name): (str(sha256), int(size)) for name, (sha256, size) in values["files"].items()}
        return Manifest(**{**values, "origin": Origin(**values["origin"]), "files": files})
    except FileNotFoundError as error:
        raise SnapshotDamaged(f"{path}: not found. Build the index again.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SnapshotDamaged(f"{path}: not a manifest ({error!r}). Build the index again.") from error


def describe_files(folder: Path) -> dict[str, tuple[str, int]]:
    """``path → (sha256, bytes)`` of every file below ``folder`` but the manifest itself."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != NAME)
    return {path.relative_to(folder).as_posix(): (file_sha256(path), path.stat().st_size) for path in found}


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Check that ``folder`` holds the files of ``manifest``, each as it was written, and no other.

    Raises:
        SnapshotDamaged: One file is missing, altered or not listed.
    """
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {NAME}
    for name in sorted(found ^ set(manifest.files)):
        fault = "missing" if name in manifest.files else "not listed in the manifest"
        raise SnapshotDamaged(f"{folder / name}: {fault}. Build the index again.")
    for name, (sha256, size) in manifest.files.items():
        path = folder / name
        if path.stat().st_size != size or file_sha256(path) != sha256:
            raise SnapshotDamaged(f"{path}: not as it was written (size or sha256 differs). Build the index again.")


def check_embedder(folder: Path, origin: Origin, embedder: Embedder) -> None:
    """Check that the generation in ``folder`` was built with ``embedder``.

    Raises:
        SnapshotMismatch: It was not; the message names the first field that differs.
    """
    asked = Origin.of(origin.corpus_sha256, embedder)
    for field in ("embedder", "weights_sha256", "dimension", "tokens"):
        built, wanted = getattr(origin, field), getattr(asked, field)
        if built != wanted:
            raise SnapshotMismatch(
                f"{folder}: {field} is {built!r}, the one asked for has {wanted!r}. "
                f"Build the index again with this embedder, or set ZHANGJU_EMBEDDER back."
            )
