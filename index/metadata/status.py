"""Whether a document is in force (时效性) on a given day, from what it, its corpus and ``corpus.toml`` state."""

from datetime import date

from index.metadata.versions import start_of
from index.types import Document, OtherDocument, Status

_WITHOUT_LIMIT = frozenset({"法", "法典", "条例"})  # kinds that stay in force until another text ends them
_BY_ORDER = "令第"  # 国务院令第306号: in the number of a regulation or rule, which does so too


def status_of(document: Document, as_of: date) -> Status:
    """The status of ``document`` on ``as_of``; ``UNKNOWN`` where the text states neither a validity nor a period.

    A plan counts as in force during its period. After it the status is unknown, not expired: nothing repeals a plan whose
    years are over (see :func:`period_ended`).
    """
    start = start_of(document)
    if start is not None and as_of < start:
        return Status.NOT_YET_EFFECTIVE
    if _has_come(document.repealed_by, as_of):
        return Status.REPEALED
    if _has_come(document.replaced_by, as_of):
        return Status.AMENDED
    if document.expiry_date is not None:
        return Status.EXPIRED if as_of > document.expiry_date else Status.IN_FORCE
    if document.target_period is not None and not period_ended(document, as_of):
        return Status.IN_FORCE
    if document.effective_date is not None and _is_without_limit(document):
        return Status.IN_FORCE
    return Status.UNKNOWN


def period_ended(document: Document, as_of: date) -> bool:
    """Whether ``document`` is a plan whose years were over on ``as_of``."""
    return document.target_period is not None and as_of.year > document.target_period[1]


def _is_without_limit(document: Document) -> bool:
    return document.document_type in _WITHOUT_LIMIT or _BY_ORDER in (document.document_number or "")


def _has_come(successor: OtherDocument | None, as_of: date) -> bool:
    """Whether ``successor`` had taken over on ``as_of``; one that does not say from when always has."""
    return successor is not None and (successor.since is None or as_of >= successor.since)
