"""A table that was just trained, as an embedder: no files in between."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.embedding.contract import Vectors, unit
from index.training.prepare import Cut

Table = NDArray[np.float32]
"""A row for each token, ``(vocabulary, dimension)``."""


@dataclass(frozen=True, slots=True)
class TableEmbedder:
    """The mean of a text's rows, at length 1."""

    cut: Cut
    table: Table
    id: str = "table"
    weights_sha256: str = ""

    @property
    def dimension(self) -> int:
        """The length of a row."""
        return int(self.table.shape[1])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """``(len(texts), dimension)`` unit rows."""
        return unit(np.array([self.table[tokens].sum(axis=0) for tokens in self.cut(texts)], dtype=np.float32))

    def embed_query(self, text: str) -> Vectors:
        """``(dimension,)`` unit vector."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector
