"""Ways to rank passages for a query: each step of our own search, and what others would build."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder, Vectors
from index.matching.dense import DenseIndex
from index.matching.fusion import fused
from index.matching.hybrid import Candidates, candidates, weighted
from index.matching.lexical import LexicalIndex, best
from index.reranking import Reranker
from index.tokens import tokenize
from index.training.articles import LABEL

DEPTH = 100
"""How many passages a stage returns at most, and how many candidates each search gives."""

_RERANKED = 20
_RRF_K = 60  # Cormack et al. 2009
_NAMED = re.compile(r"《(.+?)》")
_ARTICLE = re.compile(rf"{LABEL}$")

Scored = Sequence[tuple[int, float]]
"""``(row, score)``, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One way to rank the passages: its name and what it returns for a query."""

    name: str
    rank: Callable[[str], Scored]


@dataclass(frozen=True, slots=True, kw_only=True)
class Searchable:
    """Passages with both indexes over them; ``texts`` are the rows of each text that the passages come from, by name."""

    passages: Sequence[str]
    texts: Mapping[str, Sequence[int]]
    lexical: LexicalIndex
    dense: DenseIndex
    embed_query: Callable[[str], Vectors]

    @staticmethod
    def of(passages: Sequence[str], titles: Sequence[str], embedder: Embedder) -> "Searchable":
        """``passages`` indexed as clauses are."""
        texts: dict[str, list[int]] = defaultdict(list)
        for row, title in enumerate(titles):
            texts[text_name(title)].append(row)
        return Searchable(
            passages=passages,
            texts=texts,
            lexical=LexicalIndex.build([tokenize(text) for text in passages]),
            dense=DenseIndex.build(embedder.embed_passages(passages)),
            embed_query=embedder.embed_query,
        )

    def with_embedder(self, embedder: Embedder) -> "Searchable":
        """The same passages with other vectors."""
        return replace(
            self, dense=DenseIndex.build(embedder.embed_passages(self.passages)), embed_query=embedder.embed_query
        )

    def named(self, query: str) -> NDArray[np.bool_] | None:
        """Which passages stand in the texts whose names ``query`` holds in 《》; none if it names no text that is here."""
        rows = [row for name in _NAMED.findall(query) for row in self.texts.get(name, ())]
        if not rows:
            return None
        allowed = np.zeros(len(self.passages), dtype=bool)
        allowed[rows] = True
        return allowed

    def candidates(self, query: str, allowed: NDArray[np.bool_] | None = None) -> Candidates:
        """What either search finds for ``query`` among the passages that are ``allowed``; all are by default."""
        words, vector = weighted([(query, 1.0)], self.lexical), self.embed_query(query)
        return candidates(self.lexical, self.dense, words, vector, allowed=allowed, count=DEPTH)


def text_name(title: str) -> str:
    """The text that a passage of that title comes from: 民法典 for 民法典第一条."""
    return _ARTICLE.sub("", title)


def lexical_stage(found: Searchable) -> Stage:
    """BM25 alone."""

    def rank(query: str) -> Scored:
        scores = found.lexical.scores(tokenize(query))
        return [(int(row), float(scores[row])) for row in best(scores, None, DEPTH)]

    return Stage(name="lexical", rank=rank)


def dense_stage(found: Searchable) -> Stage:
    """Vectors alone."""

    def rank(query: str) -> Scored:
        rows, cosines = found.dense.search(found.embed_query(query), None, DEPTH)
        return list(zip(rows.tolist(), cosines.tolist(), strict=True))

    return Stage(name="dense", rank=rank)


def fused_stage(found: Searchable) -> Stage:
    """Both, by the convex combination that serves."""
    return Stage(name="fused", rank=lambda query: convex(found.candidates(query)))


def named_stage(found: Searchable) -> Stage:
    """Both, within the text that the query names: what the pipeline does with a document named by its title."""
    return Stage(
        name="fused, in the law it names", rank=lambda query: convex(found.candidates(query, found.named(query)))
    )


def rrf_stage(found: Searchable) -> Stage:
    """Both, by reciprocal rank (Cormack et al. 2009): what many engines offer, for comparison."""
    arms = (lexical_stage(found), dense_stage(found))

    def rank(query: str) -> Scored:
        scores = dict[int, float]()
        for arm in arms:
            for place, (row, _) in enumerate(arm.rank(query), 1):
                scores[row] = scores.get(row, 0.0) + 1 / (_RRF_K + place)
        return ranked(np.array([*scores]), np.array([*scores.values()]))

    return Stage(name="RRF", rank=rank)


def reranked_stage(first: Stage, passages: Sequence[str], reranker: Reranker) -> Stage:
    """The best of ``first`` in the order of ``reranker``, the rest behind them as they were."""

    def rank(query: str) -> Scored:
        given = first.rank(query)
        head, tail = given[:_RERANKED], given[_RERANKED:]
        scores = reranker.scores(query, [passages[row] for row, _ in head])
        again = sorted(zip(scores, head, strict=True), key=lambda item: (-item[0], item[1][0]))
        return [*((row, 1 + score) for score, (row, _) in again), *((row, score - 1) for row, score in tail)]

    return Stage(name="reranked", rank=rank)


def stock_stage(passages: Sequence[str], titles: Sequence[str], embedder: Embedder) -> Stage:
    """A stock LangChain pipeline over the texts that the passages come from: articles of one law make one text."""
    from eval.baselines.langchain_stock import Passage, StockPipeline

    names = [text_name(title) or str(row) for row, title in enumerate(titles)]
    parts = [Passage(document=name, row=row, text=passages[row]) for row, name in enumerate(names)]
    parts.sort(key=lambda part: part.document)  # stable: the articles of a law stay in order
    stock = StockPipeline(parts, embedder)
    return Stage(name="stock LangChain", rank=lambda query: stock.rank(query, DEPTH))


def convex(found: Candidates) -> Scored:
    """The best ``DEPTH`` of ``found`` by the convex combination that serves."""
    return ranked(found.rows, fused(found.lexical, found.cosines))


def ranked(rows: NDArray[np.int64], scores: NDArray[np.float64]) -> Scored:
    """The best ``DEPTH`` of ``rows`` by ``scores``, ties in row order."""
    order = np.lexsort((rows, -scores))[:DEPTH]
    return list(zip(rows[order].tolist(), scores[order].tolist(), strict=True))
