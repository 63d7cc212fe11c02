"""How well passages are found: each stage on a BEIR collection, with intervals, against plain BM25."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from eval.bootstrap import Interval, difference, interval
from eval.ranking import Judged, ndcg, recall, reciprocal_rank
from index.matching.dense import DenseIndex
from index.matching.embedders import Embedder
from index.matching.fusion import LEXICAL_SHARE, fused
from index.matching.lexical import LexicalIndex, best
from index.matching.tokens import tokenize
from index.training.beir import Collection
from index.training.questions import is_tuning

Scored = Sequence[tuple[int, float]]
"""``(row, score)``, best first."""

_DEPTH = 100
_METRICS: Mapping[str, Callable[[Sequence[str], Judged], float]] = {
    **{f"R@{depth}": partial(recall, depth=depth) for depth in (1, 5, 10, 100)},
    "MRR@10": partial(reciprocal_rank, depth=10),
    "nDCG@10": partial(ndcg, depth=10),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One way to rank the passages: its name and what it returns for a query."""

    name: str
    rank: Callable[[str], Scored]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a stage returned for each query, ``(passage id, score)`` best first, and in how many milliseconds."""

    stage: str
    ranked: Mapping[str, Sequence[tuple[str, float]]]
    milliseconds: Sequence[float]


def stages(passages: Sequence[str], embedder: Embedder) -> tuple[Stage, ...]:
    """BM25, vectors, and both fused, over ``passages``."""
    lexical_index = LexicalIndex.build([tokenize(text) for text in passages])
    dense_index = DenseIndex.build(embedder.embed_passages(passages))

    def lexical(query: str) -> Scored:
        scores = lexical_index.scores(tokenize(query))
        rows = best(scores, None, _DEPTH)
        return [(int(row), float(scores[row])) for row in rows]

    def dense(query: str) -> Scored:
        rows, cosines = dense_index.search(embedder.embed_query(query), None, _DEPTH)
        return [(int(row), float(cosine)) for row, cosine in zip(rows, cosines, strict=True)]

    def both(query: str) -> Scored:
        scores = fused(dict(lexical(query)), dict(dense(query)))
        return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:_DEPTH]

    return Stage(name="lexical", rank=lexical), Stage(name="dense", rank=dense), Stage(name="fused", rank=both)


def groups_of(collection: Collection, part: str) -> dict[str, list[str]]:
    """The questions of ``part`` (``tuning``, ``training`` or ``all``) by group.

    Of those kept from training also the ones whose articles answer no question that trains: only there is a gain more
    than having learnt which articles are asked about.
    """
    if part == "all":
        return {"all": list(collection.queries)}
    chosen = [query for query in collection.queries if is_tuning(query) is (part == "tuning")]
    groups = {part: chosen}
    if part == "tuning":
        trained = {p for query in collection.queries if not is_tuning(query) for p in collection.qrels[query]}
        groups["tuning, articles never asked about in training"] = [
            query for query in chosen if trained.isdisjoint(collection.qrels[query])
        ]
    return groups


def measure(collection: Collection, embedder: Embedder, part: str) -> tuple[dict[str, Any], list[Run]]:
    """The figures of the report, and the runs behind them."""
    groups = groups_of(collection, part)
    asked = list(dict.fromkeys(query for queries in groups.values() for query in queries))
    runs = [run(stage, collection, asked) for stage in stages(collection.passages, embedder)]
    return {
        "passages": len(collection.passages),
        "embedder": embedder.id,
        "weights_sha256": embedder.weights_sha256,
        "lexical_share": LEXICAL_SHARE,
        "groups": {name: compare(runs, collection, queries) for name, queries in groups.items()},
    }, runs


def run(stage: Stage, collection: Collection, queries: Sequence[str]) -> Run:
    """``stage`` on each of ``queries``, by id."""
    ranked, milliseconds = dict[str, Sequence[tuple[str, float]]](), list[float]()
    for identifier in queries:
        started = time.perf_counter()
        found = stage.rank(collection.queries[identifier])
        milliseconds.append((time.perf_counter() - started) * 1000)
        ranked[identifier] = [(collection.passage_ids[row], score) for row, score in found]
    return Run(stage=stage.name, ranked=ranked, milliseconds=milliseconds)


def scores_of(run: Run, collection: Collection, queries: Sequence[str]) -> dict[str, list[float]]:
    """By metric the score of each of ``queries``, in their order."""
    lists = {query: [passage for passage, _ in run.ranked[query]] for query in queries}
    return {
        name: [metric(lists[query], collection.qrels[query]) for query in queries] for name, metric in _METRICS.items()
    }


def compare(runs: Sequence[Run], collection: Collection, queries: Sequence[str]) -> dict[str, Any]:
    """The figures of each run over ``queries``, and how each differs from the first run, question by question."""
    first, *_ = (scores_of(run, collection, queries) for run in runs)
    figures: dict[str, Any] = {}
    for each in runs:
        scores = scores_of(each, collection, queries)
        figures[each.stage] = {
            "scores": {name: _values(interval(scores[name])) for name in scores},
            "gain": {name: _values(difference(scores[name], first[name])) for name in scores},
            "p50_ms": round(float(np.percentile(each.milliseconds, 50)), 2),
            "p99_ms": round(float(np.percentile(each.milliseconds, 99)), 2),
        }
    return {"queries": len(queries), "stages": figures}


def trec_lines(run: Run) -> list[str]:
    """``run`` as a TREC run file has it: query, Q0, passage, rank, score, name of the run."""
    return [
        f"{query} Q0 {passage} {rank} {score:.6f} {run.stage}"
        for query, ranked in run.ranked.items()
        for rank, (passage, score) in enumerate(ranked, 1)
    ]


def _values(found: Interval) -> dict[str, float]:
    return {"mean": round(found.mean, 4), "low": round(found.low, 4), "high": round(found.high, 4)}
