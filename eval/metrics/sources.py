"""What a statement rests on: the stretches that its citations quote, with where they stand, and rows cell by cell."""

import re
from dataclasses import dataclass

from eval.cases.cells import cells_of
from eval.cases.strings import bare
from eval.metrics.citations import is_in_place
from eval.metrics.rows import row_text
from eval.metrics.statements import Statement, names_of
from eval.metrics.tokens import without_separators
from eval.response import Cited, Response
from index.search import ClauseIndex
from index.types import Clause

_SEGMENT = re.compile(r"[，,；;：:。！？!?\n\t]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a citation offers: its ``text``, the ``names`` of where it stands, and the ``row`` of a table if it is one."""

    text: str
    names: tuple[str, ...] = ()
    row: Clause | None = None

    @property
    def segments(self) -> list[str]:
        """The parts of its text between commas; of a row its cells."""
        if self.row is None:
            return segments_of(self.text)
        name, cells = cells_of(self.row)
        return [name, *cells]


def sources_of(statement: Statement, response: Response, index: ClauseIndex) -> list[Source]:
    """The sources of ``statement``: of those of its citations that exist and quote what stands there."""
    cited = {citation.number: citation for citation in reversed(response.citations)}
    found = [cited[number] for number in statement.numbers if number in cited]
    return [_source(citation, index) for citation in found if is_in_place(citation, index)]


def segments_of(text: str) -> list[str]:
    """The parts of ``text``, folded, between its commas and stops."""
    return [part for part in _SEGMENT.split(without_separators(bare(text))) if part]


def _source(citation: Cited, index: ClauseIndex) -> Source:
    clauses = [clause for identifier in citation.clause_ids if (clause := index.clause(identifier))]
    named = list[str]()
    for clause in clauses:
        named += [*names_of(clause, index), *index.documents[clause.document_id].issuing_authority]
    rows = [clause for clause in clauses if clause.columns]
    row = rows[0] if len(clauses) == 1 and rows else None
    text = row_text(row) if row else "\n".join([citation.text, *map(row_text, rows)])
    return Source(text=text, names=tuple(dict.fromkeys(named)), row=row)
