"""The lexical index's tokens: Chinese characters one by one and in pairs, Latin words and numbers whole.

Characters plus pairs beat dictionary words on Chinese law text and need no dictionary; a token is a 64-bit integer, so
that no vocabulary need be kept: a character is its code point, a pair is both packed, a Latin word is a hash.
"""

import hashlib
import re

import numpy as np
from numpy.typing import NDArray

from index.text import fold

TOKENS_VERSION = "1"
"""Part of a snapshot's identity: raise it whenever the same text would give other tokens or BM25 weights."""

_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")
_PAIR_SHIFT = np.uint64(21)  # a code point needs 21 bits
_WORD_BIT = 1 << 63  # keeps hashes of words apart from characters and pairs

Tokens = NDArray[np.uint64]


def tokenize(text: str) -> Tokens:
    """The tokens of ``text`` with repeats, ``(n,)`` uint64; their order means nothing."""
    folded = fold(text)
    points = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    ideograph = (
        ((points >= 0x3400) & (points <= 0x9FFF)) | ((points >= 0xF900) & (points <= 0xFAFF)) | (points > 0x1FFFF)
    )
    adjacent = ideograph[:-1] & ideograph[1:]
    pairs = (points[:-1][adjacent] << _PAIR_SHIFT) | points[1:][adjacent]
    words = np.array([_word_token(match[0]) for match in _WORD.finditer(folded)], dtype=np.uint64)
    return np.concatenate([points[ideograph], pairs, words])


def is_pair(tokens: Tokens) -> NDArray[np.bool_]:
    """Which of ``tokens`` say something alone: pairs and words, as against single characters."""
    return tokens >= np.uint64(1 << 21)


def _word_token(word: str) -> int:
    digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") | _WORD_BIT
