"""The errors of the service, below :class:`index.errors.ZhangjuError`::

ServiceError             a request is not served, for a reason that whoever sent it may know
├── Unauthenticated      no key, or none that is known and in force
├── Forbidden            the key does not allow this
├── QuotaExceeded        this caller asked too often
├── Overloaded           everybody together asks more than can be answered
├── BadUpload            what was sent cannot be a document here
└── RecordError          what was to be kept cannot be written
"""

from index.errors import ZhangjuError


class ServiceError(ZhangjuError):
    """A request that is not served; ``retry_after_s`` says when to try again, if that may help."""

    code = "not_served"

    def __init__(self, message: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class Unauthenticated(ServiceError):
    """No key, or none that is known and in force."""

    code = "unauthenticated"


class Forbidden(ServiceError):
    """The key does not allow this."""

    code = "forbidden"


class QuotaExceeded(ServiceError):
    """This caller asked too often."""

    code = "rate_limit_exceeded"


class Overloaded(ServiceError):
    """Everybody together asks more than can be answered."""

    code = "overloaded"


class BadUpload(ServiceError):
    """What was sent cannot be a document here."""

    code = "bad_upload"


class RecordError(ServiceError):
    """What was to be kept cannot be written."""

    code = "not_kept"
