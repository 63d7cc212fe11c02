"""Inner-product search over unit vectors in FAISS (Johnson et al. 2019): exact while that is quick, by cells beyond."""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.embedding import Vectors
from index.errors import SnapshotDamaged

_FLAT_UP_TO, _BYTES_UP_TO = 20_000, 200_000
_ROWS_PER_CELL, _SHARE_PROBED = 256, 0.16
_TRAINING_ROWS_PER_CELL = 40


def factory(rows: int) -> str:
    """The FAISS index for so many rows, in the words of ``faiss.index_factory``; docs/reports/speed has the figures.

    Floats as they are while they are few, bytes (a quarter of the memory, and quicker) while scanning all is quick, then
    bytes in cells of which only the nearest are scanned.
    """
    if rows <= _FLAT_UP_TO:
        return "Flat"
    return "SQ8" if rows <= _BYTES_UP_TO else f"IVF{rows // _ROWS_PER_CELL},SQ8"


class DenseIndex:
    """Rows of unit vectors."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @staticmethod
    def build(vectors: Vectors, *, kind: str | None = None) -> "DenseIndex":
        """The index of ``vectors``, ``(n, dimension)`` float32; of ``kind``, or of the one that so many rows want.

        FAISS draws with a seed of its own, so that the same vectors make the same index.
        """
        rows = np.ascontiguousarray(vectors)
        index = faiss.index_factory(rows.shape[1], kind or factory(len(rows)), faiss.METRIC_INNER_PRODUCT)
        if not index.is_trained:
            index.train(_sample(rows, getattr(index, "nlist", 1)))
        index.add(rows)
        return DenseIndex(_readable_by_row(index))

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
        found_cosines, found_rows = self._index.search(query[None, :], count, params=self._parameters(allowed))
        found = found_rows[0] >= 0
        rows, cosines = found_rows[0][found], found_cosines[0][found]
        order = np.lexsort((rows, -cosines))
        return rows[order], cosines[order]

    def cosines(self, query: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of ``query`` with each of ``rows``, ``(len(rows),)``."""
        if not len(rows):
            return np.empty(0, np.float32)
        vectors: NDArray[np.float32] = self._index.reconstruct_batch(rows)
        # Row by row: a matrix product may round otherwise for another number of rows.
        cosines: NDArray[np.float32] = np.einsum("ij,j->i", vectors, query)
        return cosines

    def _parameters(self, allowed: NDArray[np.bool_] | None) -> faiss.SearchParameters:
        selector = None
        if allowed is not None:
            selector = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))  # type: ignore[call-arg, arg-type]
        if not isinstance(self._index, faiss.IndexIVF):
            return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        # The fewer rows are allowed the more cells are looked into: what is near may all be forbidden.
        share = 1.0 if allowed is None else max(float(allowed.mean()), 1e-9)
        probed = max(1, round(self._index.nlist * min(1.0, _SHARE_PROBED / share)))
        return faiss.SearchParametersIVF(sel=selector, nprobe=probed)  # type: ignore[call-arg]

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
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise SnapshotDamaged(f"{path}: FAISS cannot read it. Build the index again.") from error
        return DenseIndex(_readable_by_row(index))


def _readable_by_row(index: faiss.Index) -> faiss.Index:
    """``index``, which looks up single rows; cells need a map for that, which a written index does not keep."""
    if isinstance(index, faiss.IndexIVF):
        index.make_direct_map()
    return index


def _sample(rows: Vectors, cells: int) -> Vectors:
    """Rows to learn cells and the ranges of bytes from, evenly out of ``rows``."""
    wanted = max(_FLAT_UP_TO, cells * _TRAINING_ROWS_PER_CELL)
    return rows[:: max(1, len(rows) // wanted)]
