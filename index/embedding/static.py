"""The shipped model: the mean of the rows of characters, pairs and words, read with ``safetensors`` alone, without torch."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file

from index.embedding.contract import Vectors, unit
from index.embedding.vocabulary import Vocabulary
from index.errors import ModelError
from index.fingerprint import file_sha256, fingerprint
from index.tokens import TOKENS_VERSION

SHIPPED_MODEL = Path(__file__).parents[1] / "models" / "zhangju-static-v3"
"""The model directory that is part of this package."""


class StaticEmbedder:
    """Mean of token rows, L2-normalised."""

    def __init__(self, folder: Path = SHIPPED_MODEL) -> None:
        """Load the model in ``folder``.

        Raises:
            ModelError: A file is missing, or is not what a static model needs.
        """
        weights, tokenizer = _required(folder / "model.safetensors"), _required(folder / "tokenizer.json")
        self._vocabulary = read_vocabulary(tokenizer)
        try:
            tensors = load_file(weights)
            rows, scales = tensors["embeddings"], tensors["weights"]
        except (SafetensorError, KeyError) as error:
            raise ModelError(f"{weights}: not a static model of this project ({error}). Restore the file.") from error
        if len(rows) != len(self._vocabulary):
            raise ModelError(f"{folder}: {len(rows)} rows for {len(self._vocabulary)} pieces. Restore both files.")
        self._rows, self._scales = rows, scales.astype(np.float32)
        self.id = folder.name
        self.weights_sha256 = fingerprint(
            {path.name: file_sha256(path) for path in (weights, tokenizer)} | {"tokens": TOKENS_VERSION}
        )
        self.dimension = int(rows.shape[1])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """``(len(texts), dimension)`` float32 unit rows."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for place, text in enumerate(texts):
            rows = self._vocabulary.rows(text)
            vectors[place] = self._scales[rows] @ self._rows[rows].astype(np.float32)
        return unit(vectors)

    def embed_query(self, text: str) -> Vectors:
        """``(dimension,)`` float32 unit vector."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector


def read_vocabulary(tokenizer: Path) -> Vocabulary:
    """The vocabulary in a ``tokenizer.json``.

    Raises:
        ModelError: The file holds none.
    """
    try:
        pieces: dict[str, int] = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
        return Vocabulary(sorted(pieces, key=lambda piece: pieces[piece]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{tokenizer}: no vocabulary of this project ({error!r}). Restore the file.") from error


def _required(path: Path) -> Path:
    if not path.is_file():
        raise ModelError(f"{path}: model file not found. Restore the model directory or set ZHANGJU_EMBEDDER.")
    return path
