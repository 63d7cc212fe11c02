"""Whether a place named in a question keeps the articles of other places out: local rules say nearly the same everywhere."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.bootstrap import difference, interval, rounded
from eval.report_files import write_files
from eval.search.stages import DEPTH, Searchable, convex
from index.embedding import Embedder
from index.matching.words import words
from index.regions import named_regions, short_name
from index.training.articles import Article

_QUESTIONS, _WORDS, _SEED = 600, 4, 20261122
_METRICS = {"R@1": 1, "R@5": 5, "R@10": 10}


def measure(articles: Sequence[Article], embedder: Embedder) -> dict[str, Any]:
    """Articles of local rules, asked for by a place and a few of their own words: with and without the place as a filter."""
    places = [next((region.code for region in named_regions(article.title)), "") for article in articles]
    local = [article for article, code in zip(articles, places, strict=True) if code]
    codes = np.array([code for code in places if code])
    passages = [f"{article.heading} {article.body}" for article in local]
    searchable = Searchable.of(passages, [article.title for article in local], embedder)

    def rank_of(query: str, row: int, allowed: NDArray[np.bool_] | None) -> int:
        order = [place for place, _ in convex(searchable.candidates(query, allowed))]
        return order.index(row) if row in order else DEPTH

    chance = random.Random(_SEED)
    free, filtered = list[int](), list[int]()
    while len(free) < _QUESTIONS:
        row = chance.randrange(len(local))
        said = [word for word in dict.fromkeys(words(local[row].body)) if len(word) > 1]
        if len(said) < 2 * _WORDS:
            continue
        query = " ".join([short_name(str(codes[row])), *chance.sample(said, _WORDS)])
        named = {region.code for region in named_regions(query)}
        free.append(rank_of(query, row, None))
        filtered.append(rank_of(query, row, np.isin(codes, sorted(named))))
    scores = {
        way: {name: [float(rank < depth) for rank in ranks] for name, depth in _METRICS.items()}
        for way, ranks in (("without", free), ("with", filtered))
    }
    return {
        "articles": len(local),
        "regions": len(set(codes.tolist())),
        "questions": _QUESTIONS,
        **{way: {name: rounded(interval(found)) for name, found in of.items()} for way, of in scores.items()},
        "gain": {name: rounded(difference(scores["with"][name], scores["without"][name])) for name in _METRICS},
    }


def write(found: dict[str, Any], folder: Path) -> Path:
    """Write ``report.json`` and ``report.md`` into ``folder``; the path of the latter."""
    lines = [
        "# A place named in the question",
        "",
        f"{found['questions']} questions of a place and {_WORDS} words of one article, over {found['articles']} articles of "
        f"local rules of {found['regions']} regions; share of them for which that article is among the first. Means with 95 % "
        "bootstrap intervals. Made by `python -m eval regions --laws <file>`.",
        "",
        f"| | {' | '.join(_METRICS)} |",
        f"|---|{'---|' * len(_METRICS)}",
    ]
    for name, label in (
        ("without", "the place as words of the question"),
        ("with", "the place as a filter"),
        ("gain", "gain"),
    ):
        sign = "+" if name == "gain" else ""
        cells = (f"{v['mean']:{sign}.3f} ({v['low']:{sign}.3f} to {v['high']:{sign}.3f})" for v in found[name].values())
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return write_files(found, "\n".join(lines) + "\n", folder)
