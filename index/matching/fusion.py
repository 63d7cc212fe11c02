"""One ranking out of two: the convex combination of BM25 and cosine (Bruch et al. 2023)."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

LEXICAL_SHARE = 0.4  # of the fused score; best of 0.3 to 0.6 on the questions kept to tune by


def fused(
    lexical: Mapping[Key, float], dense: Mapping[Key, float], *, lexical_share: float = LEXICAL_SHARE
) -> dict[Key, float]:
    """The fused score of everything that either search found.

    BM25 counts as a share of its highest, a cosine as it is, and nothing where a search did not find a thing.
    """
    top = max(lexical.values(), default=0.0) or 1.0
    scores = {key: lexical_share * score / top for key, score in lexical.items()}
    for key, cosine in dense.items():
        scores[key] = scores.get(key, 0.0) + (1 - lexical_share) * max(cosine, 0.0)
    return scores
