"""Citations against the gold clauses (after ALCE, Gao et al. 2023, on clause ids), and against the documents themselves."""

from collections.abc import Sequence

from eval.cases.case import Case
from eval.metrics.gold import cites, document_of, sets_met
from eval.metrics.statements import Statement, markers
from eval.response import Cited, Response
from index.search import ClauseIndex
from index.text import squeeze


def citation_recall(response: Response, case: Case) -> float:
    """Share of the gold sets of which a clause is cited, by a marker that stands in the text."""
    cited = [clause for citation in _marked(response) for clause in citation.clause_ids]
    return len(sets_met(cited, case.gold)) / len(case.gold) if case.gold else 0.0


def citation_precision(response: Response, case: Case) -> float | None:
    """Share of what is cited that lies in a gold set; a marker that stands for no citation is something that does not.

    What is cited twice counts once, so that nobody is the better for it. ``None`` of an answer that cites nothing.
    """
    every = [*dict.fromkeys(citation.clause_ids for citation in response.citations), *(() for _ in _dangling(response))]
    return sum(bool(sets_met(clauses, case.gold)) for clauses in every) / len(every) if every else None


def citation_f1(response: Response, case: Case) -> float:
    """Harmonic mean of both; 0 of an answer that cites nothing."""
    recall, precision = citation_recall(response, case), citation_precision(response, case) or 0.0
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def document_precision(response: Response, case: Case) -> float | None:
    """Share of the citations in documents that hold a gold clause: another place's policy is a wrong answer."""
    gold = {document_of(clause) for group in case.gold for clause in group}
    every = [{document_of(clause) for clause in citation.clause_ids} for citation in response.citations]
    return sum(bool(documents & gold) for documents in every) / len(every) if every else None


def citation_validity(response: Response, index: ClauseIndex) -> float | None:
    """Share of the citations that exist, quote word for word, and were retrieved where the system tells what was.

    A marker that stands for no citation is one that does not exist.
    """
    good = [is_in_place(citation, index) and _was_retrieved(citation, response) for citation in response.citations]
    good += [False for _ in _dangling(response)]
    return sum(good) / len(good) if good else None


def cited_statements(said: Sequence[Statement], response: Response) -> float | None:
    """Share of what is stated that bears the marker of a citation."""
    numbers = {citation.number for citation in response.citations}
    return sum(bool(numbers & set(each.numbers)) for each in said) / len(said) if said else None


def is_in_place(citation: Cited, index: ClauseIndex) -> bool:
    """Whether the clauses of ``citation`` exist, and what it quotes stands there.

    Of one clause: in it. Of several: in their document, in a stretch that touches each of them.
    """
    found = [index.clause(identifier) for identifier in citation.clause_ids]
    clauses = [clause for clause in found if clause is not None]
    if not clauses or len(clauses) != len(found) or not citation.text.strip():
        return False
    first = clauses[0]
    if len(clauses) == 1:
        return citation.text in first.text or squeeze(citation.text) in squeeze(first.text)
    if len({clause.document_id for clause in clauses}) > 1:
        return False
    start = index.documents[first.document_id].text.find(citation.text)
    end = start + len(citation.text)
    return start >= 0 and all(clause.start < end and start < clause.end for clause in clauses)


def _was_retrieved(citation: Cited, response: Response) -> bool:
    if response.retrieved is None:
        return True
    return any(
        cites(cited, found) for passage in response.retrieved for found in passage for cited in citation.clause_ids
    )


def _marked(response: Response) -> list[Cited]:
    """The citations that a marker in the text stands for, the first of each number."""
    first = {citation.number: citation for citation in reversed(response.citations)}
    return [first[number] for number in dict.fromkeys(markers(response.text)) if number in first]


def _dangling(response: Response) -> set[int]:
    return set(markers(response.text)) - {citation.number for citation in response.citations}
