"""The word lists of ``data/``: what people say for what official texts say, aspects, words that name nothing.

English is looked up by its stems (Porter2, Snowball), so that applying and applications find the entry of their own.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from snowballstemmer import stemmer

from index.matching.words import words
from index.text import fold

LONGEST_PHRASE = 8
"""Words that an entry of the thesaurus may have."""

_CERTAIN = 4  # characters from which a Chinese entry is found wherever it stands, however the words around it are cut


def equivalents(run: Sequence[str]) -> tuple[str, ...]:
    """What official texts say for the phrase of the words ``run``; empty if the thesaurus has no such phrase."""
    return _thesaurus().get(_key(run), ())


def spoken(folded: str, place: int) -> str:
    """The longest Chinese phrase of the thesaurus, of four characters at least, at ``place`` of ``folded``; or empty."""
    lengths = range(min(_longest(), len(folded) - place), _CERTAIN - 1, -1)
    found = (folded[place : place + length] for length in lengths)
    return next((phrase for phrase in found if not phrase.isascii() and phrase in _thesaurus()), "")


def is_listed(run: Sequence[str]) -> bool:
    """Whether the words ``run`` make a phrase of any of the lists."""
    text = joined(run)
    return bool(equivalents(run)) or text in _list("aspects.txt") or text in _list("stopwords.txt")


def is_stopword(text: str) -> bool:
    """Whether ``text`` names nothing that one could look for."""
    return text in _list("stopwords.txt")


def is_aspect(text: str) -> bool:
    """Whether ``text``, or every word of it, says what is asked of a topic rather than name one."""
    return text in _list("aspects.txt") or all(word in _list("aspects.txt") for word in words(text))


def joined(run: Sequence[str]) -> str:
    """The words ``run`` as one text, English ones apart."""
    return (" " if all(word.isascii() for word in run) else "").join(run)


def _key(run: Sequence[str]) -> str:
    return joined([_stem(word) if word.isascii() else word for word in run])


@cache
def _stem(word: str) -> str:
    stem: str = stemmer("english").stemWord(word)
    return stem


@cache
def _thesaurus() -> dict[str, tuple[str, ...]]:
    rows = (line.partition("\t") for line in _lines("thesaurus.tsv"))
    return {_entry(fold(phrase)): tuple(fold(e) for e in said.split(",")) for phrase, _, said in rows}


def _entry(phrase: str) -> str:
    return _key(words(phrase.replace("-", " "))) if phrase.isascii() else phrase


@cache
def _longest() -> int:
    return max(map(len, _thesaurus()))


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) for word in fold(line).split())


def _lines(name: str) -> Iterator[str]:
    text = resources.files("rag").joinpath("data", name).read_text(encoding="utf-8")
    yield from (line for line in text.splitlines() if line and not line.startswith("#"))
