"""Every metric of one response: its name, what it says, and the scores of a response to a case."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from eval.cases.case import Case
from eval.metrics import citations, correctness, faithfulness, ranking, refusal
from eval.metrics.gold import as_ranking
from eval.metrics.statements import statements
from eval.metrics.validity import validity_notices
from eval.targets.contract import Response
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
    "faithfulness": "statements that are cited, about what they cite, and keep its tokens, polarity and modality",
    "tokens_kept": "cited statements of which every number, date, amount, 文号, 第X条, agency and place stands in the source",
    "polarity_kept": "cited statements that lose no 不 and gain none",
    "modality_kept": "cited statements as binding as their source",
    "overlap": "pairs of characters of a statement that its source has too (a diagnostic)",
    "required_strings": "required strings in the answer; 0 with a forbidden one",
    "reference_f1": "pairs of characters shared with the reference answer, F1",
    "refused": "unanswerable questions refused, and nothing cited",
    "right_reason": "refused for the reason that holds",
    "validity_notices": "cited documents not plainly in force of which the answer says so",
    "R@5": "gold sets met by the first 5 passages retrieved, of those that 5 could meet (capped, Thakur et al. 2021)",
    "R@10": "the same of 10",
    "MRR@10": "1 / rank of the first passage that meets one",
    "nDCG@10": "discounted gain of the gold sets met",
}
"""What each metric is the share of."""

FLAWLESS = (
    *("answered", "citation_recall", "required_strings", "citation_validity", "cited_statements", "faithfulness"),
    *("refused", "right_reason"),
)
"""A response is without fault if it has all of these in full, as far as they concern it."""

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
        "overlap": faithfulness.overlap(said, response, index),
        "validity_notices": validity_notices(response, index, as_of),
    }
    if case.answerable:
        text = "\n".join(statement.text for statement in said)
        found |= {
            "answered": float(response.status in ("answered", "partial")),
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


def is_flawless(scores: Scores) -> bool:
    """Whether nothing is wrong: all gold cited and strings present and nothing else said, or refused as it should be."""
    return all(scores[name] >= 1.0 for name in FLAWLESS if name in scores)


def _retrieval(response: Response, case: Case) -> dict[str, float | None]:
    if response.retrieved is None:
        return {}
    ranked, judged = as_ranking(response.retrieved, case.gold)
    return {name: metric(ranked, judged) for name, metric in _RANKINGS.items()}
