"""Characters, pairs of them and words, as rows of a table: what the shipped model knows."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.tokens import Tokens, code_of, tokenize, tokenize_in_order

UNKNOWN = "[UNK]"
"""Row 0, a row of zeros: what is not in the vocabulary says nothing."""

Rows = NDArray[np.int32]


class Vocabulary:
    """``pieces`` in the order of their rows, :data:`UNKNOWN` first."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self.pieces = tuple(pieces)
        codes = np.array([code_of(piece) for piece in pieces[1:]], dtype=np.uint64)
        self._order = np.argsort(codes).astype(np.int32)
        self._codes = codes[self._order]

    def __len__(self) -> int:
        return len(self.pieces)

    def rows(self, text: str) -> Rows:
        """The row of each token of ``text`` that is known, ``(n,)``; their order means nothing."""
        return self._rows(tokenize(text))

    def rows_in_order(self, text: str) -> Rows:
        """The same rows in the order of the text."""
        return self._rows(tokenize_in_order(text))

    def _rows(self, tokens: Tokens) -> Rows:
        if not len(self._codes):
            return np.empty(0, np.int32)
        places = np.searchsorted(self._codes, tokens).clip(max=len(self._codes) - 1)
        rows: Rows = self._order[places[self._codes[places] == tokens]] + np.int32(1)
        return rows
