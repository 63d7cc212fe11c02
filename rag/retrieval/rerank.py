"""The best hits in the order of a reranker, if there is one."""

import logging
import math
from collections.abc import Sequence
from dataclasses import replace

from index.build import index_text
from index.errors import ModelError
from index.reranking import Reranker
from index.types import Hit
from rag.library import Library
from rag.types import Question

_DEPTH = 20  # hits that are read again; a small cross-encoder takes 10 to 100 ms for each on two cores
_log = logging.getLogger(__name__)


def rerank(question: Question, hits: Sequence[Hit], library: Library, reranker: Reranker | None) -> tuple[Hit, ...]:
    """``hits`` with the first ones ordered anew; as they are where there is no reranker, or it does not answer.

    What a question names by its address or heading was not ranked, and stays in the order of the document.
    """
    head, tail = hits[:_DEPTH], hits[_DEPTH:]
    if reranker is None or any(hit.source == "lookup" for hit in head):
        return tuple(hits)
    passages = [index_text(library.documents[hit.clause.document_id], hit.clause) for hit in head]
    try:
        scores = reranker.scores(question.standalone, passages)
    except ModelError as error:
        _log.warning("reranker failed, its order is left out: %s", error)
        return tuple(hits)
    if len(scores) != len(head) or not all(map(math.isfinite, scores)):
        _log.warning(
            "reranker gave %d numbers for %d passages, or no numbers; its order is left out", len(scores), len(head)
        )
        return tuple(hits)
    again = [replace(hit, score=score, source="rerank") for hit, score in zip(head, scores, strict=True)]
    again.sort(key=lambda hit: (-hit.score, hit.rank))
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate([*again, *tail], 1))
