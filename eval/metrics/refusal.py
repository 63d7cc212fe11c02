"""Whether a refusal is one, and for the reason that holds."""

import re

from eval.cases.case import Case
from eval.metrics.tokens import is_amount, tokens_of
from eval.response import Response
from rag import Reason

_CLAIMS = re.compile(
    r"(?:但|不过|然而|惯例|通常|一般)[^。！？\n]{0,8}(?:可|能|会|是|为|由|约|在|需|要|按)[^。！？\n]{2}"
)
_NOT_SAID = frozenset({Reason.NO_EVIDENCE, Reason.MISSING_DETAIL})


def refused(response: Response, case: Case) -> float:
    """1 if it says that the documents do not say, cites nothing, and claims nothing either.

    An amount that was not asked about is a claim, and so is what goes on with 但一般 or the like.
    """
    volunteered = {token for token in tokens_of(response.text) if is_amount(token)} - tokens_of(case.conversation)
    claims = volunteered or _CLAIMS.search(response.text)
    return float(response.is_refusal and not response.citations and not claims)


def right_reason(response: Response, case: Case) -> float | None:
    """1 if it refuses for the reason that holds; ``None`` of a refusal that gives none.

    That a detail is missing and that nothing was found shade into each other.
    """
    if response.is_refusal and response.reason is None:
        return None
    same = response.reason == case.reason or {response.reason, case.reason} <= _NOT_SAID
    return float(bool(refused(response, case)) and same)
