"""Tokens for matching: Chinese characters one by one and in pairs, Latin words and numbers whole.

Characters plus pairs beat dictionary words on Chinese law text, in BM25 and in vectors (docs/reports/training), and need
no dictionary; a token is a 64-bit integer: a character is its code point, a pair is both packed, a Latin word is a hash.
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
    return np.concatenate([tokens for tokens, _ in _parts(fold(text))])


def tokenize_in_order(text: str) -> Tokens:
    """The tokens of ``text`` where they begin: a character before the pair that it opens."""
    tokens, starts = zip(*_parts(fold(text)), strict=True)
    return np.concatenate(tokens)[np.argsort(np.concatenate(starts), kind="stable")]


def _parts(folded: str) -> tuple[tuple[Tokens, NDArray[np.int64]], ...]:
    """Characters, pairs and words, each kind with the places where its tokens begin."""
    points = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    ideograph = (
        ((points >= 0x3400) & (points <= 0x9FFF)) | ((points >= 0xF900) & (points <= 0xFAFF)) | (points > 0x1FFFF)
    )
    adjacent = ideograph[:-1] & ideograph[1:]
    pairs = (points[:-1][adjacent] << _PAIR_SHIFT) | points[1:][adjacent]
    found = list(_WORD.finditer(folded))
    words = np.array([_word_token(match[0]) for match in found], dtype=np.uint64)
    starts = np.array([match.start() for match in found], dtype=np.int64)
    return (points[ideograph], np.flatnonzero(ideograph)), (pairs, np.flatnonzero(adjacent)), (words, starts)


def is_pair(tokens: Tokens) -> NDArray[np.bool_]:
    """Which of ``tokens`` say something alone: pairs and words, as against single characters."""
    return tokens >= np.uint64(1 << 21)


def is_word(tokens: Tokens) -> NDArray[np.bool_]:
    """Which of ``tokens`` are Latin words and numbers, whose letters cannot be read off them."""
    return tokens >= np.uint64(_WORD_BIT)


def words_of(text: str) -> list[str]:
    """The Latin words and numbers of ``text`` that are tokens of their own, folded, in order."""
    return _WORD.findall(fold(text))


def code_of(piece: str) -> int:
    """The token of a character, a pair of characters or a Latin word, written as it is in folded text."""
    if piece.isascii():
        return _word_token(piece)
    first, *second = (ord(character) for character in piece)
    return first << int(_PAIR_SHIFT) | second[0] if second else first


def piece_of(code: int) -> str:
    """The character or pair whose token is ``code``; a word cannot be read off its hash."""
    first, second = divmod(code, 1 << int(_PAIR_SHIFT))
    return chr(first) + chr(second) if first else chr(second)


def _word_token(word: str) -> int:
    digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") | _WORD_BIT
