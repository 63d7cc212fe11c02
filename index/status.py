"""Whether a document is in force (时效性) on a given day, from what it and ``corpus.toml`` state."""

from datetime import date

from index.types import Document, Status


def status_of(document: Document, as_of: date) -> Status:
    """The status of ``document`` on ``as_of``; ``UNKNOWN`` where the text states neither a validity nor a period.

    A plan counts as in force during its period. After it the status is unknown, not expired: nothing repeals a plan whose
    years are over (see :func:`period_ended`).
    """
    if document.expiry_date is not None and as_of > document.expiry_date:
        return Status.EXPIRED
    start = document.effective_date or document.written_date
    if start is not None and as_of < start:
        return Status.NOT_YET_EFFECTIVE
    if document.expiry_date is not None:
        return Status.IN_FORCE
    if document.target_period is not None and not period_ended(document, as_of):
        return Status.IN_FORCE
    return Status.UNKNOWN


def period_ended(document: Document, as_of: date) -> bool:
    """Whether ``document`` is a plan whose years were over on ``as_of``."""
    return document.target_period is not None and as_of.year > document.target_period[1]
