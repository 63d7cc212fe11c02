"""Articles as rows of the vocabulary, with the weight of each: what every training run starts from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.embedding.vocabulary import Vocabulary
from index.training.articles import Article
from index.training.pairs import TokenisedArticle, Tokens
from index.training.tokenizer import choose_vocabulary

VOCABULARY = 30_000
"""Pieces of the shipped model: with 512 numbers of a byte each they make 15.5 MB."""

Cut = Callable[[Sequence[str]], list[Tokens]]
"""Texts in, the token ids of each out, ``(n,)`` int32."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """``idf`` is ``(vocabulary,)``; ``articles`` stand in the order of the text they were made from."""

    cut: Cut
    articles: Sequence[TokenisedArticle]
    idf: NDArray[np.float32]


def vocabulary_of(articles: Sequence[Article], *, size: int = VOCABULARY) -> Vocabulary:
    """The most common pieces of ``articles``."""
    return Vocabulary(choose_vocabulary((article.body for article in articles), size=size))


def pieces_of(vocabulary: Vocabulary) -> tuple[Cut, int]:
    """How ``vocabulary`` cuts, and into how many kinds of tokens."""
    return lambda texts: [vocabulary.rows_in_order(text) for text in texts], len(vocabulary)


def prepare(articles: Sequence[Article], cut: Cut, vocabulary: int) -> Prepared:
    """``articles`` cut by ``cut``, with the inverse document frequency of each token."""
    headings = cut([article.heading for article in articles])
    bodies = cut([article.body for article in articles])
    openings = cut([_opening(article.body) for article in articles])
    tokenised = [
        TokenisedArticle(heading=heading, body=body, opening=len(opening))
        for heading, body, opening in zip(headings, bodies, openings, strict=True)
    ]
    frequency = np.zeros(vocabulary, dtype=np.int64)
    for body in bodies:
        frequency[np.unique(body)] += 1
    idf = np.log((len(articles) + 1) / (frequency + 1)).astype(np.float32)
    return Prepared(cut=cut, articles=tokenised, idf=idf)


def _opening(body: str) -> str:
    first, _, rest = body.partition("\n")
    return first if rest else ""
