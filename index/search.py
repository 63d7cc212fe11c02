"""Search over a snapshot. ``ClauseIndex`` is the contract that any engine fills; ``SnapshotIndex`` is the built-in one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.matching.embedders import Embedder
from index.matching.lexical import best
from index.matching.tokens import Tokens, tokenize
from index.snapshot import Snapshot
from index.types import Clause, Document, Hit, HitSource

WeightedTexts = Sequence[tuple[str, float]]


class ClauseIndex(Protocol):
    """The documents and clauses of one generation, and the two searches over them.

    ``documents`` limits a search to these document ids; ``None`` means all. Hits come best first, ranks from 1, equal
    scores in document order, so that the same question gives the same hits everywhere.
    """

    @property
    def generation(self) -> str:
        """The name of the generation."""
        ...

    @property
    def embedder_id(self) -> str:
        """The name of the embedder."""
        ...

    @property
    def documents(self) -> Mapping[str, Document]:
        """Every document by its id, in the order of the corpus."""
        ...

    def clause(self, clause_id: str) -> Clause | None:
        """The clause with that id, if there is one."""
        ...

    def clauses_of(self, document_id: str) -> Sequence[Clause]:
        """The clauses of a document, in its order."""
        ...

    def lexical(self, texts: WeightedTexts, *, count: int, documents: Collection[str] | None = None) -> tuple[Hit, ...]:
        """The clauses with the highest BM25 for the words of ``texts``, each text's words weighed by its weight."""
        ...

    def dense(self, text: str, *, count: int, documents: Collection[str] | None = None) -> tuple[Hit, ...]:
        """The clauses whose vectors are nearest to that of ``text``, by cosine."""
        ...

    def weight(self, token: np.uint64) -> float:
        """How much ``token`` says: its idf."""
        ...


class SnapshotIndex:
    """A loaded snapshot with its embedder. Reading only: safe to share between threads."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder) -> None:
        self._snapshot = snapshot
        self._embedder = embedder
        self.generation = snapshot.manifest.generation
        self.embedder_id = embedder.id
        self.documents: Mapping[str, Document] = {document.id: document for document in snapshot.documents}
        self._clauses = {clause.id: clause for clause in snapshot.clauses}
        self._by_document: dict[str, list[Clause]] = {identifier: [] for identifier in self.documents}
        for clause in snapshot.clauses:
            self._by_document[clause.document_id].append(clause)
        self._places = {identifier: place for place, identifier in enumerate(self.documents)}
        owners = [self._places[snapshot.clauses[row].document_id] for row in snapshot.rows]
        self._owners = np.array(owners, dtype=np.int64)

    def clause(self, clause_id: str) -> Clause | None:
        """The clause with that id, if there is one."""
        return self._clauses.get(clause_id)

    def clauses_of(self, document_id: str) -> Sequence[Clause]:
        """The clauses of a document, in its order."""
        return self._by_document[document_id]

    def lexical(self, texts: WeightedTexts, *, count: int, documents: Collection[str] | None = None) -> tuple[Hit, ...]:
        """The ``count`` clauses with the highest BM25."""
        tokens, boosts = _merged(texts)
        scores = self._snapshot.lexical.scores(tokens, boosts)
        rows = best(scores, self._allowed(documents), count)
        return self._hits(rows, scores[rows], "lexical")

    def dense(self, text: str, *, count: int, documents: Collection[str] | None = None) -> tuple[Hit, ...]:
        """The ``count`` clauses nearest to ``text``."""
        rows, cosines = self._snapshot.dense.search(self._embedder.embed_query(text), self._allowed(documents), count)
        return self._hits(rows, cosines, "dense")

    def weight(self, token: np.uint64) -> float:
        """The idf of ``token``."""
        return self._snapshot.lexical.weight(token)

    def _allowed(self, documents: Collection[str] | None) -> NDArray[np.bool_] | None:
        if documents is None:
            return None
        chosen = np.zeros(len(self._places), dtype=bool)
        chosen[[self._places[identifier] for identifier in documents]] = True
        return chosen[self._owners]

    def _hits(self, rows: NDArray[np.int64], scores: Iterable[float], source: HitSource) -> tuple[Hit, ...]:
        clauses = (self._snapshot.clauses[self._snapshot.rows[row]] for row in rows)
        return tuple(
            Hit(clause=clause, score=float(score), rank=rank, source=source)
            for rank, (clause, score) in enumerate(zip(clauses, scores, strict=True), 1)
        )


def _merged(texts: WeightedTexts) -> tuple[Tokens, NDArray[np.float32]]:
    """The distinct tokens of ``texts``, each with the highest weight it came with."""
    boosts: dict[int, float] = {}
    for text, weight in texts:
        for token in tokenize(text).tolist():
            boosts[token] = max(weight, boosts.get(token, 0.0))
    tokens = np.array(sorted(boosts), dtype=np.uint64)
    return tokens, np.array([boosts[token] for token in tokens.tolist()], dtype=np.float32)
