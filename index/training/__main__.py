"""``python -m index.training --laws FILE --questions DIR --out DIR``: from text to a shipped embedder, seeded, logged."""

import argparse
import sys
import time
from dataclasses import asdict
from pathlib import Path

from index.errors import ZhangjuError
from index.training.articles import read_articles
from index.training.beir import read_collection
from index.training.export import export_model
from index.training.finetune import LabelledQuestion, Tuning, finetune
from index.training.pairs import Kinds, PairSampler
from index.training.prepare import VOCABULARY, pieces_of, prepare, vocabulary_of
from index.training.questions import labelled, read_answers
from index.training.train import Recipe, train_table

_CARD = """# {name}

A static embedding for Chinese official text: the mean of the rows of its characters, overlapping pairs of characters and
Latin words, L2-normalised. Trained by this project alone: on public-domain law text by contrast of its own parts{tuned_on}.
No other model's output. `python -m index.training` makes it again.

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
        vocabulary = vocabulary_of(articles, size=args.vocabulary)
        log(f"{len(vocabulary)} pieces, {time.monotonic() - started:.0f} s")
        data = prepare(articles, *pieces_of(vocabulary))
        table = train_table(PairSampler(data.articles, data.idf, Kinds(), seed=recipe.seed), data.idf, recipe, log=log)
        questions = list[LabelledQuestion]()
        if collection is not None:
            questions = labelled(collection, answers, data.cut, hard_depth=tuning.hard_depth)
            table = finetune(table, data.cut(collection.passages), questions, tuning, log=log)
    except ZhangjuError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    card = _CARD.format(
        name=args.out.name,
        articles=len(articles),
        vocabulary=len(vocabulary),
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
    export_model(args.out, vocabulary, table, card=card)
    log(f"wrote {args.out}, {time.monotonic() - started:.0f} s in all")
    return 0


def _parser() -> argparse.ArgumentParser:
    defaults = Recipe()
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--laws", type=Path, required=True, help="folder or .tar.xz of Markdown laws")
    parser.add_argument("--questions", type=Path, help="BEIR folder of labelled questions to fine-tune on")
    parser.add_argument("--out", type=Path, required=True, help="model directory to write")
    parser.add_argument("--vocabulary", type=int, default=VOCABULARY)
    parser.add_argument("--dimension", type=int, default=defaults.dimension)
    parser.add_argument("--steps", type=int, default=defaults.steps)
    parser.add_argument("--batch", type=int, default=defaults.batch)
    parser.add_argument("--learning-rate", type=float, default=defaults.learning_rate)
    parser.add_argument("--tuning-steps", type=int, default=Tuning().steps)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
