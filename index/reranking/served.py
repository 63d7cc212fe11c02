"""A reranker behind ``/rerank``, the form of Cohere and Jina that vLLM and llama.cpp serve."""

import math
from collections.abc import Sequence

from index.errors import ModelError
from index.model_server import ModelServer


class ServedReranker:
    """Scores over HTTP."""

    def __init__(self, model: str, server: ModelServer) -> None:
        self.id = f"openai:{model}"
        self._model = model
        self._server = server

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """One number between 0 and 1 for each of ``passages``.

        Raises:
            ModelError: The server does not answer, or not for each passage.
        """
        if not passages:
            return []
        reply = self._server.post(
            "rerank", {"model": self._model, "query": question, "documents": list(passages), "top_n": len(passages)}
        )
        try:
            by_place = {int(row["index"]): float(row["relevance_score"]) for row in reply["results"]}
            scores = [by_place[place] for place in range(len(passages))]
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ModelError(f"{self._server.base_url}: not the reply of /rerank ({error!r}).") from error
        if not all(math.isfinite(score) for score in scores):
            raise ModelError(f"{self._server.base_url}: a score of /rerank is no number.")
        if all(0 <= score <= 1 for score in scores):
            return scores
        return [1 / (1 + math.exp(-max(-30.0, min(30.0, score)))) for score in scores]  # raw logits, as llama.cpp sends
