"""A running instance of this service, over ``POST /v1/answers``."""

import time
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from eval.cases.case import Case
from eval.errors import TargetError
from eval.response import Cited, Noticed, Response, Status, checked
from eval.targets.http import Client

_PROBE = "今天天气"  # any question: only the provenance of the reply is read


class ServiceTarget:
    """The service at ``client``'s address, asked as of ``as_of`` where a case does not say when."""

    def __init__(self, client: Client, as_of: date) -> None:
        self._client = client
        self._as_of = as_of
        self.name = client.base_url

    def identity(self) -> Mapping[str, str]:
        """What the service says that its answers are made by."""
        provenance = _of(self._client.post("/v1/answers", {"question": _PROBE}), "provenance")
        return {
            "target": self.name,
            "caller": self._client.key_fingerprint,
            "as_of": self._as_of.isoformat(),
            **{name: str(value) for name, value in sorted(provenance.items())},
        }

    def ask(self, case: Case) -> Response:
        """The answer of the service."""
        body = {
            "question": case.question,
            "history": [{"question": turn.question} for turn in case.history],
            "region": case.region,
            "as_of": (case.as_of or self._as_of).isoformat(),
            "include": ["retrieved"],
        }
        started = time.perf_counter()
        reply = self._client.post("/v1/answers", body)
        return checked(response_of(reply, milliseconds=(time.perf_counter() - started) * 1000))


def response_of(reply: Any, *, milliseconds: float) -> Response:
    """A reply of ``/v1/answers`` as the harness takes it.

    Raises:
        TargetError: It has not the shape of one.
    """
    try:
        return Response(
            status=status_of(reply["status"]),
            reason=reply["reason"],
            text=reply["answer"],
            citations=citations_of(reply["citations"]),
            notices=notices_of(reply["notices"]),
            retrieved=tuple((hit["clause_id"],) for hit in reply["retrieved"]) if "retrieved" in reply else None,
            confidence=reply.get("confidence"),
            milliseconds=milliseconds,
        )
    except (KeyError, TypeError) as error:
        raise TargetError(
            f"The reply has not the shape of /v1/answers (lacks {error}). Is the address right?"
        ) from error


def status_of(value: Any) -> Status:
    """``value`` if it is a status of our own API.

    Raises:
        TypeError: It is not.
    """
    for status in get_args(Status):
        if value == status and status != "failed":
            return status  # type: ignore[no-any-return]
    raise TypeError(f"status {value!r}")


def citations_of(values: Any) -> tuple[Cited, ...]:
    """The citations of our own API."""
    return tuple(
        Cited(number=value["number"], clause_ids=(value["clause_id"],), text=value["cited_text"]) for value in values
    )


def notices_of(values: Any) -> tuple[Noticed, ...]:
    """The notices of our own API."""
    return tuple(Noticed(code=value["code"], document_id=value["document_id"]) for value in values)


def _of(reply: Any, name: str) -> Mapping[str, Any]:
    found = reply.get(name) if isinstance(reply, dict) else None
    if not isinstance(found, dict):
        raise TargetError(f"The reply has no {name}. Is a Zhangju service at that address?")
    return found
