"""The vocabulary of the shipped model, and a Hugging Face tokenizer that cuts text just as the project does.

Characters and overlapping pairs cannot be had from any model of ``tokenizers``, whose pieces never overlap. But they can
be had from a text in which every character stands three times: 专利权 becomes 专专专利利利权权权; without its first and its
last character it is cut into 专 | 专利 | 利 | 利权 | 权. The writing in threefold is a character map of the kind that
SentencePiece compiles (Kudo & Richardson 2018), a double-array trie (Aoe 1989).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import WordLevel

from index.embedding.vocabulary import UNKNOWN
from index.tokens import is_word, piece_of, tokenize, words_of

_RANGES = (range(0x3400, 0xA000), range(0xF900, 0xFB00))
"""Of Chinese characters that a vocabulary may hold; rarer ones lie beyond and are never known."""

_CHINESE = "".join(rf"\x{{{part.start:X}}}-\x{{{part.stop - 1:X}}}" for part in _RANGES)


def choose_vocabulary(texts: Iterable[str], *, size: int) -> tuple[str, ...]:
    """The ``size`` characters, pairs and words that the most of ``texts`` hold, :data:`UNKNOWN` before them."""
    holders, words = Counter[int](), Counter[str]()
    for text in texts:
        tokens = np.unique(tokenize(text))
        holders.update(tokens[~is_word(tokens)].tolist())
        words.update(set(words_of(text)))
    counted = [(count, piece) for code, count in holders.items() if _is_usual(piece := piece_of(code))]
    counted += [(count, word) for word, count in words.items()]
    best = sorted(counted, key=lambda item: (-item[0], item[1]))[: size - 1]
    return (UNKNOWN, *sorted(piece for _, piece in best))


def as_tokenizer(pieces: Sequence[str]) -> Tokenizer:
    """A tokenizer with the vocabulary ``pieces`` that gives the tokens of :func:`index.tokens.tokenize`."""
    known = {character for piece in pieces[1:] for character in piece}
    chinese = (chr(point) for part in _RANGES for point in part)
    written = {character: character * 3 if character in known else " " for character in chinese}
    tokenizer = Tokenizer(WordLevel({piece: row for row, piece in enumerate(pieces)}, unk_token=UNKNOWN))
    threefold = normalizers.Precompiled(character_map(written))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), threefold])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            _cut(rf"[{_CHINESE}]+|[a-z0-9]+(?:\.[0-9]+)?", "removed", invert=True),
            _cut(rf"^[{_CHINESE}]|[{_CHINESE}]$", "removed"),
            _cut(rf"[{_CHINESE}]{{3}}", "isolated"),
            _cut(rf"^[{_CHINESE}]", "isolated"),
        ]
    )
    return tokenizer


def _is_usual(piece: str) -> bool:
    return all(any(ord(character) in part for part in _RANGES) for character in piece)


def _cut(pattern: str, behavior: str, *, invert: bool = False) -> pre_tokenizers.PreTokenizer:
    return pre_tokenizers.Split(Regex(pattern), behavior=behavior, invert=invert)


def character_map(replacements: Mapping[str, str]) -> bytes:
    """``replacements`` in the form that SentencePiece and ``tokenizers`` read: size of the trie, trie, what stands instead."""
    places, written = dict[str, int](), b""
    for key, value in replacements.items():
        places[key] = len(written)
        written += value.encode() + b"\0"
    trie = np.array(_double_array({key.encode(): place for key, place in places.items()}), dtype="<u4").tobytes()
    return len(trie).to_bytes(4, "little") + trie + written


_HAS_LEAF, _LEAF, _OFFSET_BITS = 1 << 8, 1 << 31, 10


def _double_array(values: Mapping[bytes, int]) -> list[int]:
    """The units of a double-array trie of ``values``, as darts-clone lays them out.

    A unit holds its label in 8 bits, whether a value hangs below it, and how far its children's base lies from it by
    exclusive or. The child for byte ``b`` stands at base ^ b, the value at base ^ 0.
    """
    children: dict[bytes, set[int]] = {b"": set()}
    for key in values:
        for length in range(len(key)):
            children.setdefault(key[: length + 1], set())
            children[key[:length]].add(key[length])
    units, used, bases = dict[int, int](), {0}, set[int]()
    place_of = {b"": 0}
    base = 256
    for prefix in sorted(children, key=len):
        labels = children[prefix] | ({0} if prefix in values else set())
        while base in bases or any(base ^ label in used for label in labels):
            base += 1
        bases.add(base)
        used.update(base ^ label for label in labels)
        place = place_of[prefix]
        label = prefix[-1] if prefix else 0
        units[place] = (place ^ base) << _OFFSET_BITS | label | (_HAS_LEAF if prefix in values else 0)
        if prefix in values:
            units[base] = _LEAF | values[prefix]
        for label in children[prefix]:
            place_of[prefix + bytes([label])] = base ^ label
    return [units.get(place, 0) for place in range(max(units) + 257)]
