"""Citations against the gold clauses (after ALCE, Gao et al. 2023, on clause ids), and against the documents themselves."""

from collections.abc import Sequence

from eval.cases.case import Case
from eval.metrics.gold import cites, sets_met
from eval.metrics.statements import Statement, markers
from eval.targets.contract import Cited, Response
from index.search import ClauseIndex
from index.text import squeeze


def citation_recall(response: Response, case: Case) -> float:
    """Share of the gold sets of which a clause is cited."""
    return len(sets_met(_clauses(response), case.gold)) / len(case.gold)


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
    gold = {clause.split("/")[0] for group in case.gold for clause in group}
    every = [{clause.split("/")[0] for clause in citation.clause_ids} for citation in response.citations]
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
    """Whether the clauses of ``citation`` exist, and what it quotes stands in the one it names, or in their document."""
    clauses = [index.clause(identifier) for identifier in citation.clause_ids]
    first = clauses[0] if clauses else None
    if first is None or None in clauses or not citation.text.strip():
        return False
    if len(clauses) == 1:
        return citation.text in first.text or squeeze(citation.text) in squeeze(first.text)
    return squeeze(citation.text) in squeeze(index.documents[first.document_id].text)


def _was_retrieved(citation: Cited, response: Response) -> bool:
    if response.retrieved is None:
        return True
    return any(
        cites(cited, found) for passage in response.retrieved for found in passage for cited in citation.clause_ids
    )


def _clauses(response: Response) -> list[str]:
    return [clause for citation in response.citations for clause in citation.clause_ids]


def _dangling(response: Response) -> set[int]:
    return set(markers(response.text)) - {citation.number for citation in response.citations}
