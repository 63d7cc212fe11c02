"""What the pipeline knows of an index beside its clauses: folded texts, word weights, sections. Made once a generation."""

from dataclasses import dataclass

from index.search import ClauseIndex
from index.text import fold
from index.tokens import is_pair, tokenize
from index.types import Clause
from rag.terms import segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A clause with a heading line and something below it, and the words of its heading with their weights."""

    clause: Clause
    words: tuple[tuple[str, float], ...]


class Library:
    """Read-only views of ``index`` that would be the same for every question."""

    def __init__(self, index: ClauseIndex) -> None:
        self.index = index
        self.documents = index.documents
        self._folded = {identifier: fold(document.text) for identifier, document in index.documents.items()}
        self._sections = {identifier: tuple(self._read_sections(identifier)) for identifier in index.documents}

    def folded(self, document_id: str) -> str:
        """The text of a document as it is matched."""
        return self._folded[document_id]

    def sections(self, document_id: str) -> tuple[Section, ...]:
        """The sections of a document that have a heading, in order."""
        return self._sections[document_id]

    def occurs(self, folded: str) -> bool:
        """Whether any document holds ``folded``."""
        return any(folded in text for text in self._folded.values())

    def weight(self, word: str) -> float:
        """The idf of ``word``: that of the rarest pair of characters in it, or of its one character."""
        tokens = tokenize(word)
        telling = tokens[is_pair(tokens)] if len(word) > 1 else tokens
        return max((self.index.weight(token) for token in telling), default=0.0)

    def _read_sections(self, document_id: str) -> list[Section]:
        return [
            Section(clause=clause, words=tuple((word, self.weight(word)) for word in segment(clause.heading)))
            for clause in self.index.clauses_of(document_id)
            if clause.heading and len(clause.children) > 1
        ]
