"""One score out of two: the convex combination of BM25 and cosine (Bruch et al. 2023)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEXICAL_SHARE = 0.4
"""Of the fused score. docs/reports/fusion compares it with other shares and other ways to fuse."""


def fused(lexical: ArrayLike, cosines: ArrayLike, *, lexical_share: float = LEXICAL_SHARE) -> NDArray[np.float64]:
    """The fused score of each candidate, ``(n,)``, from its BM25 and its cosine, ``(n,)`` each.

    BM25 counts as a share of the highest among them, a cosine as it is, and as nothing below 0.
    """
    bm25, cosine = np.asarray(lexical, np.float64), np.asarray(cosines, np.float64)
    top = bm25.max(initial=0.0) or 1.0
    return lexical_share * bm25 / top + (1 - lexical_share) * cosine.clip(min=0.0)
