"""Every metric of one response: its name, what it says, and the scores of a response to a case."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from eval.cases.case import Case
from eval.metrics import citations, correctness, faithfulness, ranking, refusal
from eval.metrics.gold import as_ranking
from eval.metrics.statements import statements
from eval.metrics.validity import validity_notices
from eval.response import Response
from index.search import ClauseIndex

Scores = Mapping[str, float]
"""By metric a share between 0 and 1; a metric that a case has no part in is left out."""

METRICS: Mapping[str, str] = {
    "answered": "answerable questions answered",
    "citation_recall": "gold sets of which a clause is cited (ALCE, Gao et al. 2023)",
    "citation_precision": "citations that lie in a gold set, a marker without a citation counting as one that does not",
    "citation_f1": "harmonic mean of the two",
    "document_precision": "citations in a document that holds a gold clause",
    "citation_validity": "citations that exist, quote word for word, and were retrieved",
    "cited_statements": "statements that bear a citation",
    "faithfulness": "statements cited that keep tokens, polarity, modality and conditions of their source, and put nothing in",
    "tokens_kept": "cited statements whose amounts, dates, 文号, 第X条, agencies, places stand in the source, of the same thing",
    "polarity_kept": "cited statements that lose no 不, gain none, and turn no word into its opposite",
    "modality_kept": "cited statements as binding as their source",
    "conditions_kept": "cited statements that leave out no condition of theirs",
    "overlap": "character bigrams of a statement that its source has too (a diagnostic)",
    "required_strings": "required strings in the answer; 0 with a forbidden one",
    "reference_f1": "character bigrams shared with the reference answer, F1",
    "refused": "unanswerable questions refused, and nothing cited",
    "right_reason": "refused for the reason that holds",
    "validity_notices": "cited documents not plainly in force of which the answer says so",
    "R@5": "gold sets met by the first 5 passages retrieved, of those that 5 could meet (capped, Thakur et al. 2021)",
    "R@10": "the same of 10",
    "MRR@10": "1 / rank of the first passage that meets one",
    "nDCG@10": "discounted gain of the gold sets met",
}
"""What each metric is the share of."""

FLAWLESS: Mapping[str, float] = {
    "answered": 1.0,
    "citation_recall": 1.0,
    "citation_precision": 0.5,
    "citation_validity": 1.0,
    "cited_statements": 1.0,
    "faithfulness": 1.0,
    "required_strings": 1.0,
    "validity_notices": 1.0,
    "refused": 1.0,
    "right_reason": 1.0,
}
"""What a response is without fault by: the least that each metric which concerns it must be.

Half of what is cited may lie beside the gold clauses: a section quoted whole says more than was asked, and several places
may say the same.
"""

_RANKINGS = {
    "R@5": partial(ranking.capped_recall, depth=5),
    "R@10": partial(ranking.capped_recall, depth=10),
    "MRR@10": partial(ranking.reciprocal_rank, depth=10),
    "nDCG@10": partial(ranking.ndcg, depth=10),
}


def scores_of(response: Response, case: Case, index: ClauseIndex, as_of: date) -> Scores:
    """The scores of ``response`` to ``case``; ``index`` holds the clauses that it should cite."""
    said = statements(response, case.question, index)
    found: dict[str, float | None] = {
        "cited_statements": citations.cited_statements(said, response),
        "citation_validity": citations.citation_validity(response, index),
        "faithfulness": faithfulness.faithful(said, response, index),
        "tokens_kept": faithfulness.tokens_kept(said, response, index),
        "polarity_kept": faithfulness.polarity_kept(said, response, index),
        "modality_kept": faithfulness.modality_kept(said, response, index),
        "conditions_kept": faithfulness.conditions_kept(said, response, index),
        "overlap": faithfulness.overlap(said, response, index),
        "validity_notices": validity_notices(response, index, as_of),
    }
    if case.answerable:
        text = "\n".join(statement.text for statement in said)
        found |= {
            "answered": float(response.is_answer and bool(said)),
            "citation_recall": citations.citation_recall(response, case),
            "citation_precision": citations.citation_precision(response, case),
            "citation_f1": citations.citation_f1(response, case),
            "document_precision": citations.document_precision(response, case),
            "required_strings": correctness.required_strings(response.text, text, case),
            "reference_f1": correctness.reference_f1(text, case.reference) if case.reference else None,
            **_retrieval(response, case),
        }
    else:
        found |= {"refused": refusal.refused(response, case), "right_reason": refusal.right_reason(response, case)}
    return {name: found[name] for name in METRICS if found.get(name) is not None}  # type: ignore[misc]


def label(metric: str) -> str:
    """The name of ``metric`` as people read it."""
    return metric.replace("_", " ")


def is_flawless(scores: Scores) -> bool:
    """Whether no metric of ``FLAWLESS`` falls short."""
    return not unmet(scores)


def unmet(scores: Scores) -> dict[str, float]:
    """The metrics of ``FLAWLESS`` that fall short, with their values."""
    return {name: scores[name] for name, least in FLAWLESS.items() if scores.get(name, least) < least}


def _retrieval(response: Response, case: Case) -> dict[str, float | None]:
    if response.retrieved is None:
        return {}
    ranked, judged = as_ranking(response.retrieved, case.gold)
    return {name: metric(ranked, judged) for name, metric in _RANKINGS.items()}
