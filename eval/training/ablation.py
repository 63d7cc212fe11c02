"""What each part of the shipped embedder's training brings: variants trained in the same run, compared in pairs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from eval.bootstrap import difference, interval, rounded
from eval.search.retrieval import Run, groups_of, run, scores_of
from eval.search.stages import Searchable, dense_stage, fused_stage, lexical_stage
from eval.training.table_embedder import Table, TableEmbedder
from eval.training.unigram import words
from index.training.articles import Article
from index.training.beir import Collection
from index.training.finetune import Tuning, finetune
from index.training.links import cited, counterparts
from index.training.pairs import Kinds, PairSampler
from index.training.prepare import Prepared, prepare
from index.training.questions import labelled
from index.training.train import Recipe, train_table

Log = Callable[[str], None]

_BASE = "base"
_EVERY_KIND = ("heading", "crop", "keyword", "opening", "cited", "counterpart")
_METRICS = ("R@10", "R@100", "MRR@10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way to train before any label is seen; its vectors are also judged cut off after ``cut_to`` numbers."""

    name: str
    kinds: Kinds = field(default_factory=Kinds)
    recipe: Recipe
    cut_to: int | None = None
    of_words: bool = False


def variants(base: Recipe, articles: Sequence[Article]) -> list[Variant]:
    """The variants; the first is the base that the others are compared with."""
    plain = Kinds()
    linked = Kinds(names=_EVERY_KIND, cited=cited(articles), counterparts=counterparts(articles))
    without = [
        Variant(name=f"without {kind}", kinds=Kinds(names=tuple(k for k in plain.names if k != kind)), recipe=base)
        for kind in plain.names
    ]
    added = [
        Variant(name=f"with {kind}", kinds=replace(linked, names=(*plain.names, kind)), recipe=base)
        for kind in _EVERY_KIND[len(plain.names) :]
    ]
    half = base.dimension // 2
    nested = replace(base, nested=(half, half // 2))
    return [
        Variant(name=_BASE, recipe=base, cut_to=half),
        *without,
        *added,
        Variant(name="four neighbours together in a batch", kinds=Kinds(neighbours=4), recipe=base),
        Variant(name="words instead of characters and pairs", recipe=base, of_words=True),
        Variant(name=f"dimension {half}", recipe=replace(base, dimension=half)),
        Variant(name="nested (Matryoshka)", recipe=nested, cut_to=half),
        Variant(name="half the steps", recipe=replace(base, steps=base.steps // 2)),
    ]


def tunings(base: Tuning) -> Mapping[str, Tuning]:
    """The ways to fine-tune; the first is the base that the others are compared with."""
    return {
        _BASE: base,
        "without answers": replace(base, answer_weight=0.0),
        "without hard negatives": replace(base, hard=0),
        "half the steps": replace(base, steps=base.steps // 2),
        "twice the steps": replace(base, steps=base.steps * 2),
    }


def measure(
    articles: Sequence[Article],
    pieces: Prepared,
    collection: Collection,
    answers: Mapping[str, str],
    recipe: Recipe,
    *,
    log: Log,
) -> dict[str, Any]:
    """The figures of the report. Before fine-tuning no label was seen, so that all questions judge; after it the kept ones."""
    searchable = Searchable.of(collection.passages, collection.titles, TableEmbedder(pieces.cut, pieces.idf[:, None]))

    def judge(data: Prepared, table: Table, asked: Mapping[str, str]) -> dict[str, Run]:
        found = searchable.with_embedder(TableEmbedder(data.cut, table))
        return {stage.name: run(stage, collection, asked) for stage in (dense_stage(found), fused_stage(found))}

    passages = pieces.cut(collection.passages)
    pretrained = {"BM25 alone": {"fused": run(lexical_stage(searchable), collection, collection.queries)}}
    for variant in variants(recipe, articles):
        log(f"pre-training: {variant.name}")
        data = pieces
        if variant.of_words:
            data = prepare(articles, *words(articles, size=len(pieces.idf), seed=recipe.seed))
        sampler = PairSampler(data.articles, data.idf, variant.kinds, seed=recipe.seed)
        table = train_table(sampler, data.idf, variant.recipe, log=log)
        if variant.name == _BASE:
            base = table
        pretrained[variant.name] = judge(data, table, collection.queries)
        if cut := variant.cut_to:
            pretrained[f"{variant.name}, cut to {cut}"] = judge(data, table[:, :cut], collection.queries)

    kept, unseen, _ = groups_of(collection, "tuning")
    tuned = dict[str, dict[str, Run]]()
    for name, tuning in tunings(Tuning(seed=recipe.seed)).items():
        log(f"fine-tuning: {name}")
        questions = labelled(collection, answers, pieces.cut, hard_depth=tuning.hard_depth)
        table = finetune(base, passages, questions, tuning, log=log)
        tuned[name] = judge(pieces, table, kept.asked)
    return {
        "steps": recipe.steps,
        "seed": recipe.seed,
        "before": {
            "all questions": {
                "questions": len(collection.queries),
                "variants": _compared(pretrained, collection, list(collection.queries)),
            }
        },
        "after": {
            group.name: {"questions": len(group.asked), "variants": _compared(tuned, collection, list(group.asked))}
            for group in (kept, unseen)
        },
    }


def _compared(
    judged: Mapping[str, Mapping[str, Run]], collection: Collection, queries: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """By variant and stage the means, and the difference to the base question by question."""
    scores = {
        name: {stage: scores_of(each, collection, queries) for stage, each in runs.items()}
        for name, runs in judged.items()
    }
    base = scores[_BASE]
    return {
        name: {
            stage: {
                metric: {
                    "mean": rounded(interval(found[metric]))["mean"],
                    "against_base": rounded(difference(found[metric], base[stage][metric])),
                }
                for metric in _METRICS
            }
            for stage, found in by_stage.items()
        }
        for name, by_stage in scores.items()
    }
