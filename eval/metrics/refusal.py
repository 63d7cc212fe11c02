"""Whether a refusal is one, and for the reason that holds."""

from eval.cases.case import Case
from eval.metrics.tokens import is_amount, tokens_of
from eval.response import Response
from rag import Reason

_NOT_SAID = frozenset({Reason.NO_EVIDENCE, Reason.MISSING_DETAIL})


def refused(response: Response, case: Case) -> float:
    """1 if it says that the documents do not say, and neither cites anything nor gives an amount that was not asked about."""
    volunteered = {token for token in tokens_of(response.text) if is_amount(token)} - tokens_of(case.conversation)
    return float(response.is_refusal and not response.citations and not volunteered)


def right_reason(response: Response, case: Case) -> float | None:
    """1 if it refuses for the reason that holds; ``None`` of a refusal that gives none.

    That a detail is missing and that nothing was found shade into each other.
    """
    if response.is_refusal and response.reason is None:
        return None
    same = response.reason == case.reason or {response.reason, case.reason} <= _NOT_SAID
    return float(bool(refused(response, case)) and same)
