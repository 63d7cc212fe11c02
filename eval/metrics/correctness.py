"""Whether an answer says what it should: strings that it must hold, and how near it is to a reference."""

from collections import Counter

from eval.cases.case import Case
from eval.targets.contract import Response
from index.text import fold, squeeze


def required_strings(response: Response, case: Case) -> float | None:
    """Share of the required strings in the answer, without white space; 0 if a forbidden one is there.

    ``None`` of a case that requires and forbids nothing.
    """
    text = squeeze(response.text)
    if not (case.required or case.forbidden):
        return None
    if any(squeeze(string) in text for string in case.forbidden):
        return 0.0
    return sum(squeeze(string) in text for string in case.required) / len(case.required) if case.required else 1.0


def reference_f1(said: str, reference: str) -> float:
    """F1 of the pairs of characters of what is said and of the reference (character ROUGE-2, Lin 2004)."""
    ours, theirs = _pairs(said), _pairs(reference)
    shared = sum((ours & theirs).values())
    return 2 * shared / (ours.total() + theirs.total()) if shared else 0.0


def _pairs(text: str) -> Counter[str]:
    plain = "".join(character for character in squeeze(fold(text)) if character.isalnum())
    return Counter(plain[place : place + 2] for place in range(len(plain) - 1))
