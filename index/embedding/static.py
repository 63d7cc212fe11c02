"""The shipped model: the mean of token rows, read with ``tokenizers`` and ``safetensors`` alone, without torch."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.embedding.contract import Vectors, unit
from index.errors import ModelError
from index.fingerprint import file_sha256, fingerprint

SHIPPED_MODEL = Path(__file__).parents[1] / "models" / "zhangju-static-v2"
"""The model directory that is part of this package."""


class StaticEmbedder:
    """Mean of token rows, L2-normalised."""

    def __init__(self, folder: Path = SHIPPED_MODEL) -> None:
        """Load the model in ``folder``.

        Raises:
            ModelError: A file is missing, or is not what a static model needs.
        """
        weights = _required(folder / "model.safetensors")
        self._tokenizer = load_tokenizer(folder)
        try:
            tensors = load_file(weights)
            rows, scales = tensors["embeddings"], tensors["weights"]
        except (SafetensorError, KeyError) as error:
            raise ModelError(f"{weights}: not a static model of this project ({error}). Restore the file.") from error
        if len(rows) != self._tokenizer.get_vocab_size():
            size = self._tokenizer.get_vocab_size()
            raise ModelError(f"{folder}: {len(rows)} rows for {size} tokens. Restore both files.")
        self._rows, self._scales = rows, scales.astype(np.float32)
        self.id = folder.name
        self.weights_sha256 = fingerprint(
            {path.name: file_sha256(path) for path in (weights, folder / "tokenizer.json")}
        )
        self.dimension = int(rows.shape[1])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """``(len(texts), dimension)`` float32 unit rows."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for place, encoding in enumerate(encodings):
            ids = np.array(encoding.ids, dtype=np.int64)
            if len(ids):
                vectors[place] = self._scales[ids] @ self._rows[ids].astype(np.float32) / len(ids)
        return unit(vectors)

    def embed_query(self, text: str) -> Vectors:
        """``(dimension,)`` float32 unit vector."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer in ``folder``.

    Raises:
        ModelError: ``tokenizer.json`` is missing or is not a tokenizer.
    """
    path = _required(folder / "tokenizer.json")
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises bare Exception for a file it cannot read
        raise ModelError(f"{path}: not a tokenizer ({error}). Restore the file.") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _required(path: Path) -> Path:
    if not path.is_file():
        raise ModelError(f"{path}: model file not found. Restore the model directory or set ZHANGJU_EMBEDDER.")
    return path
