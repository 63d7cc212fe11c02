"""What a system said, in full: a line of JSON for each question, for judges and other tools to read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.errors import DatasetError
from eval.json_lines import read_lines, write_lines
from eval.runs.outcome import Outcome
from index.search import ClauseIndex

_CONTEXTS = 10


class Quotation(BaseModel):
    """A citation: its marker, the clauses that it names, what it quotes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    clause_ids: tuple[str, ...]
    text: str


class Record(BaseModel):
    """A question, what was said to it, what that cites and was read for it, and the scores."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    question: str
    status: str
    answer: str
    citations: tuple[Quotation, ...]
    contexts: tuple[str, ...]
    retrieved: tuple[tuple[str, ...], ...]
    reference: str
    scores: dict[str, float]


def record_of(outcome: Outcome, index: ClauseIndex) -> Record:
    """``outcome`` in full; ``contexts`` are the texts of the first ten passages retrieved, or else of what is cited."""
    case, response = outcome.case, outcome.response
    retrieved = response.retrieved or ()
    passages = [_text(passage, index) for passage in retrieved[:_CONTEXTS]]
    return Record(
        id=case.id,
        question=case.conversation,
        status=response.status,
        answer=response.text,
        citations=tuple(Quotation(number=c.number, clause_ids=c.clause_ids, text=c.text) for c in response.citations),
        contexts=tuple(passages or [citation.text for citation in response.citations]),
        retrieved=retrieved,
        reference=case.reference,
        scores={name: round(value, 4) for name, value in outcome.scores.items()},
    )


def write_records(records: Sequence[Record], path: Path) -> None:
    """Write ``records`` as JSON lines."""
    write_lines(path, (record.model_dump(mode="json") for record in records))


def read_records(path: Path) -> tuple[Record, ...]:
    """What :func:`write_records` wrote.

    Raises:
        DatasetError: The file cannot be read, or a line is none of it.
    """
    records = list[Record]()
    for place, values in read_lines(path, "what python -m eval run --responses writes"):
        try:
            records.append(Record.model_validate(values))
        except ValidationError as error:
            raise DatasetError(
                f"{place}: is no record ({str(error).splitlines()[0]}). Make it: run --responses."
            ) from error
    return tuple(records)


def as_ragas(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Rows of a ragas ``EvaluationDataset`` (0.2 and later): single-turn samples."""
    return [
        {
            "user_input": record.question,
            "response": record.answer,
            "retrieved_contexts": list(record.contexts),
            "reference": record.reference,
        }
        for record in records
    ]


def as_deepeval(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Arguments of deepeval's ``LLMTestCase``."""
    return [
        {
            "input": record.question,
            "actual_output": record.answer,
            "expected_output": record.reference,
            "retrieval_context": list(record.contexts),
        }
        for record in records
    ]


def _text(clause_ids: Sequence[str], index: ClauseIndex) -> str:
    clauses = (index.clause(identifier) for identifier in clause_ids)
    return "\n".join(clause.reading for clause in clauses if clause is not None)
