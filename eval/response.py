"""What every system under test is to the harness: a ``Target`` that is asked a case and gives a ``Response``."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal, Protocol

from pydantic import TypeAdapter, ValidationError

from eval.cases.case import Case
from eval.errors import TargetError

Status = Literal["answered", "partial", "not_found", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A reference: the marker ``[number]``, the clauses it names or covers (none if it cannot be placed), what it quotes."""

    number: int
    clause_ids: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """Something said beside the answer, of a document if it is of one."""

    code: str
    document_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a system said to a case.

    ``retrieved`` are the passages it found, best first, each with the clauses that it covers; ``None``, as ``confidence``
    and ``tokens``, where the system does not tell. ``error`` says why there is nothing, if its status is ``failed``.
    """

    status: Status
    text: str
    citations: tuple[Cited, ...] = ()
    reason: str | None = None
    notices: tuple[Noticed, ...] = ()
    retrieved: tuple[tuple[str, ...], ...] | None = None
    confidence: float | None = None
    tokens: int | None = None
    milliseconds: float = 0.0
    error: str | None = None

    @property
    def is_answer(self) -> bool:
        """Whether it says something to the question, all or a part."""
        return self.status in ("answered", "partial")

    @property
    def is_refusal(self) -> bool:
        """Whether it says that the documents do not say."""
        return self.status == "not_found"

    @property
    def cited_ids(self) -> tuple[str, ...]:
        """Every clause that its citations name or cover, in order."""
        return tuple(clause for citation in self.citations for clause in citation.clause_ids)


class Target(Protocol):
    """A system under test. ``identity`` is all that decides what it answers: equal identities may share responses."""

    @property
    def name(self) -> str:
        """What it is called in reports."""
        ...

    def identity(self) -> Mapping[str, str]:
        """What its answers depend on beside the case.

        Raises:
            TargetError: It cannot be reached.
        """
        ...

    def ask(self, case: Case) -> Response:
        """What it answers.

        Raises:
            TargetBusy: It did not answer, and may if it is asked again.
            TargetError: It did not answer, and will not.
        """
        ...


_RESPONSE = TypeAdapter(Response)


def read_response(values: object) -> Response | None:
    """The response that ``asdict`` made ``values`` of; ``None`` if it made none such."""
    try:
        return _RESPONSE.validate_python(values)
    except ValidationError:
        return None


def checked(response: Response) -> Response:
    """``response`` if its values are of the types that they should be, and can be written down.

    Raises:
        TargetError: One is not: a foreign reply was read as what it is not.
    """
    values = asdict(response)
    try:
        json.dumps(values, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError) as error:
        raise TargetError(f"The reply holds what no answer can ({error}).") from error
    if read_response(values) != response:
        raise TargetError("The reply holds what no answer can (a value of another type, such as a number in quotes).")
    return response
