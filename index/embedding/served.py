"""A model behind ``/v1/embeddings``, the OpenAI form that vLLM, Ollama, llama.cpp and others serve."""

from collections.abc import Sequence

import numpy as np

from index.embedding.contract import Vectors, unit
from index.embedding.options import SERVER, EmbedderOptions, prefixes
from index.errors import ModelError
from index.fingerprint import fingerprint
from index.model_server import ModelServer

_BATCH = 64  # texts of a request; servers cap it, most at 128 or more


class ServedEmbedder:
    """Vectors over HTTP. A server does not show its weights: the fingerprint is of a few vectors that it gives."""

    def __init__(self, options: EmbedderOptions) -> None:
        """Ask the server for the vectors of two fixed texts.

        Raises:
            ModelError: There is no address, no answer, or no vectors in it.
        """
        if not options.base_url:
            raise ModelError(f"embedder {options.name!r} needs ZHANGJU_EMBEDDER_BASE_URL, the address with /v1.")
        self._model = options.name.removeprefix(SERVER)
        self._server = ModelServer(base_url=options.base_url, api_key=options.api_key, timeout_s=options.timeout_s)
        query, passage = prefixes(options)
        self._query_prefix, self._passage_prefix = query or "", passage or ""
        probe = self._ask(["知识产权质押融资", "第一条"])
        if not probe.any(axis=1).all():
            raise ModelError(f"{options.base_url}: vectors of zeros alone. Is {self._model!r} an embedding model?")
        self.id = options.name
        self.dimension = int(probe.shape[1])
        rounded = np.round(unit(probe), 2) + 0.0  # servers differ in the last digits from run to run; no -0.0
        self.weights_sha256 = fingerprint(
            {"vectors": rounded.tobytes().hex(), "query prefix": self._query_prefix, "passage": self._passage_prefix}
        )

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """``(len(texts), dimension)`` float32 unit rows."""
        prefixed = [self._passage_prefix + text for text in texts]
        parts = [self._ask(prefixed[start : start + _BATCH]) for start in range(0, len(prefixed), _BATCH)]
        return unit(np.concatenate([np.zeros((0, self.dimension), np.float32), *parts]))

    def embed_query(self, text: str) -> Vectors:
        """``(dimension,)`` float32 unit vector."""
        vector: Vectors = unit(self._ask([self._query_prefix + text]))[0]
        return vector

    def _ask(self, texts: Sequence[str]) -> Vectors:
        known = [text or " " for text in texts]  # servers refuse an empty text
        reply = self._server.post("embeddings", {"model": self._model, "input": known, "encoding_format": "float"})
        try:
            rows = {row["index"]: row["embedding"] for row in reply["data"]}
            vectors = np.array([rows[place] for place in range(len(known))], dtype=np.float32)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ModelError(f"{self._server.base_url}: not the reply of /v1/embeddings ({error!r}).") from error
        expected = (len(texts), getattr(self, "dimension", vectors.shape[-1] or 1))
        if vectors.shape != expected:
            raise ModelError(f"{self._server.base_url}: vectors of shape {vectors.shape}, wanted {expected}.")
        if not np.isfinite(vectors).all():
            raise ModelError(f"{self._server.base_url}: vectors that hold no numbers.")
        return vectors
