"""Words of a Chinese text, by the vocabulary of the shipped tokenizer; numbers and Latin words whole."""

import re
from functools import cache
from itertools import groupby

from tokenizers import Tokenizer

from index.embedders import SHIPPED_MODEL, load_tokenizer
from index.text import fold

_RUN = re.compile(r"[㐀-鿿]+|[0-9]+(?:\.[0-9]+)?[%年月日]?|[a-z][a-z0-9+-]*")
_LONGEST_MERGE = 4


def words(text: str) -> tuple[str, ...]:
    """The words of ``text`` in order, folded.

    Characters that the vocabulary of law text leaves single (红 烧 肉) are put together again, since they are then most
    likely one word of another world.
    """
    found = list[str]()
    for match in _RUN.finditer(fold(text)):
        found += _segment(match[0]) if "㐀" <= match[0][0] <= "鿿" else [match[0]]
    return tuple(found)


def _segment(run: str) -> list[str]:
    tokens: list[str] = _tokenizer().encode(run, add_special_tokens=False).tokens
    pieces = [piece for token in tokens for piece in _without_particle(token)]
    result = list[str]()
    for single, group in groupby(pieces, key=lambda piece: len(piece) == 1 and piece not in _PARTICLES):
        joined = list(group)
        if single:
            whole = "".join(joined)
            joined = [whole[i : i + _LONGEST_MERGE] for i in range(0, len(whole), _LONGEST_MERGE)]
        result += joined
    return result


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
    return load_tokenizer(SHIPPED_MODEL)
