"""What is wrong with a dataset: gold clauses that do not exist or do not say what is required, questions asked twice."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.answers.cases import Case, read_cases
from index.search import ClauseIndex
from index.text import fold, squeeze
from index.types import Clause


def faults(dataset: Path, others: Sequence[Path], index: ClauseIndex) -> list[str]:
    """One line for each fault of ``dataset``; ``others`` are datasets that must not ask the same.

    Raises:
        DatasetError: A file cannot be read as a dataset.
    """
    cases = read_cases(dataset)
    asked = {_asked(case): (path.name, case.id) for path in others for case in read_cases(path)}
    return [f"{case.id}: {fault}" for case in cases for fault in (*_faults(case, index), *_leaks(case, asked))]


def _faults(case: Case, index: ClauseIndex) -> Iterator[str]:
    if case.answerable != bool(case.gold):
        yield "has gold clauses though it is not answerable" if case.gold else "is answerable and has no gold clause"
    if case.answerable == (case.reason is not None):
        yield "needs a reason if it is not answerable, and none if it is"
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


def _leaks(case: Case, asked: dict[str, tuple[str, str]]) -> Iterator[str]:
    if known := asked.get(_asked(case)):
        yield f"is also asked in {known[0]} as {known[1]}"


def _asked(case: Case) -> str:
    """A question as it is told from others: with its history, whatever its punctuation."""
    whole = "".join([*(turn.question for turn in case.history), case.question])
    return "".join(character for character in squeeze(fold(whole)) if character.isalnum())
