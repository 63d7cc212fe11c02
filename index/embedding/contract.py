"""What an embedder is; ``tests/contracts/embedder.py`` is what every implementation passes."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """``id`` and ``weights_sha256`` say which model it is; a snapshot serves only the model it was built with."""

    @property
    def id(self) -> str:
        """The model's name."""
        ...

    @property
    def weights_sha256(self) -> str:
        """The fingerprint of all that decides its vectors and can be read: weights, tokenizer, prefixes."""
        ...

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """``(len(texts), dimension)`` float32 rows of length 1; a text without a known token is a zero row."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """``(dimension,)`` float32 of length 1, or zeros."""
        ...


def unit(vectors: Vectors) -> Vectors:
    """The rows of ``vectors`` scaled to length 1; a row of zeros stays one."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
    return result
