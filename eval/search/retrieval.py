"""How well passages are found: each stage on a BEIR collection, with intervals, against plain BM25."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from eval.bootstrap import difference, interval, rounded
from eval.cases.trec import run_lines
from eval.metrics.ranking import Judged, ndcg, recall, reciprocal_rank
from eval.search.stages import (
    Searchable,
    Stage,
    dense_stage,
    fused_stage,
    lexical_stage,
    named_stage,
    reranked_stage,
    rrf_stage,
    stock_stage,
    text_name,
)
from index.embedding import Embedder
from index.errors import CorpusError
from index.matching.fusion import LEXICAL_SHARE
from index.reranking import Reranker
from index.training.beir import Collection
from index.training.questions import is_tuning

_METRICS: Mapping[str, Callable[[Sequence[str], Judged], float]] = {
    **{f"R@{depth}": partial(recall, depth=depth) for depth in (1, 5, 10, 100)},
    "MRR@10": partial(reciprocal_rank, depth=10),
    "nDCG@10": partial(ndcg, depth=10),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a stage returned for each query, ``(passage id, score)`` best first, and in how many milliseconds."""

    stage: str
    ranked: Mapping[str, Sequence[tuple[str, float]]]
    milliseconds: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that are reported together: the ids of queries, and what is asked for each."""

    name: str
    asked: Mapping[str, str]


def groups_of(collection: Collection, part: str) -> list[Group]:
    """The questions of ``part`` (``tuning``, ``training`` or ``all``) by group.

    Of those kept from training also the ones whose articles answer no question that trains: only there is a gain more
    than having learnt which articles are asked about. And the same ones as they would be put by somebody who names the
    law.
    """
    if part == "all":
        return [Group(name="all", asked=collection.queries)]
    chosen = [query for query in collection.queries if is_tuning(query) is (part == "tuning")]
    groups = [Group(name=part, asked={query: collection.queries[query] for query in chosen})]
    if part == "tuning":
        trained = {p for query in collection.queries if not is_tuning(query) for p in collection.qrels[query]}
        unseen = {q: collection.queries[q] for q in chosen if trained.isdisjoint(collection.qrels[q])}
        groups.append(Group(name="tuning, articles never asked about in training", asked=unseen))
    named = {query: f"《{_law_of(query, collection)}》：{collection.queries[query]}" for query in chosen}
    return [*groups, Group(name=f"{part}, each naming its law", asked=named)]


def _law_of(query: str, collection: Collection) -> str:
    """The text that the first relevant passage of ``query`` stands in."""
    first = max(collection.qrels[query], key=lambda passage: collection.qrels[query][passage])
    return text_name(collection.titles[collection.passage_ids.index(first)])


def measure(
    collection: Collection, embedder: Embedder, part: str, reranker: Reranker | None
) -> tuple[dict[str, Any], dict[str, list[Run]]]:
    """The figures of the report, and the runs behind them by group."""
    searchable = Searchable.of(collection.passages, collection.titles, embedder)
    stages = [lexical_stage(searchable), dense_stage(searchable), rrf_stage(searchable), fused_stage(searchable)]
    if reranker is not None:
        stages.append(reranked_stage(stages[-1], collection.passages, reranker))
    stages.append(stock_stage(collection.passages, collection.titles, embedder))
    stages.append(named_stage(searchable))
    groups = [group for group in groups_of(collection, part) if group.asked]
    if not groups:
        raise CorpusError(f"no question of the part {part!r} is judged there. Ask for --part all.")
    runs = {group.name: [run(stage, collection, group.asked) for stage in stages] for group in groups}
    return {
        "passages": len(collection.passages),
        "embedder": embedder.id,
        "weights_sha256": embedder.weights_sha256,
        "reranker": reranker.id if reranker else None,
        "lexical_share": LEXICAL_SHARE,
        "groups": {group.name: compare(runs[group.name], collection, list(group.asked)) for group in groups},
    }, runs


def run(stage: Stage, collection: Collection, asked: Mapping[str, str]) -> Run:
    """``stage`` on each of ``asked``, questions by id."""
    ranked, milliseconds = dict[str, Sequence[tuple[str, float]]](), list[float]()
    for identifier, question in asked.items():
        started = time.perf_counter()
        found = stage.rank(question)
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
            "scores": {name: rounded(interval(scores[name])) for name in scores},
            "gain": {name: rounded(difference(scores[name], first[name])) for name in scores},
            "p50_ms": round(float(np.percentile(each.milliseconds, 50)), 2),
            "p99_ms": round(float(np.percentile(each.milliseconds, 99)), 2),
        }
    return {"queries": len(queries), "stages": figures}


def trec_lines(run: Run) -> list[str]:
    """``run`` as a TREC run file has it."""
    return [line for query, ranked in run.ranked.items() for line in run_lines(query, ranked, run.stage)]


def write_runs(runs: Mapping[str, Sequence[Run]], folder: Path) -> None:
    """Write each run into ``folder`` as a TREC run file, ``<group>-<stage>.txt``."""
    folder.mkdir(parents=True, exist_ok=True)
    for group, of_group in runs.items():
        for each in of_group:
            name = re.sub(r"[^a-z]+", "-", f"{group} {each.stage}".lower())
            (folder / f"{name}.txt").write_text("\n".join(trec_lines(each)) + "\n", encoding="utf-8")
