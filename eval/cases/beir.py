"""Datasets in the layout of BEIR (Thakur et al. 2021): ``corpus.jsonl``, ``queries.jsonl``, ``qrels/<split>.tsv``.

It holds questions and which clauses bear on each. What else a case says is lost: that one clause of a set is enough, what
an answer must hold, conversations (put before the question), and why nothing answers.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from eval.cases.case import Case
from eval.errors import DatasetError
from eval.json_lines import read_lines, write_lines
from index.errors import CorpusError
from index.search import ClauseIndex
from index.training.beir import read_collection


class Query(NamedTuple):
    """A question of a collection."""

    id: str
    text: str


def read_queries(path: Path) -> Iterator[Query]:
    """The questions of a ``queries.jsonl``.

    Raises:
        DatasetError: It cannot be read, or a line has no ``_id`` and ``text``.
    """
    for place, values in read_lines(path, "queries with _id and text"):
        if not {"_id", "text"} <= values.keys():
            raise DatasetError(f"{place}: lacks _id or text. Correct the line.")
        yield Query(str(values["_id"]), str(values["text"]))


def read_beir(folder: Path, split: str) -> tuple[Case, ...]:
    """The cases of a collection whose passages are clauses: every relevant one is a set of its own.

    Raises:
        DatasetError: The folder cannot be read.
    """
    try:
        collection = read_collection(folder, split)
    except CorpusError as error:
        raise DatasetError(str(error)) from error
    return tuple(case_of(query, text, collection.qrels[query]) for query, text in collection.queries.items())


def case_of(identifier: str, question: str, judged: Mapping[str, int]) -> Case:
    """A case out of judgements; one without a relevant clause is not answerable."""
    gold = tuple((clause,) for clause, relevance in judged.items() if relevance > 0)
    reason = None if gold else "no_evidence"
    return Case.model_validate(
        {"id": identifier, "question": question, "answerable": bool(gold), "gold": gold, "reason": reason}
    )


def write_beir(cases: Sequence[Case], index: ClauseIndex, folder: Path, split: str) -> None:
    """Write the answerable ones of ``cases`` with every leaf clause of the documents as the corpus, gold ones in any case."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    asked = [case for case in cases if case.answerable]
    gold = {clause for case in asked for group in case.gold for clause in group}
    clauses = [c for identifier in index.documents for c in index.clauses_of(identifier) if c.is_leaf or c.id in gold]
    write_lines(
        folder / "corpus.jsonl",
        [
            {"_id": c.id, "title": f"{index.documents[c.document_id].name} {c.address}", "text": c.reading}
            for c in clauses
        ],
    )
    write_lines(folder / "queries.jsonl", [{"_id": case.id, "text": case.conversation} for case in asked])
    judged = (f"{case.id}\t{clause}\t1\n" for case in asked for group in case.gold for clause in group)
    (folder / "qrels" / f"{split}.tsv").write_text(f"query-id\tcorpus-id\tscore\n{''.join(judged)}", encoding="utf-8")
