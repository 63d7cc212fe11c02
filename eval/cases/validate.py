"""What is wrong with a dataset: gold clauses that do not exist or do not say what is required, questions asked twice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.cases.beir import read_queries
from eval.cases.case import Case, read_cases
from index import regions
from index.numerals import NUMERAL
from index.search import ClauseIndex
from index.text import fold, squeeze
from index.types import Clause

_SAME = 0.75
"""Share of pairs of characters from which two questions with the same figures and places are one: 有哪些 for 有什么."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A question of a file: its conversation as it is told from others, and its pairs of characters."""

    file: str
    id: str
    text: str
    pairs: frozenset[str]
    told_by: tuple[object, ...]


def faults(dataset: Path, others: Sequence[Path], index: ClauseIndex) -> list[str]:
    """One line for each fault of ``dataset``; ``others`` are questions that it must not repeat: datasets, or BEIR's queries.

    Raises:
        DatasetError: A file cannot be read.
    """
    cases = read_cases(dataset)
    asked = [question for path in others for question in _questions(path)]
    found = [f"{case.id}: {fault}" for case in cases for fault in _faults(case, index)]
    return found + [f"{question.id}: {fault}" for question in map(_of_case, cases) for fault in _leaks(question, asked)]


def _faults(case: Case, index: ClauseIndex) -> Iterator[str]:
    if case.answerable != bool(case.gold):
        yield "has gold clauses though it is not answerable" if case.gold else "is answerable and has no gold clause"
    if case.answerable == (case.reason is not None):
        yield "needs a reason if it is not answerable, and none if it is"
    if case.reference and not case.answerable:
        yield "has a reference answer though it is not answerable"
    clauses = {identifier: index.clause(identifier) for group in case.gold for identifier in group}
    yield from (f"gold clause {identifier} does not exist" for identifier, clause in clauses.items() if clause is None)
    gold = [clause for clause in clauses.values() if clause is not None]
    for string in case.required if gold else ():
        if not any(_says(clause, index, string) for clause in gold):
            yield f"no gold clause holds what is required: {string}"
    for string in case.forbidden if gold else ():
        if all(not clause.columns and squeeze(fold(string)) in squeeze(fold(clause.text)) for clause in gold):
            yield f"every gold clause holds what is forbidden: {string}"


def _says(clause: Clause, index: ClauseIndex, required: str) -> bool:
    """Whether an answer that quotes ``clause`` under its document's name can hold ``required``.

    In a row the number and its unit stand in cells of their own.
    """
    document, wanted = index.documents[clause.document_id], squeeze(fold(required))
    place = document.region.name if document.region else ""
    if wanted in squeeze(fold("".join([place, document.name, *clause.path, clause.text]))):
        return True
    rows = [clause, *(child for child in index.clauses_of(document.id) if child.parent == clause.id)]
    number = wanted.rstrip("%万亿元件个分家")
    return any(bool(number) and number in (squeeze(value) for _, value in row.cells) for row in rows)


def _leaks(question: _Asked, asked: Sequence[_Asked]) -> Iterator[str]:
    """The question of another file that ``question`` repeats, word for word or nearly."""
    for other in asked:
        if question.text == other.text or (question.told_by == other.told_by and _likeness(question, other) >= _SAME):
            yield f"is also asked in {other.file} as {other.id}"
            return


def _likeness(one: _Asked, other: _Asked) -> float:
    """Shared pairs of characters over all of both (Jaccard)."""
    every = len(one.pairs | other.pairs)
    return len(one.pairs & other.pairs) / every if every else 0.0


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
    text = "".join(character for character in squeeze(fold(whole)) if character.isalnum())
    pairs = frozenset(text[place : place + 2] for place in range(len(text) - 1))
    figures = tuple(sorted(re.findall(rf"\d+|[{NUMERAL}]+", text)))
    return _Asked(file=file, id=identifier, text=text, pairs=pairs, told_by=(figures, regions.named_regions(text)))
