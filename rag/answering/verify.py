"""A citation is a promise: every statement is checked against the stretch it cites before anyone sees it.

A statement is kept only if its evidence was retrieved for this question, the cited stretch stands in the clause, and the
stretch supports it (see :mod:`rag.answering.support`): same words in the same order, figures with their units, no negation or
modal word lost, nothing put in.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.text import squeeze
from rag.answering.support import support_fault
from rag.types import Draft, Evidence, Statement

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A statement that was dropped, and the check it failed."""

    statement: Statement
    check: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """The statements that passed, in order, and those that did not."""

    statements: tuple[Statement, ...]
    rejections: tuple[Rejection, ...]


def verify(draft: Draft, evidence: Sequence[Evidence]) -> Verified:
    """``draft`` without the statements that its evidence does not bear out."""
    by_key = {item.key: item for item in evidence}
    kept, dropped = list[Statement](), list[Rejection]()
    for statement in draft.statements:
        fault = _fault(statement, by_key)
        if fault is None:
            kept.append(statement)
        else:
            dropped.append(Rejection(statement=statement, check=fault))
    if dropped:
        _log.info("statements dropped: %s", ", ".join(rejection.check for rejection in dropped))
    return Verified(statements=tuple(kept), rejections=tuple(dropped))


def _fault(statement: Statement, by_key: Mapping[str, Evidence]) -> str | None:
    """The first check that ``statement`` fails, or ``None``."""
    item = by_key.get(statement.key)
    if item is None:
        return "not_retrieved"
    if not 0 <= statement.start < statement.end <= len(item.clause.text) or not squeeze(statement.text):
        return "no_such_stretch"
    return support_fault(statement.text, item.clause, statement.start, statement.end, item.document)
