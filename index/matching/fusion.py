"""One score out of two: the convex combination of BM25 and cosine (Bruch et al. 2023), both between 0 and about 1."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEXICAL_SHARE = 0.5
"""Of the fused score. docs/reports/training compares it with other shares and other ways to fuse."""


def fused(lexical: ArrayLike, cosines: ArrayLike, *, lexical_share: float = LEXICAL_SHARE) -> NDArray[np.float64]:
    """The fused score of each candidate, ``(n,)``, from its lexical score and its cosine, ``(n,)`` each.

    ``lexical`` is BM25 as a share of what a text gets that holds each word of the query once. So words that the texts
    use count as much as they are met, and a question in other words is left to the vectors; against BM25 as a share of
    the best one's, that serves both kinds of questions with one weight.
    """
    shares, cosine = np.asarray(lexical, np.float64), np.asarray(cosines, np.float64)
    return lexical_share * shares + (1 - lexical_share) * cosine.clip(min=0.0)
