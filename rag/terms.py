"""The content words of a question, with what official texts may say instead (thesaurus)."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources

from index.numerals import NUMERAL
from index.text import fold
from index.words import words
from rag.types import Term

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)年?")
_AMOUNT = re.compile(rf"[{NUMERAL}.]+[%年月日]?")  # a premise (是5年，对吗), not a word to find
_SINGLE, _ASPECT, _COMPOUND = 0.3, 0.5, 0.5
"""Factors: one character says little; an aspect asks of a topic; a compound's parts count already."""


def years_of(text: str) -> tuple[str, ...]:
    """The years that ``text`` names, in order, each once."""
    return tuple(dict.fromkeys(match[1] for match in _YEAR.finditer(fold(text))))


def terms_of(question: str, weight: Callable[[str], float], occurs: Callable[[str], bool]) -> tuple[Term, ...]:
    """The content terms of ``question`` in order, each once.

    A phrase of the thesaurus is one term whose equivalents count as itself. Neighbouring words that some document joins
    (示范 + 项目) make a further term, so that a text which joins them ranks above one which has them apart. Years are
    left to :func:`years_of`.

    Args:
        question: The question without places, addresses and document names.
        weight: A word's idf.
        occurs: Whether any document holds a text.
    """
    found: dict[str, Term] = {}
    previous: Term | None = None
    for text, alternatives in _phrases_and_words(_YEAR.sub(" ", fold(question))):
        if text in _list("stopwords.txt") or _AMOUNT.fullmatch(text):
            previous = None
            continue
        aspect = text in _list("aspects.txt")
        heaviest = max(map(weight, alternatives)) if alternatives else weight(text)
        factor = _SINGLE if len(text) == 1 else _ASPECT if aspect else 1.0
        term = Term(text=text, alternatives=alternatives, weight=heaviest * factor, is_aspect=aspect)
        found.setdefault(text, term)
        if previous is not None and len(previous.text + text) > 2 and occurs(previous.text + text):
            joint = previous.text + text
            share = _COMPOUND * (previous.weight + term.weight)
            found.setdefault(
                joint, Term(text=joint, alternatives=(), weight=share, is_aspect=previous.is_aspect and aspect)
            )
        previous = term
    return tuple(found.values())


def segment(text: str | None) -> tuple[str, ...]:
    """The content words of ``text``, folded, each once."""
    return tuple(
        dict.fromkeys(word for word in words(text or "") if word not in _list("stopwords.txt") and len(word) > 1)
    )


def met(term: Term, folded: str) -> bool:
    """Whether ``folded`` text holds ``term`` or an equivalent of it."""
    return term.text in folded or any(alternative in folded for alternative in term.alternatives)


def _phrases_and_words(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    position = 0
    for match in _phrase_pattern().finditer(text):
        yield from ((word, ()) for word in words(text[position : match.start()]))
        yield match[0], thesaurus()[match[0]]
        position = match.end()
    yield from ((word, ()) for word in words(text[position:]))


@cache
def thesaurus() -> dict[str, tuple[str, ...]]:
    """Phrase → its equivalents in official wording."""
    rows = (line.partition("\t") for line in _lines("thesaurus.tsv"))
    return {fold(phrase): tuple(fold(e) for e in equivalents.split(",")) for phrase, _, equivalents in rows}


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) for word in fold(line).split())


@cache
def _phrase_pattern() -> re.Pattern[str]:
    longest_first = sorted(thesaurus(), key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(p)}\b" if p.isascii() else re.escape(p) for p in longest_first))


def _lines(name: str) -> Iterator[str]:
    text = resources.files("rag").joinpath("data", name).read_text(encoding="utf-8")
    yield from (line for line in text.splitlines() if line and not line.startswith("#"))
