"""``python -m index.training --laws FILE --questions DIR --out DIR``: from text to a shipped embedder, seeded, logged."""

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
from index.training.beir import read_collection
from index.training.export import export_model
from index.training.finetune import LabelledQuestion, Tuning, finetune
from index.training.pairs import PairSampler, TokenisedArticle
from index.training.questions import labelled, read_answers, tokens_of
from index.training.tokenizer import train_tokenizer
from index.training.train import Recipe, train_table

_TOKENIZER_SAMPLE = 30_000  # articles; all 141,511 take seven minutes and change few pieces

_CARD = """# {name}

A static embedding (mean of token rows, L2-normalised) for Chinese official text, trained by this project alone: on
public-domain law text by contrast of its own parts{tuned_on}. No other model's output.
`python -m index.training` makes it again.

| | |
|---|---|
| articles | {articles} |
| vocabulary × dimension | {vocabulary} × {dimension} (int8 rows, float32 scales) |
| steps × batch, learning rate, seed | {steps} × {batch}, {learning_rate}, {seed} |
| last loss | {loss} |
| labelled questions | {questions} |
| fine-tuning | {tuning} |
| training time | {seconds:.0f} s on two cores |
| source of the text | national and local laws and regulations, state of 2025-04-19 (official texts, outside copyright) |
| source of the questions | {questions_source} |
"""


def main(argv: list[str] | None = None) -> int:
    """Train and export; 0 on success, 1 with one line on stderr otherwise."""
    args = _parser().parse_args(argv)
    recipe = Recipe(
        dimension=args.dimension,
        steps=args.steps,
        batch=args.batch,
        learning_rate=args.learning_rate,
        seed=args.seed,
    )
    tuning = Tuning(steps=args.tuning_steps, seed=args.seed)
    started = time.monotonic()
    losses = list[str]()

    def log(line: str) -> None:
        print(line, file=sys.stderr, flush=True)
        if line.startswith("step"):
            losses.append(line.split("loss")[1].split(maxsplit=1)[0])

    try:
        articles = read_articles(args.laws)
        collection = read_collection(args.questions, "train") if args.questions else None
        answers = read_answers(args.questions / "train.answers.jsonl") if args.questions else {}
        log(f"{len(articles)} articles")
        sample = random.Random(recipe.seed).sample(articles, min(_TOKENIZER_SAMPLE, len(articles)))
        tokenizer = train_tokenizer((f"{a.heading}\n{a.body}" for a in sample), vocabulary=args.vocabulary)
        log(f"{tokenizer.get_vocab_size()} tokens, {time.monotonic() - started:.0f} s")
        tokenised, idf = _tokenise(tokenizer, articles)
        table = train_table(PairSampler(tokenised, idf, seed=recipe.seed), idf, recipe, log=log)
        questions = list[LabelledQuestion]()
        if collection is not None:
            questions = labelled(collection, answers, tokenizer, hard_depth=tuning.hard_depth)
            table = finetune(table, tokens_of(tokenizer, collection.passages), questions, tuning, log=log)
    except ZhangjuError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    card = _CARD.format(
        name=args.out.name,
        articles=len(articles),
        vocabulary=tokenizer.get_vocab_size(),
        loss=losses[-1] if losses else "–",
        seconds=time.monotonic() - started,
        tuned_on=", then on labelled questions" if questions else "; no labels",
        questions=len(questions) or "none",
        tuning=", ".join(f"{name} {value}" for name, value in asdict(tuning).items()) if questions else "none",
        questions_source="STARD (1,235 lay questions, MIT) and LeCoQA (answers, MIT); 15 % are kept to tune by"
        if questions
        else "–",
        **{name: value for name, value in asdict(recipe).items() if name != "questions"},
    )
    export_model(args.out, tokenizer, table, card=card)
    log(f"wrote {args.out}, {time.monotonic() - started:.0f} s in all")
    return 0


def _parser() -> argparse.ArgumentParser:
    defaults = Recipe()
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--laws", type=Path, required=True, help="folder or .tar.xz of Markdown laws")
    parser.add_argument("--questions", type=Path, help="BEIR folder of labelled questions to fine-tune on")
    parser.add_argument("--out", type=Path, required=True, help="model directory to write")
    parser.add_argument("--vocabulary", type=int, default=26_000)
    parser.add_argument("--dimension", type=int, default=defaults.dimension)
    parser.add_argument("--steps", type=int, default=defaults.steps)
    parser.add_argument("--batch", type=int, default=defaults.batch)
    parser.add_argument("--learning-rate", type=float, default=defaults.learning_rate)
    parser.add_argument("--tuning-steps", type=int, default=Tuning().steps)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    return parser


def _tokenise(tokenizer: Tokenizer, articles: list[Article]) -> tuple[list[TokenisedArticle], NDArray[np.float32]]:
    headings = tokens_of(tokenizer, [article.heading for article in articles])
    bodies = tokens_of(tokenizer, [article.body for article in articles])
    tokenised = [TokenisedArticle(heading=h, body=b) for h, b in zip(headings, bodies, strict=True)]
    frequency = np.zeros(tokenizer.get_vocab_size(), dtype=np.int64)
    for article in tokenised:
        frequency[np.unique(article.body)] += 1
    idf = np.log((len(articles) + 1) / (frequency + 1)).astype(np.float32)
    return tokenised, idf


if __name__ == "__main__":
    raise SystemExit(main())
