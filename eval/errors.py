"""What can go wrong in measuring.

::

    EvalError              nothing was measured, or what was is not good enough
    ├── DatasetError       a dataset, or a file beside it, cannot be read or does not hold what it should
    ├── ReportError        a report or a file of bounds cannot be read or compared
    ├── GateError          a figure is out of bounds, or a metric sees nothing
    ├── UsageError         an option makes no sense
    └── TargetError        a system under test cannot be asked, or did not answer as it should
        └── TargetBusy     it may answer if it is asked again
"""

from index.errors import ZhangjuError


class EvalError(ZhangjuError):
    """Nothing was measured, or what was is not good enough."""

    code = "not_measured"


class DatasetError(EvalError):
    """A dataset, or a file beside it, cannot be read or does not hold what it should."""

    code = "bad_dataset"


class ReportError(EvalError):
    """A report or a file of bounds cannot be read or compared."""

    code = "bad_report"


class GateError(EvalError):
    """A figure is out of bounds, or a metric sees nothing."""

    code = "gate_closed"


class UsageError(EvalError):
    """An option makes no sense."""

    code = "wrong_usage"


class TargetError(EvalError):
    """A system under test cannot be asked, or did not answer as it should."""

    code = "target_failed"


class TargetBusy(TargetError):
    """It may answer if it is asked again, after ``retry_after`` seconds if it said so."""

    code = "target_busy"

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
