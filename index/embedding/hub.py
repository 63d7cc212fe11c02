"""Any sentence-transformers model, by hub name or path, in this process."""

from collections.abc import Sequence

import numpy as np

from index.embedding.contract import Vectors, unit
from index.embedding.options import EmbedderOptions, prefixes
from index.errors import ModelError
from index.fingerprint import fingerprint, tensor_hashes


class SentenceTransformerEmbedder:
    """A sentence-transformers model; its own query and passage prompts are respected where no prefix is given."""

    def __init__(self, options: EmbedderOptions) -> None:
        """Load the model that ``options`` name.

        Raises:
            ModelError: The ``models`` extra is not installed, or no such model is at hand.
        """
        name = options.name
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ModelError(
                f"embedder {name!r} needs sentence-transformers: pip install 'zhangju[models]'."
            ) from error
        try:
            self._model = SentenceTransformer(
                name,
                device="cpu",
                trust_remote_code=False,
                local_files_only=options.offline,
                model_kwargs={"use_safetensors": True},  # never a pickle
            )
        except Exception as error:  # the libraries below raise errors of their own for a model they cannot read
            raise ModelError(
                f"embedder {name!r} cannot be loaded ({error}). Give a local path or a cached name."
            ) from error
        self._query_prefix, self._passage_prefix = prefixes(options)
        self.id = name
        parts = {
            "query prefix": self._query_prefix,
            "passage prefix": self._passage_prefix,
            "prompts": self._model.prompts,
            "modules": repr(self._model),  # architecture, pooling, longest text
            "tokenizer": _tokenizer_json(self._model.tokenizer),
        }
        self.weights_sha256 = fingerprint(
            tensor_hashes(self._model.state_dict()) | {name: str(part) for name, part in parts.items()}
        )
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """``(len(texts), dimension)`` float32 unit rows."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode_document(
            list(texts), prompt=self._passage_prefix, convert_to_numpy=True, show_progress_bar=False
        )
        return unit(np.asarray(vectors, dtype=np.float32))

    def embed_query(self, text: str) -> Vectors:
        """``(dimension,)`` float32 unit vector."""
        vectors = self._model.encode_query(
            [text], prompt=self._query_prefix, convert_to_numpy=True, show_progress_bar=False
        )
        vector: Vectors = unit(np.asarray(vectors, dtype=np.float32))[0]
        return vector


def _tokenizer_json(tokenizer: object) -> str:
    """All of a fast tokenizer as JSON; of another kind its class alone."""
    fast = getattr(tokenizer, "backend_tokenizer", tokenizer)
    to_str = getattr(fast, "to_str", None)
    return str(to_str()) if to_str else type(tokenizer).__name__
