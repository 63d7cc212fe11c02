"""Whether an answer says of the documents it cites that they are out of date, or do not say how long they hold."""

from datetime import date

from eval.metrics.statements import cited_clauses
from eval.targets.contract import Response
from index.metadata.status import period_ended, status_of
from index.search import ClauseIndex
from index.types import Document, Status


def validity_notices(response: Response, index: ClauseIndex, as_of: date) -> float | None:
    """Share of the cited documents that are not plainly in force of which the answer says so; ``None`` if all are."""
    cited = {clause.document_id: index.documents[clause.document_id] for clause in cited_clauses(response, index)}
    doubtful = [document.id for document in cited.values() if _is_doubtful(document, as_of)]
    said = {notice.document_id for notice in response.notices}
    return sum(identifier in said for identifier in doubtful) / len(doubtful) if doubtful else None


def _is_doubtful(document: Document, as_of: date) -> bool:
    return status_of(document, as_of) is not Status.IN_FORCE or period_ended(document, as_of)
