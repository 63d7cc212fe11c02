"""Features of a candidate that a person can check, and a logistic ranker over them: is it better than two weights?"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.search.stages import Searchable
from index.matching.hybrid import Candidates
from index.text import fold
from index.tokens import Tokens, is_pair, tokenize

FEATURES = (
    "BM25 / highest",
    "BM25 / what all words would give",
    "cosine",
    "cosine - highest",
    "share of the question's pairs in the text",
    "share of them in the title",
    "longest common run",
    "numbers in common",
    "length",
    "best BM25 among neighbours",
    "best cosine among neighbours",
)
Features = NDArray[np.float64]

_NUMBER = re.compile(r"[0-9一二三四五六七八九十百千万]+[年月日元岁%条]")
_NEIGHBOURS = 2  # articles before and after


def features(query: str, found: Candidates, searchable: Searchable, titles: Sequence[str]) -> Features:
    """``(n, len(FEATURES))``: one row for each candidate."""
    tokens = np.unique(tokenize(query))
    pairs = tokens[is_pair(tokens)]
    idf = np.array([searchable.lexical.weight(token) for token in pairs])
    numbers = set(_NUMBER.findall(fold(query)))
    lexical = np.asarray(found.lexical, np.float64) / (found.lexical.max(initial=0.0) or 1.0)
    place = {row: number for number, row in enumerate(found.rows.tolist())}
    rows = list[list[float]]()
    for number, row in enumerate(found.rows.tolist()):
        text = fold(searchable.passages[row])
        near = [place[n] for n in range(row - _NEIGHBOURS, row + _NEIGHBOURS + 1) if n in place and n != row]
        rows.append(
            [
                lexical[number],
                float(found.lexical[number]),
                float(found.cosines[number]),
                float(found.cosines[number] - found.cosines.max()),
                _covered(pairs, idf, tokenize(text)),
                _covered(pairs, idf, tokenize(titles[row])),
                _common_run(fold(query), text),
                float(len(numbers & set(_NUMBER.findall(text)))),
                np.log1p(len(text)),
                max((lexical[n] for n in near), default=0.0),
                max((float(found.cosines[n]) for n in near), default=0.0),
            ]
        )
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))


class LogisticRanker:
    """A weight for each feature, learnt from which candidates of questions are relevant."""

    def __init__(self, rows: Sequence[Features], relevant: Sequence[NDArray[np.bool_]]) -> None:
        self._model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=1000))
        self._model.fit(np.concatenate(rows), np.concatenate(relevant))

    def scores(self, rows: Features) -> NDArray[np.float64]:
        """The log-odds that each candidate is relevant, ``(n,)``."""
        scores: NDArray[np.float64] = self._model.decision_function(rows)
        return scores

    def weights(self) -> dict[str, float]:
        """By feature what one standard deviation of it adds to the log-odds."""
        return dict(zip(FEATURES, self._model[-1].coef_[0].round(3).tolist(), strict=True))


def _covered(pairs: Tokens, idf: NDArray[np.float64], text: Tokens) -> float:
    return float(idf[np.isin(pairs, text)].sum() / idf.sum()) if len(pairs) else 0.0


def _common_run(query: str, text: str) -> float:
    return float(SequenceMatcher(None, query, text, autojunk=False).find_longest_match().size)
