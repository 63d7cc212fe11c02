"""Exact inner-product search over unit vectors in FAISS (Johnson et al. 2019)."""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import SnapshotDamaged
from index.matching.embedders import Vectors


class DenseIndex:
    """Rows of unit vectors; flat, so that results are exact and the same on every machine."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @staticmethod
    def build(vectors: Vectors) -> "DenseIndex":
        """The index of ``vectors``, ``(n, dimension)`` float32."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return DenseIndex(index)

    @property
    def size(self) -> int:
        """How many rows there are."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of each row."""
        return int(self._index.d)

    def search(
        self, query: Vectors, allowed: NDArray[np.bool_] | None, count: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """``(rows, cosines)`` of the ``count`` nearest rows among ``allowed``, best first, ties in row order."""
        count = min(count, self.size)
        if count == 0 or not query.any():
            return np.empty(0, np.int64), np.empty(0, np.float32)
        parameters: faiss.SearchParameters | None = None
        if allowed is not None:
            chosen = np.flatnonzero(allowed).astype(np.int64)
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(chosen))  # type: ignore[call-arg]
        cosines, rows = self._index.search(query[None, :], count, params=parameters)
        found = rows[0] >= 0
        order = np.lexsort((rows[0][found], -cosines[0][found]))
        return rows[0][found][order], cosines[0][found][order]

    def save(self, path: Path) -> None:
        """Write the index to ``path``."""
        faiss.write_index(self._index, str(path))

    @staticmethod
    def load(path: Path) -> "DenseIndex":
        """The index at ``path``. FAISS has no checksum: verify the file before.

        Raises:
            SnapshotDamaged: FAISS cannot read the file.
        """
        try:
            return DenseIndex(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise SnapshotDamaged(f"{path}: FAISS cannot read it. Build the index again.") from error
