"""Words of a Chinese text: by the vocabulary of law text first, by a general dictionary where that knows none."""

import re
from functools import cache
from importlib import resources
from itertools import groupby

import rjieba
from tokenizers import Tokenizer

from index.text import fold

_RUN = re.compile(r"[㐀-鿿]+|[0-9]+(?:\.[0-9]+)?[%年月日]?|[a-z][a-z0-9+-]*")
_LONGEST_MERGE = 4
_PERSON = "nr"
_FILLERS = frozenset("dazmqrtfuycpe")
_THINGS = ("n", "vn", "i", "l", "j")
"""Parts of speech (ICTCLAS tags, as jieba gives them) that name something: nouns, idioms, phrases, abbreviations."""


def words(text: str) -> tuple[str, ...]:
    """The words of ``text`` in order, folded.

    Characters that the vocabulary of law text leaves single are put together again and cut by the dictionary of jieba,
    since they are then most likely everyday words: 红烧肉, 展位费, 老百姓.
    """
    found = list[str]()
    for match in _RUN.finditer(fold(text)):
        found += _segment(match[0]) if "㐀" <= match[0][0] <= "鿿" else [match[0]]
    return tuple(found)


def names_a_thing(word: str) -> bool:
    """Whether everyday language takes ``word``, or a part of it, for the name of something: 红烧肉 is one, 防止 is not.

    What the dictionary does not know it takes for a person's name (nr), 太久 too; that says nothing.
    """
    return any(tag.startswith(_THINGS) and tag != _PERSON for _, tag in rjieba.tag(word))


def is_filler(word: str) -> bool:
    """Whether ``word`` only says how, how much or which: adverbs, adjectives, numerals, pronouns (快点, 一次, 别家)."""
    return all(tag[0] in _FILLERS for _, tag in rjieba.tag(word))


def _segment(run: str) -> list[str]:
    tokens: list[str] = _tokenizer().encode(run, add_special_tokens=False).tokens
    pieces = [piece for token in tokens for piece in _without_particle(token)]
    result = list[str]()
    for single, group in groupby(pieces, key=lambda piece: len(piece) == 1 and piece not in _PARTICLES):
        joined = list(group)
        if single:
            joined = _everyday("".join(joined))
        result += joined
    return result


def _everyday(run: str) -> list[str]:
    """The words of ``run`` by the general dictionary; characters that it leaves single make one word if they end in a noun.

    年假 is a word, 市抓 is none: a Chinese compound has its head at the end.
    """
    found = list[str]()
    for single, group in groupby(rjieba.tag(run), key=lambda tagged: len(tagged[0]) == 1):
        tagged = list(group)
        whole = "".join(word for word, _ in tagged)
        is_word = single and len(whole) <= _LONGEST_MERGE and tagged[-1][1].startswith(_THINGS)
        found += [whole] if is_word else [word for word, _ in tagged]
    return found


def _without_particle(token: str) -> list[str]:
    """``token`` with a 的 that the vocabulary glued to it taken off; 目的 is a word."""
    if len(token) > 1 and token[0] == "的":
        return ["的", token[1:]]
    if len(token) > 2 and token[-1] == "的":
        return [token[:-1], "的"]
    return [token]


_PARTICLES = frozenset(
    "的了吗呢吧啊是在有和与及或到对从为以于被把让给要能会可请问我你他它这那哪些几多少怎样做也都就还找谁该帮想"
)
"""Characters that stand alone and join nothing."""


@cache
def _tokenizer() -> Tokenizer:
    """A vocabulary of its own, so that another embedder does not cut questions otherwise: Unigram, 16,000 pieces."""
    tokenizer = Tokenizer.from_str(resources.files("index").joinpath("data/law_words.json").read_text(encoding="utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
