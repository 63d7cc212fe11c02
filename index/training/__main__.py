"""``python -m index.training --laws laws.tar.xz --out DIR``: from law text to a shipped embedder, seeded and logged."""

import argparse
import random
import sys
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.errors import ZhangjuError
from index.training.articles import Article, read_articles
from index.training.export import export_model
from index.training.pairs import PairSampler, TokenisedArticle
from index.training.tokenizer import train_tokenizer
from index.training.train import Recipe, train_table

_TOKENIZER_SAMPLE = 30_000  # articles; all 141,511 take seven minutes and change few pieces

_CARD = """# {name}

A static embedding (mean of token rows, L2-normalised) for Chinese official text. Trained by this project on public-domain
law text only: no labels, no other model's output. `python -m index.training` makes it again.

| | |
|---|---|
| articles | {articles} |
| vocabulary × dimension | {vocabulary} × {dimension} (int8 rows, float32 scales) |
| steps × batch | {steps} × {batch} |
| learning rate, seed | {learning_rate}, {seed} |
| last loss | {loss} |
| training time | {seconds:.0f} s |
| source of the text | national and local laws and regulations, state of 2025-04-19 (official texts, outside copyright) |
"""


def main(argv: list[str] | None = None) -> int:
    """Train and export; 0 on success, 1 with one line on stderr otherwise."""
    defaults = Recipe()
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--laws", type=Path, required=True, help="folder or .tar.xz of Markdown laws")
    parser.add_argument("--out", type=Path, required=True, help="model directory to write")
    parser.add_argument("--vocabulary", type=int, default=16_000)
    parser.add_argument("--dimension", type=int, default=defaults.dimension)
    parser.add_argument("--steps", type=int, default=defaults.steps)
    parser.add_argument("--batch", type=int, default=defaults.batch)
    parser.add_argument("--learning-rate", type=float, default=defaults.learning_rate)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    args = parser.parse_args(argv)
    recipe = Recipe(
        dimension=args.dimension,
        steps=args.steps,
        batch=args.batch,
        learning_rate=args.learning_rate,
        seed=args.seed,
    )
    started = time.monotonic()
    lines: list[str] = []

    def log(line: str) -> None:
        lines.append(line)
        print(line, file=sys.stderr, flush=True)

    try:
        articles = read_articles(args.laws)
        log(f"{len(articles)} articles")
        sample = random.Random(recipe.seed).sample(articles, min(_TOKENIZER_SAMPLE, len(articles)))
        tokenizer = train_tokenizer((f"{a.heading}\n{a.body}" for a in sample), vocabulary=args.vocabulary)
        log(f"{tokenizer.get_vocab_size()} tokens, {time.monotonic() - started:.0f} s")
        tokenised, idf = _tokenise(tokenizer, articles)
        table = train_table(PairSampler(tokenised, idf, seed=recipe.seed), idf, recipe, log=log)
    except ZhangjuError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    card = _CARD.format(
        name=args.out.name,
        articles=len(articles),
        vocabulary=tokenizer.get_vocab_size(),
        loss=lines[-1].split("loss")[-1].split()[0],
        seconds=time.monotonic() - started,
        **asdict(recipe),
    )
    export_model(args.out, tokenizer, table, card=card)
    log(f"wrote {args.out}, {time.monotonic() - started:.0f} s in all")
    return 0


def _tokenise(tokenizer: Tokenizer, articles: list[Article]) -> tuple[list[TokenisedArticle], NDArray[np.float32]]:
    headings = tokenizer.encode_batch_fast([a.heading for a in articles], add_special_tokens=False)
    bodies = tokenizer.encode_batch_fast([a.body for a in articles], add_special_tokens=False)
    tokenised = [
        TokenisedArticle(heading=np.array(h.ids, dtype=np.int32), body=np.array(b.ids, dtype=np.int32))
        for h, b in zip(headings, bodies, strict=True)
    ]
    frequency = np.zeros(tokenizer.get_vocab_size(), dtype=np.int64)
    for article in tokenised:
        frequency[np.unique(article.body)] += 1
    idf = np.log((len(articles) + 1) / (frequency + 1)).astype(np.float32)
    return tokenised, idf


if __name__ == "__main__":
    raise SystemExit(main())
