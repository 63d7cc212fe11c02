"""The content words of a question, with what official texts may say instead (thesaurus)."""

import re
from collections.abc import Callable, Iterator, Sequence

from index.matching.words import words
from index.numerals import NUMERAL
from index.text import fold
from rag import lexicon
from rag.types import Term

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)年?")
_AMOUNT = re.compile(rf"[{NUMERAL}.]+[%年月日]?")  # a premise (是5年，对吗), not a word to find
_COUNTED = re.compile(
    r"(?:多少|几|哪[一二两三四五六七八九十几]+)[个家件项名所类种位条](?:方面|地方)?"
)  # 多少家领军企业 asks of 领军企业, not of 家领军
_A_NOT_A = re.compile(r"([㐀-鿿])[不没]\1")  # 能不能, 会不会: a yes-no question, nothing negated
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_SINGLE, _ASPECT, _COMPOUND = 0.3, 0.5, 0.5
"""Factors: one character says little; an aspect asks of a topic; a compound's parts count already."""

_GLUED = frozenset("上下里中内外前后时")


def years_of(text: str) -> tuple[str, ...]:
    """The years that ``text`` names, in order, each once."""
    return tuple(dict.fromkeys(match[1] for match in _YEAR.finditer(fold(text))))


def without_years(text: str) -> str:
    """``text`` with the years it names blanked."""
    return _YEAR.sub(" ", text)


def terms_of(question: str, weight: Callable[[str], float], occurs: Callable[[str], bool]) -> tuple[Term, ...]:
    """The content terms of ``question`` in order, each once.

    A phrase of the thesaurus is one term whose equivalents count as itself. Neighbouring words that some document joins
    (示范 + 项目) make a further term, in either order (申请专利, 专利申请), so that a text which joins them ranks above one
    which has them apart. Years are left to :func:`years_of`.

    Args:
        question: The question without places, addresses and document names.
        weight: A word's idf.
        occurs: Whether any document holds a text.
    """
    found: dict[str, Term] = {}
    previous: Term | None = None
    for phrase, alternatives in _phrases(_asked_of(question)):
        text = phrase if alternatives else _known_part(phrase, occurs)
        if not _is_content(text):
            previous = None
            continue
        aspect = lexicon.is_aspect(text) or (bool(alternatives) and all(map(lexicon.is_aspect, alternatives)))
        heaviest = max(map(weight, alternatives)) if alternatives else weight(text)
        factor = _SINGLE if len(text) == 1 else _ASPECT if aspect else 1.0
        term = Term(text=text, alternatives=alternatives, weight=heaviest * factor, is_aspect=aspect)
        found.setdefault(text, term)
        if previous is not None and len(text) > 1 < len(previous.text) and occurs(previous.text + text):
            both = previous.is_aspect and aspect
            share = _COMPOUND * (previous.weight + term.weight)
            joint, turned = previous.text + text, (text + previous.text,)
            found.setdefault(
                joint, Term(text=joint, alternatives=turned, weight=share, is_aspect=both, is_compound=True)
            )
        previous = term
    return tuple(found.values())


def _asked_of(question: str) -> str:
    """``question``, folded, without its years and without the words that only make it a question."""
    text = _HYPHEN.sub(" ", without_years(fold(question)))
    return _A_NOT_A.sub(r"\1", _COUNTED.sub(" ", text))


def _known_part(word: str, occurs: Callable[[str], bool]) -> str:
    """``word`` without a letter of place or time glued to its end (预审上 → 预审), where documents hold only the rest."""
    if len(word) > 2 and word[-1] in _GLUED and not occurs(word) and occurs(word[:-1]):
        return word[:-1]
    return word


def content_words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """``(topics, aspects)``: the content words and phrases of ``text``, folded, each once."""
    content = [phrase for phrase, _ in _phrases(without_years(fold(text))) if _is_content(phrase)]
    unique = [phrase for phrase in dict.fromkeys(content) if len(phrase) > 1]
    return tuple(w for w in unique if not lexicon.is_aspect(w)), tuple(w for w in unique if lexicon.is_aspect(w))


def met(term: Term, folded: str) -> bool:
    """Whether ``folded`` text holds ``term`` or an equivalent of it."""
    return term.text in folded or any(alternative in folded for alternative in term.alternatives)


def _phrases(folded: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The longest phrases of the word lists in ``folded``, and the words between them.

    Whole words only (公告 holds no 告), but for what is long enough to be meant wherever it stands.
    """
    start = place = 0
    while place < len(folded):
        if phrase := lexicon.spoken(folded, place):
            yield from _of_words(words(folded[start:place]))
            yield phrase, lexicon.equivalents([phrase])
            start = place = place + len(phrase)
        else:
            place += 1
    yield from _of_words(words(folded[start:]))


def _of_words(found: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    place = 0
    while place < len(found):
        for length in range(min(lexicon.LONGEST_PHRASE, len(found) - place), 0, -1):
            run = found[place : place + length]
            if lexicon.is_listed(run):
                break
        yield lexicon.joined(run), lexicon.equivalents(run)
        place += length


def _is_content(text: str) -> bool:
    return not lexicon.is_stopword(text) and not _AMOUNT.fullmatch(text)
