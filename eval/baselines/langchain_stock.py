"""What the usual LangChain tutorial retrieves with: RecursiveCharacterTextSplitter, FAISS, and the same embedder."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import faiss
from langchain_text_splitters import RecursiveCharacterTextSplitter

from eval.baselines.chunks import CHUNK, OVERLAP, Chunk
from index.embedding import Embedder


def recursive(text: str) -> list[tuple[int, int]]:
    """The stretches of ``text`` that LangChain's splitter cuts, by its default separators."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
    starts = [
        (int(chunk.metadata["start_index"]), len(chunk.page_content)) for chunk in splitter.create_documents([text])
    ]
    return [(start, start + length) for start, length in starts]


class EmbeddedChunks:
    """``chunks`` by the likeness of their vectors to the question's."""

    def __init__(self, chunks: Sequence[Chunk], embedder: Embedder) -> None:
        self.chunks = chunks
        self._embed_query = embedder.embed_query
        self._index = faiss.IndexFlatIP(embedder.dimension)
        self._index.add(embedder.embed_passages([chunk.clause.text for chunk in chunks]))

    def nearest(self, query: str, count: int) -> list[tuple[int, float]]:
        """``(row, score)`` of the nearest chunks, best first."""
        scores, rows = self._index.search(self._embed_query(query)[None, :], min(count, len(self.chunks)))
        return list(zip(rows[0].tolist(), scores[0].tolist(), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage of a text that is one of several: ``document`` names the text, ``row`` the passage."""

    document: str
    row: int
    text: str


class _Span(NamedTuple):
    start: int
    end: int
    row: int


class StockPipeline:
    """Whole texts cut blindly into chunks; a chunk that is found stands for the passages that it overlaps most."""

    def __init__(self, passages: Sequence[Passage], embedder: Embedder) -> None:
        self._embed_query = embedder.embed_query
        self._chunks = list[tuple[int, int, Sequence[_Span]]]()
        texts = list[str]()
        for _, group in groupby(passages, key=lambda passage: passage.document):
            spans, parts, start = list[_Span](), list[str](), 0
            for passage in group:
                spans.append(_Span(start, start + len(passage.text), passage.row))
                parts.append(passage.text)
                start += len(passage.text) + 1
            whole = "\n".join(parts)
            for begin, end in recursive(whole):
                self._chunks.append((begin, end, spans))
                texts.append(whole[begin:end])
        self._index = faiss.IndexFlatIP(embedder.dimension)
        self._index.add(embedder.embed_passages(texts))

    def rank(self, query: str, count: int) -> list[tuple[int, float]]:
        """``(row, score)`` of at most ``count`` passages, best first, each once."""
        scores, places = self._index.search(self._embed_query(query)[None, :], min(count, len(self._chunks)))
        found: dict[int, float] = {}
        for place, score in zip(places[0].tolist(), scores[0].tolist(), strict=True):
            start, end, spans = self._chunks[place]
            overlaps = [(min(end, span.end) - max(start, span.start), span.row) for span in spans]
            for _, row in sorted((item for item in overlaps if item[0] > 0), key=lambda item: -item[0]):
                found.setdefault(row, score)
        return list(found.items())[:count]
