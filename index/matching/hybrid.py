"""Candidates of two searches, each with both scores: what one search found, the other is asked about too."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.embedding import Vectors
from index.matching.dense import DenseIndex
from index.matching.lexical import LexicalIndex, Scores, best
from index.matching.tokens import Tokens


class Candidates(NamedTuple):
    """Rows in ascending order with the BM25 and the cosine of each, ``(n,)`` all three."""

    rows: NDArray[np.int64]
    lexical: Scores
    cosines: NDArray[np.float32]


def candidates(
    lexical: LexicalIndex,
    dense: DenseIndex,
    tokens: Tokens,
    boosts: NDArray[np.float32] | None,
    query: Vectors,
    *,
    allowed: NDArray[np.bool_] | None = None,
    count: int,
) -> Candidates:
    """The ``count`` rows of highest BM25 for ``tokens`` and the ``count`` nearest to ``query``, among ``allowed``.

    A row that one search found and whose other score is taken for nothing falls behind all that both found: on lay
    questions that costs 7 points of R@100 (docs/reports/retrieval).
    """
    scores = lexical.scores(tokens, boosts)
    near, _ = dense.search(query, allowed, count)
    rows = np.union1d(best(scores, allowed, count), near)
    return Candidates(rows=rows, lexical=scores[rows], cosines=dense.cosines(query, rows))
