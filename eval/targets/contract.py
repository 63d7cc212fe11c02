"""What every system under test is to the harness: a ``Target`` that is asked a case and gives a ``Response``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from eval.cases.case import Case
from index.errors import ZhangjuError

Status = Literal["answered", "partial", "not_found", "failed"]


class TargetError(ZhangjuError):
    """A system under test cannot be asked, or did not answer as it should."""

    code = "target_failed"


class TargetBusy(TargetError):
    """It may answer if it is asked again, after ``retry_after`` seconds if it said so."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


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
    system: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None

    @property
    def is_refusal(self) -> bool:
        """Whether it says that the documents do not say."""
        return self.status == "not_found"


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
