"""What the pipeline knows of an index beside its clauses: folded texts, word weights, sections. Made once a generation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.build import is_searched
from index.matching.words import is_filler, names_a_thing
from index.search import ClauseIndex
from index.structure.address import Places
from index.text import fold
from index.tokens import is_pair, tokenize
from index.types import Clause
from rag.terms import content_words, met
from rag.types import Term

_UNKNOWN_WEIGHT = 4.5  # of the name of something that no document holds
_UNKNOWN_LEAST = 3.0
_UNKNOWN_LIGHT = 2.0  # of another such word (防止, 以后, 交给): what it asks for may stand there in other words
_UNKNOWN_FILLER = 0.5  # of one that only says how or how much (快点, 一次)
_UNKNOWN_LATIN_WEIGHT = 1.0  # of an English one: the thesaurus knows the topics, so it is most often a verb
_ASPECT_SHARE = 0.5  # of an aspect in a heading that also names a topic (加强规划实施保障)
_OPENING = 600  # characters of a text that tell what it is
_HEAVIEST = 0.8  # a topic that weighs this share of the heaviest is one that the question turns on
_SUBJECT_CLAUSES, _SUBJECT_SHARE = 4, 0.1


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
        self._names = tuple(fold(document.name) for document in index.documents.values())
        self._openings = {
            identifier: f"{fold(document.name)} {self._folded[identifier][:_OPENING]}"
            for identifier, document in index.documents.items()
        }
        self._clauses = {
            identifier: tuple(fold(clause.text) for clause in index.clauses_of(identifier) if is_searched(clause))
            for identifier in index.documents
        }
        self._places = {identifier: Places(index.clauses_of(identifier)) for identifier in index.documents}
        self._sections = {identifier: tuple(self._read_sections(identifier)) for identifier in index.documents}

    def folded(self, document_id: str) -> str:
        """The text of a document as it is matched."""
        return self._folded[document_id]

    def places(self, document_id: str) -> Places:
        """The places of a document, to be found by address."""
        return self._places[document_id]

    def sections(self, document_id: str) -> Sequence[Section]:
        """The sections of a document that have a heading, in order."""
        return self._sections[document_id]

    def occurs(self, folded: str) -> bool:
        """Whether any document holds ``folded``."""
        return any(folded in text for text in self._folded.values())

    def knows(self, term: Term) -> bool:
        """Whether any document holds ``term`` or an equivalent."""
        return any(met(term, text) for text in self._folded.values())

    def names(self, term: Term) -> bool:
        """Whether the name of a document holds ``term`` or an equivalent."""
        return any(met(term, name) for name in self._names)

    def introduces(self, term: Term, document_id: str | None = None) -> bool:
        """Whether the name or the opening of that document, or of any, holds ``term`` or an equivalent."""
        openings = [self._openings[document_id]] if document_id else self._openings.values()
        return any(met(term, opening) for opening in openings)

    def pivots(self, terms: Sequence[Term]) -> Sequence[Term]:
        """The terms that a question turns on: the heaviest topics that any document knows.

        Where it has no topic, all its terms; where no document knows its topics, none.
        """
        topics = [term for term in terms if not term.is_aspect]
        known = [term for term in topics if self.knows(term)]
        heaviest = max((term.weight for term in known), default=0.0)
        return [term for term in known if term.weight >= _HEAVIEST * heaviest] if topics else terms

    def weighed(self, terms: Sequence[Term]) -> tuple[Term, ...]:
        """``terms`` with those that no document knows weighing no more than the heaviest topic that one does."""
        known = [term.weight for term in terms if not term.is_aspect and self.knows(term)]
        most = max([_UNKNOWN_LEAST, *known])
        return tuple(t if self.knows(t) else replace(t, weight=min(t.weight, most)) for t in terms)

    def is_subject(self, term: Term, document_id: str) -> bool:
        """Whether a document is about ``term``: one in ten of its clauses holds it, and four at least."""
        clauses = self._clauses[document_id]
        return sum(met(term, text) for text in clauses) >= max(_SUBJECT_CLAUSES, _SUBJECT_SHARE * len(clauses))

    def weight(self, word: str) -> float:
        """The idf of ``word``: that of the rarest pair of characters in it, or of its one character."""
        if not self.occurs(word):
            if word.isascii() and word.isalpha():
                return _UNKNOWN_LATIN_WEIGHT
            return _UNKNOWN_WEIGHT if names_a_thing(word) else _UNKNOWN_FILLER if is_filler(word) else _UNKNOWN_LIGHT
        tokens = tokenize(word)
        telling = tokens[is_pair(tokens)] if len(word) > 1 else tokens
        return max((self.index.weight(token) for token in telling), default=0.0)

    def _read_sections(self, document_id: str) -> list[Section]:
        sections = list[Section]()
        for clause in self.index.clauses_of(document_id):
            if clause.heading and len(clause.children) > 1:
                topics, aspects = content_words(clause.heading)
                factor = _ASPECT_SHARE if topics else 1.0
                words = [(word, self.weight(word)) for word in topics]
                words += [(word, self.weight(word) * factor) for word in aspects]
                sections.append(Section(clause=clause, words=tuple(words)))
        return sections
