"""Whether an answer says what it should: strings that it must hold, and how near it is to a reference."""

from collections import Counter

from eval.cases.case import Case
from eval.cases.strings import bigrams, holds, is_bare_number


def required_strings(text: str, said: str, case: Case) -> float | None:
    """Share of the required strings that an answer's ``text`` holds; 0 if it holds a forbidden one.

    A number without a unit must stand in what is ``said``: headings and 文号 are full of them. ``None`` of a case that
    requires and forbids nothing.
    """
    if not (case.required or case.forbidden):
        return None
    if any(holds(text, string) for string in case.forbidden):
        return 0.0
    found = [holds(said if is_bare_number(string) else text, string) for string in case.required]
    return sum(found) / len(found) if found else 1.0


def reference_f1(said: str, reference: str) -> float:
    """F1 of the character bigrams of what is said and of the reference (ROUGE-2 on characters, Lin 2004)."""
    ours, theirs = Counter(bigrams(said)), Counter(bigrams(reference))
    shared = sum((ours & theirs).values())
    return 2 * shared / (ours.total() + theirs.total()) if shared else 0.0
