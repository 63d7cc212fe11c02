"""BM25 over chunks of a fixed size, on the tokens that our own search counts."""

from collections.abc import Sequence

from eval.baselines.chunks import Chunk
from index.matching.lexical import LexicalIndex, best
from index.tokens import tokenize


class LexicalChunks:
    """``chunks`` by BM25."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self.chunks = chunks
        self._index = LexicalIndex.build([tokenize(chunk.clause.text) for chunk in chunks])

    def nearest(self, query: str, count: int) -> list[tuple[int, float]]:
        """``(row, score)`` of the chunks with the highest BM25, best first."""
        scores = self._index.scores(tokenize(query))
        return [(row, float(scores[row])) for row in best(scores, None, count).tolist()]
