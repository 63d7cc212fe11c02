"""Vectors kept on disk by their texts: an interrupted build goes on, and unchanged texts are not embedded again."""

import hashlib
import logging
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.embedding.contract import Embedder, Vectors
from index.errors import ModelError, SnapshotError

_SHARD = 2048  # texts; what an interruption loses at most
_MOST_KEPT = 2  # times as many texts as the last build had
_SHARDS = "shard-[0-9][0-9][0-9][0-9][0-9][0-9].npz"
_DAMAGE = (OSError, ValueError, KeyError, TypeError, EOFError, NotImplementedError, AttributeError, BadZipFile)
_log = logging.getLogger(__name__)

Progress = Callable[[str], None]


class VectorStore:
    """The vectors of one embedder below ``folder``, in shards that are written whole or not at all."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._embedder = embedder
        self._folder = folder / embedder.weights_sha256[:32]
        self._stored = 0

    def embed(self, texts: Sequence[str], *, progress: Progress) -> Vectors:
        """``(len(texts), dimension)``: the vectors of ``texts``, each distinct one embedded once, in this run or before.

        Raises:
            SnapshotError: Nothing can be written there.
            ModelError: The embedder gave no numbers.
        """
        keys = list(map(_key, texts))
        place = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        vectors = np.zeros((len(place), self._embedder.dimension), dtype=np.float32)
        done = self._fill(place, vectors)
        text_of = dict(zip(keys, texts, strict=True))
        missing = [key for key in place if key not in done]
        for start in range(0, len(missing), _SHARD):
            part = missing[start : start + _SHARD]
            found = self._embedder.embed_passages([text_of[key] for key in part])
            if not np.isfinite(found).all():
                raise ModelError(f"embedder {self._embedder.id!r} gave vectors that hold no numbers. Check the model.")
            vectors[[place[key] for key in part]] = found
            self._write(part, found)
            progress(f"embedded {min(start + _SHARD, len(missing))} of {len(missing)} new texts")
        return vectors[[place[key] for key in keys]]

    def prune(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Write anew what is of ``texts`` where more than as much again is kept beside it."""
        first = {key: row for row, key in reversed(list(enumerate(map(_key, texts))))}
        if self._stored > _MOST_KEPT * len(first):
            shutil.rmtree(self._folder, ignore_errors=True)
            self._write(list(first), vectors[list(first.values())])

    def _fill(self, place: dict[bytes, int], vectors: Vectors) -> set[bytes]:
        """Put the stored vectors of the keys of ``place`` where they belong; the keys that were found."""
        done = set[bytes]()
        for path in sorted(self._folder.glob(_SHARDS)):
            try:
                keys, rows = _read(path, vectors.shape[1])
            except _DAMAGE as error:
                _log.warning("%s: damaged, embedded again (%s)", path, error)
                path.unlink(missing_ok=True)
                continue
            self._stored += len(keys)
            for key, row in zip(map(bytes, keys), rows, strict=True):
                if key in place:
                    vectors[place[key]] = row
                    done.add(key)
        return done

    def _write(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        if not keys:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            taken = [int(path.stem.removeprefix("shard-")) for path in self._folder.glob(_SHARDS)]
            name = f"shard-{max(taken, default=0) + 1:06d}.npz"
            raw: NDArray[np.uint8] = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1)
            work = self._folder / f".{name}"
            with work.open("wb") as stream:
                np.savez(stream, keys=raw, vectors=vectors)
            work.replace(self._folder / name)
        except OSError as error:
            raise SnapshotError(
                f"{self._folder}: cannot be written ({error.strerror}). Mend that and build again."
            ) from error
        self._stored += len(keys)


def _read(path: Path, dimension: int) -> tuple[NDArray[np.uint8], Vectors]:
    """The keys and vectors of a shard; zip's own checksums tell of damage."""
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as shard:
        keys, rows = shard["keys"], shard["vectors"]
    if rows.shape != (len(keys), dimension) or rows.dtype != np.float32 or not np.isfinite(rows).all():
        raise ValueError(f"vectors of shape {rows.shape}, or no numbers")
    return keys, rows


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
