"""Labelled questions for fine-tuning, and the split that keeps some of them to tune by."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from index.errors import CorpusError
from index.matching.lexical import LexicalIndex, best
from index.tokens import tokenize
from index.training.beir import Collection
from index.training.finetune import LabelledQuestion
from index.training.prepare import Cut

_TUNING_SHARE = 15  # of a hundred


def is_tuning(question_id: str) -> bool:
    """Whether the question is kept from training, to tune by. The same on every machine, whatever else is asked."""
    digest = hashlib.sha256(question_id.encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < _TUNING_SHARE


def labelled(
    collection: Collection, answers: Mapping[str, str], cut: Cut, *, hard_depth: int
) -> list[LabelledQuestion]:
    """The questions of ``collection`` that train, each with ``hard_depth`` passages that BM25 takes for its own."""
    row_of = {identifier: row for row, identifier in enumerate(collection.passage_ids)}
    lexical = LexicalIndex.build([tokenize(text) for text in collection.passages])
    chosen = [identifier for identifier in collection.queries if not is_tuning(identifier)]
    asked = cut([collection.queries[identifier] for identifier in chosen])
    answered = cut([answers.get(identifier, "") for identifier in chosen])
    found = list[LabelledQuestion]()
    for identifier, question, answer in zip(chosen, asked, answered, strict=True):
        gold = tuple(row_of[passage] for passage, relevance in collection.qrels[identifier].items() if relevance > 0)
        near = best(lexical.scores(tokenize(collection.queries[identifier])), None, hard_depth)
        hard = tuple(int(row) for row in near if row not in gold)
        found.append(LabelledQuestion(question=question, gold=gold, hard=hard, answer=answer))
    return found


def read_answers(path: Path) -> dict[str, str]:
    """By question id the lawyers' answers in ``path``, JSON lines of ``_id`` and ``answer``; none if there is no file.

    Raises:
        CorpusError: A line is not such an object.
    """
    if not path.is_file():
        return {}
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return {str(line["_id"]): str(line.get("answer") or "") for line in lines}
    except (ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{path}: not JSON lines of _id and answer ({error}). Correct the file.") from error
