"""Metrics of a ranked list against judgements: pure functions of one query, each a share between 0 and 1."""

import math
from collections.abc import Mapping, Sequence

Judged = Mapping[str, int]
"""Relevance by passage id; above 0 is relevant."""


def recall(ranked: Sequence[str], judged: Judged, depth: int) -> float:
    """Share of the relevant passages among the first ``depth`` (R@k; Manning et al. 2008, §8.4)."""
    relevant = {passage for passage, relevance in judged.items() if relevance > 0}
    return len(relevant.intersection(ranked[:depth])) / len(relevant) if relevant else 0.0


def capped_recall(ranked: Sequence[str], judged: Judged, depth: int) -> float:
    """Recall of what could be among the first ``depth`` at most, so that a perfect ranking has 1 (Thakur et al. 2021)."""
    relevant = sum(relevance > 0 for relevance in judged.values())
    return recall(ranked, judged, depth) * relevant / min(relevant, depth) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[str], judged: Judged, depth: int) -> float:
    """1 over the rank of the first relevant passage among the first ``depth``, else 0 (MRR@k; Voorhees 1999)."""
    return next((1 / rank for rank, passage in enumerate(ranked[:depth], 1) if judged.get(passage, 0) > 0), 0.0)


def ndcg(ranked: Sequence[str], judged: Judged, depth: int) -> float:
    """Discounted gain of the first ``depth`` over the best there could be (nDCG@k; Järvelin & Kekäläinen 2002).

    Gain is the relevance, as in trec_eval.
    """
    gained = _discounted([judged.get(passage, 0) for passage in ranked[:depth]])
    best = _discounted(sorted(judged.values(), reverse=True)[:depth])
    return gained / best if best else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum(max(gain, 0) / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
