"""Training pairs made from structure alone: no labels, no teacher model.

What each kind brings is measured by ``python -m eval training`` and stands in docs/reports/training.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.training.links import Links

Tokens = NDArray[np.int32]
Pair = tuple[Tokens, Tokens]

_SHORTEST = 8  # tokens of an article that is worth a pair


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenisedArticle:
    """An article as token ids: heading ``(h,)``, body ``(n,)``, of which the first 款 has ``opening`` tokens."""

    heading: Tokens
    body: Tokens
    opening: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """Which kinds of pairs are drawn, in equal shares, and the links that two of them follow.

    heading → body; crop ↔ crop (Izacard et al. 2022, "Contriever"); keywords → body with half of those words deleted,
    which forces a query's words and their company in the text to meet (a stand-in for doc2query, Nogueira & Lin 2019,
    without a teacher); opening (the first 款) → the rest; an article → one it cites; an article → its counterpart.
    """

    names: tuple[str, ...] = ("heading", "crop", "keyword")
    cited: Links = field(default_factory=dict)
    counterparts: Links = field(default_factory=dict)
    neighbours: int = 1
    """So many articles in a row of the same law enter a batch together, each a hard negative of the others."""


class PairSampler:
    """Draws batches of (query tokens, positive tokens) pairs; the same seed draws the same pairs."""

    def __init__(
        self, articles: Sequence[TokenisedArticle], idf: NDArray[np.float32], kinds: Kinds, *, seed: int
    ) -> None:
        self._articles = articles
        self._idf = idf
        self._kinds = kinds
        self._random = np.random.default_rng(seed)
        self._makers: Mapping[str, Callable[[int], Pair]] = {
            "heading": self._heading_pair,
            "crop": self._crop_pair,
            "keyword": self._keyword_pair,
            "opening": self._opening_pair,
            "cited": self._cited_pair,
            "counterpart": self._counterpart_pair,
        }
        long = {row for row, article in enumerate(articles) if len(article.body) >= _SHORTEST}
        able = {
            "heading": {row for row in long if len(articles[row].heading) > 1},
            "opening": {row for row in long if 0 < articles[row].opening < len(articles[row].body)},
            "cited": long & kinds.cited.keys(),
            "counterpart": long & kinds.counterparts.keys(),
        }
        self._able = {name: np.array(sorted(able.get(name, long)), dtype=np.int64) for name in kinds.names}

    def batch(self, size: int) -> tuple[list[Tokens], list[Tokens]]:
        """At most ``size`` pairs of distinct articles, so that no text is its own negative."""
        used, pairs = set[int](), list[Pair]()
        for name in self._kinds.names:
            for row in self._rows(self._able[name], size // len(self._kinds.names)):
                if row not in used:
                    used.add(row)
                    pairs.append(self._makers[name](row))
        return [query for query, _ in pairs], [positive for _, positive in pairs]

    def _rows(self, able: NDArray[np.int64], count: int) -> list[int]:
        run = self._kinds.neighbours
        starts = self._random.choice(len(able), size=min(len(able), max(1, count // run)), replace=False)
        places = (starts[:, None] + np.arange(run)[None, :]).ravel() % len(able)
        rows: list[int] = able[places].tolist()
        return rows

    def _heading_pair(self, row: int) -> Pair:
        return self._articles[row].heading, self._articles[row].body

    def _crop_pair(self, row: int) -> Pair:
        article = self._articles[row]
        return self._crop(article.body), np.concatenate([article.heading, self._crop(article.body)])

    def _crop(self, body: Tokens) -> Tokens:
        length = max(4, int(len(body) * self._random.uniform(0.1, 0.6)))
        start = int(self._random.integers(0, max(1, len(body) - length)))
        return body[start : start + length]

    def _keyword_pair(self, row: int) -> Pair:
        article = self._articles[row]
        distinct = np.unique(article.body)
        weights = self._idf[distinct].astype(np.float64) + 1e-6
        count = min(len(distinct) - 1, int(self._random.integers(2, 8)))
        keywords = self._random.choice(distinct, size=count, replace=False, p=weights / weights.sum())
        dropped = keywords[: max(1, count // 2)]
        kept = article.body[~np.isin(article.body, dropped)]
        return keywords.astype(np.int32), np.concatenate([article.heading, kept])

    def _opening_pair(self, row: int) -> Pair:
        article = self._articles[row]
        return article.body[: article.opening], np.concatenate([article.heading, article.body[article.opening :]])

    def _cited_pair(self, row: int) -> Pair:
        return self._articles[row].body, self._articles[int(self._random.choice(self._kinds.cited[row]))].body

    def _counterpart_pair(self, row: int) -> Pair:
        return self._articles[row].body, self._articles[int(self._random.choice(self._kinds.counterparts[row]))].body
