"""Whether an answer says of the documents it cites that they are out of date, or do not say how long they hold."""

from datetime import date

from eval.metrics.statements import cited_clauses, markers, says_out_of_date
from eval.response import Response
from index.metadata.status import period_ended, status_of
from index.search import ClauseIndex
from index.types import Document, Status


def validity_notices(response: Response, index: ClauseIndex, as_of: date) -> float | None:
    """Share of the cited documents that are not plainly in force of which the answer says so; ``None`` if all are.

    A system without notices says so in its text: in a line that names the document, or in any if it cites but one.
    """
    cited = {clause.document_id: index.documents[clause.document_id] for clause in cited_clauses(response, index)}
    doubtful = [document for document in cited.values() if is_doubtful(document, as_of)]
    noticed = {notice.document_id for notice in response.notices}
    lines = [line for line in response.text.split("\n") if says_out_of_date(line) and not markers(line)]
    said = [d.id in noticed or any(len(cited) == 1 or _names(line, d) for line in lines) for d in doubtful]
    return sum(said) / len(said) if said else None


def _names(line: str, document: Document) -> bool:
    return any(name and name in line for name in (document.title, document.document_number))


def is_doubtful(document: Document, as_of: date) -> bool:
    """Whether ``document`` is not plainly in force on ``as_of``: out of date, or silent on how long it holds."""
    return status_of(document, as_of) is not Status.IN_FORCE or period_ended(document, as_of)
