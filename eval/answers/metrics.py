"""Metrics of one answer against its case; small pure functions, each a share between 0 and 1."""

import re
from collections.abc import Callable, Sequence

from eval.answers.cases import Case
from index.text import squeeze
from index.types import Clause
from rag import Answer, Citation

_NOT = re.compile(r"不|未|没有|除外|禁止")


def cites(clause_id: str, gold: str) -> bool:
    """Whether ``clause_id`` is ``gold`` or lies below it."""
    return clause_id == gold or clause_id.startswith(f"{gold}__")


def citation_recall(answer: Answer, case: Case) -> float:
    """Share of the gold sets of which a clause is cited (after ALCE, Gao et al. 2023, on clause ids)."""
    cited = [citation.clause.id for citation in answer.citations]
    hit = [any(cites(c, gold) for c in cited for gold in group) for group in case.gold]
    return sum(hit) / len(hit) if hit else 1.0


def citation_precision(answer: Answer, case: Case) -> float:
    """Share of the citations that lie in a gold set; 0 for an answer without citations."""
    gold = [clause for group in case.gold for clause in group]
    good = [any(cites(citation.clause.id, g) for g in gold) for citation in answer.citations]
    return sum(good) / len(good) if good else 0.0


def required_strings(answer: Answer, case: Case) -> float:
    """Share of the required strings in the answer; 0 if a forbidden one is there."""
    text = squeeze(answer.text)
    if any(squeeze(string) in text for string in case.forbidden):
        return 0.0
    return sum(squeeze(string) in text for string in case.required) / len(case.required) if case.required else 1.0


def citation_validity(answer: Answer, clause_of: Callable[[str], Clause | None]) -> float:
    """Share of the citations whose clause exists, whose quotation stands there, and whose sentence holds no other figure.

    Written apart from the verifier, so that a fault of the one is not a fault of both: a quoted sentence must be its
    quotation, and a row's sentence may hold only digits of the row and its header.
    """
    good = [_is_valid(answer.text, citation, clause_of) for citation in answer.citations]
    return sum(good) / len(good) if good else 1.0


def cited_sentences(answer: Answer) -> float:
    """Share of the answer's statements (lines ``· …``) that end in a marker of an existing citation."""
    lines = [line for line in answer.text.splitlines() if line.startswith("· ")]
    markers = tuple(f"[{citation.number}]" for citation in answer.citations)
    return sum(line.endswith(markers) for line in lines) / len(lines) if lines else 1.0


def mean(values: Sequence[float]) -> float | None:
    """The mean, or ``None`` of nothing."""
    return sum(values) / len(values) if values else None


def _is_valid(answer: str, citation: Citation, clause_of: Callable[[str], Clause | None]) -> bool:
    clause, span = clause_of(citation.clause.id), citation.source_span
    if clause is None or not citation.cited_text or clause.text[span.start : span.end] != citation.cited_text:
        return False
    figures = set(re.findall(r"\d+(?:\.\d+)?", " ".join([citation.cited_text, *clause.columns])))
    stated = [answer[s.start : s.end] for s in citation.answer_spans]
    return all(
        squeeze(text) == squeeze(citation.cited_text)
        or (
            set(re.findall(r"\d+(?:\.\d+)?", text)) <= figures
            and _NOT.findall(text) == _NOT.findall(citation.cited_text)
        )
        for text in stated
    )
