"""What is wrong with a dataset: gold clauses that do not exist or do not say what is required, questions asked twice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.cases.beir import read_queries
from eval.cases.case import Case, nearest, read_cases, unsound
from eval.cases.strings import bare, bigrams, holds, letters
from index import regions
from index.numerals import NUMERAL
from index.search import ClauseIndex
from index.types import Clause

_SAME = 0.75
"""Share of character bigrams from which on two questions with the same figures and places count as one (有哪些, 有什么)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A question of a file: its conversation as it is told from others, and its character bigrams."""

    file: str
    id: str
    text: str
    bigrams: frozenset[str]
    told_by: tuple[object, ...]


def defects(dataset: Path, others: Sequence[Path], index: ClauseIndex) -> list[str]:
    """One line for each defect of ``dataset``; ``others`` are questions that it must not repeat: datasets, or BEIR's queries.

    Raises:
        DatasetError: A file cannot be read.
    """
    cases = read_cases(dataset)
    asked = [question for path in others for question in _questions(path)]
    found = [f"{case.id}: {fault}" for case in cases for fault in _defects(case, index)]
    return found + [f"{question.id}: {fault}" for question in map(_of_case, cases) for fault in _leaks(question, asked)]


def _defects(case: Case, index: ClauseIndex) -> Iterator[str]:
    if (fault := unsound(case)) is not None:
        yield fault
    clauses = {identifier: index.clause(identifier) for group in case.gold for identifier in group}
    for identifier in (identifier for identifier, clause in clauses.items() if clause is None):
        yield f"gold clause {identifier} does not exist{nearest(identifier, index)}"
    gold = [clause for clause in clauses.values() if clause is not None]
    for string in case.required if gold else ():
        if not any(_says(clause, index, string) for clause in gold):
            yield f"no gold clause holds what is required: {string}"
    for string in case.forbidden if gold else ():
        if all(not clause.columns and holds(clause.text, string) for clause in gold):
            yield f"every gold clause holds what is forbidden: {string}"


def _says(clause: Clause, index: ClauseIndex, required: str) -> bool:
    """Whether an answer that quotes ``clause`` under its document's name can hold ``required``.

    In a row the number and its unit stand in cells of their own.
    """
    document = index.documents[clause.document_id]
    place = document.region.name if document.region else ""
    if holds("\n".join([place, document.name, *clause.path, clause.text]), required):
        return True
    rows = [clause, *(child for child in index.clauses_of(document.id) if child.parent == clause.id)]
    number = bare(required).rstrip("%万亿元件个分家")
    return any(bool(number) and holds(value, number) for row in rows for _, value in row.cells)


def _leaks(question: _Asked, asked: Sequence[_Asked]) -> Iterator[str]:
    """The question of another file that ``question`` repeats, word for word or nearly."""
    for other in asked:
        if question.text == other.text or (question.told_by == other.told_by and _likeness(question, other) >= _SAME):
            yield f"is also asked in {other.file} as {other.id}"
            return


def _likeness(one: _Asked, other: _Asked) -> float:
    """Shared character bigrams over all of both (Jaccard 1901)."""
    every = len(one.bigrams | other.bigrams)
    return len(one.bigrams & other.bigrams) / every if every else 0.0


def _questions(path: Path) -> Iterator[_Asked]:
    if path.name != "queries.jsonl":
        yield from (_of_case(case, path.name) for case in read_cases(path))
        return
    for query in read_queries(path):
        yield _asked(path.name, query.id, query.text)


def _of_case(case: Case, file: str = "") -> _Asked:
    return _asked(file, case.id, case.conversation)


def _asked(file: str, identifier: str, whole: str) -> _Asked:
    """A question as it is told from others: whatever its punctuation and spacing."""
    text = letters(whole)
    figures = tuple(sorted(re.findall(rf"\d+|[{NUMERAL}]+", text)))
    told_by = (figures, regions.named_regions(text))
    return _Asked(file=file, id=identifier, text=text, bigrams=frozenset(bigrams(whole)), told_by=told_by)
