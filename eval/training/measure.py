"""The embedder's training taken apart, and the fusion of its vectors with BM25 compared with other ways to fuse."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.training import ablation, fusion
from index.training.articles import read_articles
from index.training.beir import read_collection
from index.training.pairs import Kinds, PairSampler
from index.training.prepare import pieces_of, prepare, vocabulary_of
from index.training.questions import read_answers
from index.training.train import Recipe, train_table


def measure(
    laws: Path, beir: Path, *, steps: int, log: Callable[[str], None], recipe: Recipe | None = None
) -> dict[str, Any]:
    """The figures of the report: variants after ``steps`` steps, fusion with a table trained by ``recipe``, or as shipped."""
    recipe = recipe or Recipe()
    articles = read_articles(laws)
    collection = read_collection(beir, "train")
    answers = read_answers(beir / "train.answers.jsonl")
    pieces = prepare(articles, *pieces_of(vocabulary_of(articles)))
    taken_apart = ablation.measure(articles, pieces, collection, answers, replace(recipe, steps=steps), log=log)
    sampler = PairSampler(pieces.articles, pieces.idf, Kinds(), seed=recipe.seed)
    table = train_table(sampler, pieces.idf, recipe, log=log)
    return {"ablation": taken_apart, "fusion": fusion.measure(pieces, table, collection, answers, log=log)}
