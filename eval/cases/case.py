"""Evaluation cases: questions with the clauses that answer them, or the reason why nothing does."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import ZhangjuError
from index.search import ClauseIndex
from rag import Reason, Turn


class DatasetError(ZhangjuError):
    """A dataset cannot be read, or names a clause that does not exist."""

    code = "bad_dataset"


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
        DatasetError: The file is missing, a line is not a case, or an id or question occurs twice.
    """
    if not path.is_file():
        raise DatasetError(f"{path}: dataset not found. Give its path with --dataset.")
    cases, seen = list[Case](), set[str]()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            case = Case.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            raise DatasetError(f"{path}:{number}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from error
        for key in (case.id, case.question if not case.history else f"{case.history}{case.question}"):
            if key in seen:
                raise DatasetError(f"{path}:{number}: {key!r} occurs twice.")
            seen.add(key)
        cases.append(case)
    return tuple(cases)


def write_cases(cases: Iterable[Case], path: Path) -> None:
    """Write ``cases`` as JSON lines, members at their defaults left out."""
    lines = (json.dumps(_values(case), ensure_ascii=False) for case in cases)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def schema() -> dict[str, Any]:
    """The JSON schema of a line of a dataset."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Case.model_json_schema()}


def _values(case: Case) -> dict[str, Any]:
    return case.model_dump(mode="json", exclude_defaults=True)


def check_gold(cases: tuple[Case, ...], index: ClauseIndex) -> None:
    """Check that every gold clause exists, every answerable case has one, and every other a reason.

    Raises:
        DatasetError: One does not.
    """
    for case in cases:
        if case.answerable != bool(case.gold) or case.answerable == (case.reason is not None):
            raise DatasetError(f"{case.id}: needs gold clauses if answerable, else a reason.")
        for clause_id in (clause for group in case.gold for clause in group):
            if index.clause(clause_id) is None:
                raise DatasetError(f"{case.id}: gold clause {clause_id} does not exist.")
