"""Search over a snapshot. ``ClauseIndex`` is the contract that any engine fills; ``SnapshotIndex`` is the built-in one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder
from index.matching.hybrid import WeightedTexts, candidates, weighted
from index.snapshot import Snapshot
from index.types import Clause, Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A clause that either search found, with both its scores.

    ``lexical`` is BM25 as a share of what a clause gets that holds each wanted word once.
    """

    clause: Clause
    lexical: float
    cosine: float


class ClauseIndex(Protocol):
    """The documents and clauses of one generation, and the search over them."""

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

    def candidates(
        self,
        wanted: WeightedTexts,
        text: str,
        *,
        count: int,
        instead: WeightedTexts = (),
        documents: Collection[str] | None = None,
    ) -> tuple[Candidate, ...]:
        """The ``count`` clauses with the highest BM25 and the ``count`` nearest ones, each once, in document order.

        A clause that one search found also has its score in the other, so that the two can be weighed.

        Args:
            wanted: What BM25 looks for: the words of each text, weighed by its weight.
            text: What vectors are compared with.
            count: How many clauses each search may give.
            instead: What else BM25 looks for, in place of what is wanted.
            documents: Ids of the documents to search; ``None`` means all.
        """
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

    def candidates(
        self,
        wanted: WeightedTexts,
        text: str,
        *,
        count: int,
        instead: WeightedTexts = (),
        documents: Collection[str] | None = None,
    ) -> tuple[Candidate, ...]:
        """The ``count`` best clauses of either search, in document order."""
        lexical = self._snapshot.lexical
        words, query = weighted(wanted, lexical, instead=instead), self._embedder.embed_query(text)
        found = candidates(lexical, self._snapshot.dense, words, query, allowed=self._allowed(documents), count=count)
        return tuple(
            Candidate(clause=self._snapshot.clauses[self._snapshot.rows[row]], lexical=lexical, cosine=cosine)
            for row, lexical, cosine in zip(*(part.tolist() for part in found), strict=True)
        )

    def weight(self, token: np.uint64) -> float:
        """The idf of ``token``."""
        return self._snapshot.lexical.weight(token)

    def _allowed(self, documents: Collection[str] | None) -> NDArray[np.bool_] | None:
        if documents is None:
            return None
        chosen = np.zeros(len(self._places), dtype=bool)
        chosen[[self._places[identifier] for identifier in documents]] = True
        return chosen[self._owners]
