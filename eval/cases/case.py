"""Evaluation cases: questions with the clauses that answer them, or the reason why nothing does."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.errors import DatasetError
from eval.json_lines import read_lines, write_lines
from index.search import ClauseIndex
from rag import Reason, Turn


class EarlierTurn(BaseModel):
    """A question asked before."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str


class Case(BaseModel):
    """One question.

    ``gold`` holds sets of clause ids: an answer should cite one clause of each set; a clause below a gold clause counts
    as it. ``required`` and ``forbidden`` are strings of the answer's text, compared without white space. ``reference`` is
    an answer in the texts' own words. ``region`` (GB/T 2260) and ``as_of`` are asked with the question where given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: str
    answerable: bool
    gold: tuple[tuple[str, ...], ...] = ()
    required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    reason: Reason | None = None
    history: tuple[EarlierTurn, ...] = ()
    region: str | None = Field(None, pattern=r"^\d{6}$")
    as_of: date | None = None
    reference: str = ""
    tags: tuple[str, ...] = ()

    @property
    def turns(self) -> list[Turn]:
        """The questions asked before, as the pipeline takes them."""
        return [Turn(question=turn.question) for turn in self.history]

    @property
    def conversation(self) -> str:
        """What is asked with what was asked before it, for those that know no conversations."""
        return " ".join([*(turn.question for turn in self.history), self.question])


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases in the JSON-lines file ``path``.

    Raises:
        DatasetError: The file is missing or empty, a line is not a case, or an id or question occurs twice.
    """
    cases, seen = list[Case](), set[str]()
    for place, values in read_lines(path, "cases"):
        try:
            case = Case.model_validate(values)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            raise DatasetError(f"{place}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from error
        for key in (case.id, case.question if not case.history else f"{case.history}{case.question}"):
            if key in seen:
                raise DatasetError(f"{place}: {key!r} occurs twice.")
            seen.add(key)
        cases.append(case)
    if not cases:
        raise DatasetError(f"{path}: holds no case. Wanted: cases, as JSON lines.")
    return tuple(cases)


def write_cases(cases: Iterable[Case], path: Path) -> None:
    """Write ``cases`` as JSON lines, members at their defaults left out."""
    write_lines(path, (case.model_dump(mode="json", exclude_defaults=True) for case in cases))


def schema() -> dict[str, Any]:
    """The JSON schema of a line of a dataset."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Case.model_json_schema()}


def check_gold(cases: Iterable[Case], index: ClauseIndex) -> None:
    """Check that every case is sound and that the gold clauses exist.

    Raises:
        DatasetError: One is not, or one does not.
    """
    for case in cases:
        if (fault := unsound(case)) is not None:
            raise DatasetError(f"{case.id}: {fault}.")
        for clause_id in (clause for group in case.gold for clause in group):
            if index.clause(clause_id) is None:
                raise DatasetError(f"{case.id}: gold clause {clause_id} does not exist{nearest(clause_id, index)}.")


def unsound(case: Case) -> str | None:
    """What is wrong with ``case`` by itself, ``None`` if nothing is."""
    if case.answerable != bool(case.gold):
        return (
            "is answerable and has no gold clause"
            if case.answerable
            else "has gold clauses though it is not answerable"
        )
    if case.answerable == (case.reason is not None):
        return "needs a reason if it is not answerable, and none if it is"
    if case.reference and not case.answerable:
        return "has a reference answer though it is not answerable"
    return None


def nearest(clause_id: str, index: ClauseIndex) -> str:
    """What to say of where ``clause_id`` would be: the place above it that exists, or the documents there are."""
    above = clause_id
    while "__" in above:
        above = above.rpartition("__")[0]
        if (clause := index.clause(above)) is not None:
            return f"; {above} has {', '.join(child.rpartition('__')[2] for child in clause.children) or 'nothing below it'}"
    return (
        f"; the documents are {', '.join(index.documents)}, and python -m index inspect FILE --json lists their clauses"
    )
