"""A citation is a promise: every statement is checked against the stretch it cites before anyone sees it.

A statement is kept only if its evidence was retrieved for this question, the cited stretch stands in the clause, every
hard token (number with unit, amount, date, 文号, 第X条) of the statement stands in the stretch, or in the right cell of
its table row, no negation is lost or added, no modal word is lost or added, no place is named that the stretch or its
document does not name, and most of its wording comes from the stretch.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index import regions
from index.text import fold, squeeze
from index.types import Clause, Document
from rag.rows import row_fault
from rag.types import Draft, Evidence, Statement
from rag.values import hard_tokens, modal_changed, negations

_ENOUGH_WORDING = 0.5  # share of the statement's character pairs that stand in the cited stretch
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


def support_fault(statement: str, clause: Clause, start: int, end: int, document: Document) -> str | None:
    """Why ``clause.text[start:end]`` does not support ``statement``, or ``None`` if it does."""
    cited = clause.text[start:end]
    if statement == cited and not clause.columns:
        return None
    whole = " ".join([cited, *clause.columns])
    if clause.columns:
        if fault := row_fault(statement, clause):
            return fault
    elif not hard_tokens(statement) <= hard_tokens(cited):
        return "hard_token"
    if negations(statement) != negations(cited):
        return "negation"
    if modal_changed(statement, cited):
        return "modality"
    named = regions.named_regions(statement)
    around = regions.named_regions(" ".join([cited, document.name, *clause.path]))
    if not {place.code for place in named} <= {place.code for place in around} | {document.region.code}:
        return "place"
    said, stands = squeeze(fold(statement)), squeeze(fold(whole))
    pairs = {said[i : i + 2] for i in range(len(said) - 1)}
    if pairs and sum(pair in stands for pair in pairs) / len(pairs) < _ENOUGH_WORDING:
        return "wording"
    return None
