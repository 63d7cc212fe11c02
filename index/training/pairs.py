"""Training pairs made from structure alone: no labels, no teacher model.

Three kinds, in equal shares, after the recipe measured for this task: heading → body, crop ↔ crop (Izacard et al. 2022,
"Contriever") and keywords → body with half of those words deleted, which forces a query's words and their company in
the text to meet (a teacher-free stand-in for doc2query, Nogueira & Lin 2019).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Tokens = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenisedArticle:
    """An article as token ids: heading ``(h,)`` and body ``(n,)``."""

    heading: Tokens
    body: Tokens


class PairSampler:
    """Draws batches of (query tokens, positive tokens) pairs; the same seed draws the same pairs."""

    def __init__(self, articles: list[TokenisedArticle], idf: NDArray[np.float32], *, seed: int) -> None:
        self._articles = [a for a in articles if len(a.body) >= 8]
        self._idf = idf
        self._random = np.random.default_rng(seed)

    def batch(self, size: int) -> tuple[list[Tokens], list[Tokens]]:
        """``size`` pairs of distinct articles, so that no text is its own negative."""
        chosen = self._random.choice(len(self._articles), size=size, replace=False)
        makers = (self._heading_pair, self._crop_pair, self._keyword_pair)
        pairs = [makers[i % 3](self._articles[index]) for i, index in enumerate(chosen)]
        return [q for q, _ in pairs], [p for _, p in pairs]

    def _heading_pair(self, article: TokenisedArticle) -> tuple[Tokens, Tokens]:
        if len(article.heading) < 2:
            return self._crop_pair(article)
        return article.heading, article.body

    def _crop_pair(self, article: TokenisedArticle) -> tuple[Tokens, Tokens]:
        return self._crop(article.body), np.concatenate([article.heading, self._crop(article.body)])

    def _crop(self, body: Tokens) -> Tokens:
        length = max(4, int(len(body) * self._random.uniform(0.1, 0.6)))
        start = int(self._random.integers(0, max(1, len(body) - length)))
        return body[start : start + length]

    def _keyword_pair(self, article: TokenisedArticle) -> tuple[Tokens, Tokens]:
        distinct = np.unique(article.body)
        weights = self._idf[distinct].astype(np.float64) + 1e-6
        count = min(len(distinct) - 1, int(self._random.integers(2, 8)))
        keywords = self._random.choice(distinct, size=count, replace=False, p=weights / weights.sum())
        dropped = keywords[: max(1, count // 2)]
        kept = article.body[~np.isin(article.body, dropped)]
        return keywords.astype(np.int32), np.concatenate([article.heading, kept])
