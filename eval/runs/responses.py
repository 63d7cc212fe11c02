"""What a system said, in full: a line of JSON for each question, for judges and other tools to read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.cases.case import DatasetError
from eval.runs.run import Outcome
from index.search import ClauseIndex

_CONTEXTS = 10


class Quotation(BaseModel):
    """A citation: its marker, the clauses that it names, what it quotes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    clause_ids: tuple[str, ...]
    text: str


class Said(BaseModel):
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


def said_of(outcome: Outcome, index: ClauseIndex) -> Said:
    """``outcome`` in full; ``contexts`` are the texts of the first ten passages retrieved, or else of what is cited."""
    case, response = outcome.case, outcome.response
    retrieved = response.retrieved or ()
    passages = [_text(passage, index) for passage in retrieved[:_CONTEXTS]]
    return Said(
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


def write_said(said: Sequence[Said], path: Path) -> None:
    """Write ``said`` as JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{one.model_dump_json()}\n" for one in said), encoding="utf-8")


def read_said(path: Path) -> tuple[Said, ...]:
    """What :func:`write_said` wrote.

    Raises:
        DatasetError: The file cannot be read, or a line is none of it.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return tuple(Said.model_validate_json(line) for line in lines if line.strip())
    except (OSError, ValidationError) as error:
        said = str(error).splitlines()[0]
        raise DatasetError(
            f"{path}: cannot be read ({said}). Make it: python -m eval run --responses {path}."
        ) from error


def as_ragas(said: Sequence[Said]) -> list[dict[str, Any]]:
    """Rows of a ragas ``EvaluationDataset`` (0.2 and later): single-turn samples."""
    return [
        {
            "user_input": one.question,
            "response": one.answer,
            "retrieved_contexts": list(one.contexts),
            "reference": one.reference,
        }
        for one in said
    ]


def as_deepeval(said: Sequence[Said]) -> list[dict[str, Any]]:
    """Arguments of deepeval's ``LLMTestCase``."""
    return [
        {
            "input": one.question,
            "actual_output": one.answer,
            "expected_output": one.reference,
            "retrieval_context": list(one.contexts),
        }
        for one in said
    ]


def _text(clause_ids: Sequence[str], index: ClauseIndex) -> str:
    clauses = (index.clause(identifier) for identifier in clause_ids)
    return "\n".join(clause.reading for clause in clauses if clause is not None)
