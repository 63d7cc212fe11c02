"""A citation is a promise: every statement is checked against the stretch it cites before anyone sees it.

A statement is kept only if its evidence was retrieved for this question, the cited stretch stands in the clause, every
hard token (number, amount, date, 文号, 第X条) of the statement stands in the stretch or in the header of its table row,
no negation is lost or added, no modal word is changed, and most of its wording comes from the stretch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.text import fold, squeeze
from rag.types import Draft, Evidence, Statement
from rag.values import MODALS, hard_tokens, negations, numbers

_ENOUGH_WORDING = 0.5  # share of the statement's character pairs that stand in the cited stretch


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
    return Verified(statements=tuple(kept), rejections=tuple(dropped))


def _fault(statement: Statement, by_key: Mapping[str, Evidence]) -> str | None:
    """The first check that ``statement`` fails, or ``None``."""
    item = by_key.get(statement.key)
    if item is None:
        return "not_retrieved"
    if not 0 <= statement.start < statement.end <= len(item.clause.text) or not squeeze(statement.text):
        return "no_such_stretch"
    cited = item.clause.text[statement.start : statement.end]
    if squeeze(statement.text) in squeeze(cited) and _whole_sentences(statement.text, cited):
        return None
    return support_fault(statement.text, cited, columns=item.clause.columns)


def support_fault(statement: str, cited: str, *, columns: Sequence[str] = ()) -> str | None:
    """Why ``cited`` (with its table ``columns``) does not support ``statement``, or ``None`` if it does."""
    whole = " ".join([cited, *columns])
    said, stands = squeeze(fold(statement)), squeeze(fold(whole))
    if columns:
        if not numbers(statement) <= numbers(whole):
            return "number"
    elif not hard_tokens(statement) <= hard_tokens(whole):
        return "hard_token"
    if negations(statement) != negations(cited):
        return "negation"
    if any((modal in said) and (modal not in stands) for modal in MODALS):
        return "modality"
    pairs = {said[i : i + 2] for i in range(len(said) - 1)}
    if pairs and sum(pair in stands for pair in pairs) / len(pairs) < _ENOUGH_WORDING:
        return "wording"
    return None


def _whole_sentences(text: str, cited: str) -> bool:
    """Whether ``text`` quotes ``cited`` without cutting a negation or exception off it."""
    return negations(text) == negations(cited)
