"""Ways to make one ranking out of two searches, compared on questions that none of them was fitted to.

The embedder is fine-tuned on the training questions, so its cosines flatter them: what is fitted here (the share of the
convex combination, the weights of the learned ranker) is fitted on cosines of tables fine-tuned without the question.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.bootstrap import difference, interval, rounded
from eval.search.retrieval import Run, groups_of, run, scores_of
from eval.search.stages import Searchable, ranked, rrf_stage
from eval.training.learned_ranker import Features, LogisticRanker, features
from eval.training.table_embedder import Table, TableEmbedder
from index.matching.fusion import fused
from index.matching.hybrid import Candidates
from index.training.beir import Collection
from index.training.finetune import Tuning, finetune
from index.training.prepare import Prepared
from index.training.questions import is_tuning, labelled

Log = Callable[[str], None]

_FOLDS = 5
_SHARES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)  # of the lexical score
_METRICS = ("R@10", "R@100", "MRR@10", "nDCG@10")
_CHOSEN_BY = "nDCG@10"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The candidates of a question, their features, and which of them are relevant."""

    candidates: Candidates
    features: Features
    relevant: NDArray[np.bool_]


def measure(
    data: Prepared, table: Table, collection: Collection, answers: Mapping[str, str], *, log: Log
) -> dict[str, Any]:
    """The figures of the report, for a ``table`` that no question has been seen by."""
    searchable = Searchable.of(collection.passages, collection.titles, TableEmbedder(data.cut, table))
    passages = data.cut(collection.passages)
    training = [query for query in collection.queries if not is_tuning(query)]
    kept, unseen, _ = groups_of(collection, "tuning")

    def tuned_on(queries: Sequence[str]) -> Searchable:
        part = replace(collection, queries={query: collection.queries[query] for query in queries})
        questions = labelled(part, answers, data.cut, hard_depth=Tuning().hard_depth)
        return searchable.with_embedder(
            TableEmbedder(data.cut, finetune(table, passages, questions, Tuning(), log=log))
        )

    fitted = dict[str, _Found]()
    for number in range(_FOLDS):
        log(f"fold {number + 1} of {_FOLDS}")
        left_out = training[number::_FOLDS]
        rest = tuned_on([query for query in training if query not in set(left_out)])
        fitted |= {query: _find(query, collection, rest) for query in left_out}
    log("all training questions")
    whole = tuned_on(training)
    asked = {query: _find(query, collection, whole) for query in kept.asked}

    ranker = LogisticRanker([f.features for f in fitted.values()], [f.relevant for f in fitted.values()])
    ways = {"of what there is to get": _convex, "of the best": _classic}
    by_share = {
        name: {share: _mean(_run(name, fitted, collection, way(share)), collection, training) for share in _SHARES}
        for name, way in ways.items()
    }
    best = {name: max(scores, key=lambda share: scores[share]) for name, scores in by_share.items()}
    runs = [
        *(
            _run(f"convex, BM25 as a share {name}, weight {best[name]}", asked, collection, way(best[name]))
            for name, way in ways.items()
        ),
        _run("BM25 alone", asked, collection, _convex(1.0)),
        _run("vectors alone", asked, collection, _convex(0.0)),
        run(rrf_stage(whole), collection, kept.asked),
        _run("learned ranker", asked, collection, lambda found: ranker.scores(found.features)),
    ]
    return {
        "folds": _FOLDS,
        "training_questions": len(training),
        "shares": {
            name: {str(share): round(score, 4) for share, score in scores.items()} for name, scores in by_share.items()
        },
        "weights": ranker.weights(),
        "groups": {
            group.name: {"questions": len(group.asked), "ways": _compared(runs, collection, list(group.asked))}
            for group in (kept, unseen)
        },
    }


def _find(query: str, collection: Collection, searchable: Searchable) -> _Found:
    text = collection.queries[query]
    found = searchable.candidates(text)
    judged = collection.qrels[query]
    relevant = [judged.get(collection.passage_ids[row], 0) > 0 for row in found.rows.tolist()]
    rows = features(text, found, searchable, collection.titles)
    return _Found(candidates=found, features=rows, relevant=np.array(relevant))


def _convex(share: float) -> Callable[[_Found], NDArray[np.float64]]:
    return lambda found: fused(found.candidates.lexical, found.candidates.cosines, lexical_share=share)


def _classic(share: float) -> Callable[[_Found], NDArray[np.float64]]:
    def score(found: _Found) -> NDArray[np.float64]:
        best = found.candidates.lexical.max(initial=0.0) or 1.0
        return fused(found.candidates.lexical / best, found.candidates.cosines, lexical_share=share)

    return score


def _run(
    name: str, found: Mapping[str, _Found], collection: Collection, score: Callable[[_Found], NDArray[np.float64]]
) -> Run:
    lists = {
        query: [(collection.passage_ids[row], value) for row, value in ranked(each.candidates.rows, score(each))]
        for query, each in found.items()
    }
    return Run(stage=name, ranked=lists, milliseconds=())


def _mean(run: Run, collection: Collection, queries: Sequence[str]) -> float:
    return float(np.mean(scores_of(run, collection, queries)[_CHOSEN_BY]))


def _compared(runs: Sequence[Run], collection: Collection, queries: Sequence[str]) -> dict[str, Any]:
    scores = {run.stage: scores_of(run, collection, queries) for run in runs}
    first = scores[runs[0].stage]
    return {
        name: {
            metric: {
                "mean": rounded(interval(of[metric]))["mean"],
                "against_first": rounded(difference(of[metric], first[metric])),
            }
            for metric in _METRICS
        }
        for name, of in scores.items()
    }
