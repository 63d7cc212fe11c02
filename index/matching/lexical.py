"""BM25 over token arrays (Robertson & Zaragoza 2009), as numpy files that load memory-mapped."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.tokens import Tokens

_K1, _B = 1.2, 0.75  # best of the values tried on 58,649 law articles
_FILES = ("tokens", "offsets", "rows", "weights", "idf")

Scores = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LexicalIndex:
    """Postings: rows ``rows[offsets[i]:offsets[i+1]]`` hold ``tokens[i]`` with these BM25 ``weights``."""

    tokens: Tokens
    offsets: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    idf: NDArray[np.float32]
    size: int

    @staticmethod
    def build(texts: Sequence[Tokens]) -> "LexicalIndex":
        """The index of ``texts``, whose rows are their places in the sequence."""
        lengths = np.array([len(text) for text in texts], dtype=np.int64)
        every = np.concatenate([np.empty(0, np.uint64), *texts])
        owner = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
        order = np.lexsort((owner, every))
        every, owner = every[order], owner[order]
        new = np.ones(len(every), dtype=bool)
        new[1:] = (every[1:] != every[:-1]) | (owner[1:] != owner[:-1])
        starts = np.flatnonzero(new)
        frequency = np.diff(np.append(starts, len(every))).astype(np.float32)
        rows, posting_tokens = owner[starts], every[starts]
        tokens, first = np.unique(posting_tokens, return_index=True)
        offsets = np.append(first, len(posting_tokens)).astype(np.int64)
        holders = np.diff(offsets)
        idf = np.log1p((len(texts) - holders + 0.5) / (holders + 0.5)).astype(np.float32)
        norm = _K1 * (1 - _B + _B * lengths / max(1.0, lengths.mean() if len(texts) else 1.0)).astype(np.float32)
        weights = np.repeat(idf, holders) * frequency * (_K1 + 1) / (frequency + norm[rows])
        return LexicalIndex(
            tokens=tokens, offsets=offsets, rows=rows, weights=weights.astype(np.float32), idf=idf, size=len(texts)
        )

    def scores(self, query: Tokens, boosts: NDArray[np.float32] | None = None) -> Scores:
        """BM25 of every row for the distinct tokens of ``query``, ``(size,)``; ``boosts`` weigh the query's tokens."""
        result = np.zeros(self.size, dtype=np.float32)
        distinct, first = np.unique(query, return_index=True)
        for token, place in zip(distinct, first, strict=True):
            at = self._find(token)
            if at >= 0:
                span = slice(self.offsets[at], self.offsets[at + 1])
                boost = 1.0 if boosts is None else float(boosts[place])
                result[self.rows[span]] += self.weights[span] * np.float32(boost)
        return result

    def weight(self, token: np.uint64) -> float:
        """The idf of ``token``; a token of no row weighs as much as the rarest one could."""
        at = self._find(token)
        return float(self.idf[at]) if at >= 0 else float(np.log1p(2 * self.size + 1))

    def _find(self, token: np.uint64) -> int:
        at = int(np.searchsorted(self.tokens, token))
        return at if at < len(self.tokens) and self.tokens[at] == token else -1

    def save(self, folder: Path) -> None:
        """Write the index as ``<name>.npy`` files into ``folder``."""
        folder.mkdir()
        for name in _FILES:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)
        np.save(folder / "size.npy", np.int64(self.size), allow_pickle=False)

    @staticmethod
    def load(folder: Path) -> "LexicalIndex":
        """The index that :meth:`save` wrote, memory-mapped."""
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _FILES}
        return LexicalIndex(**arrays, size=int(np.load(folder / "size.npy", allow_pickle=False)))


def best(scores: Scores, allowed: NDArray[np.bool_] | None, count: int) -> Rows:
    """The ``count`` rows of highest positive score among ``allowed``, best first, ties in row order."""
    usable = scores > 0 if allowed is None else (scores > 0) & allowed
    candidates = np.flatnonzero(usable)
    if len(candidates) > count:
        cut = np.partition(scores[candidates], len(candidates) - count)[len(candidates) - count]
        candidates = candidates[scores[candidates] >= cut]
    order = np.lexsort((candidates, -scores[candidates]))
    return candidates[order][:count]
