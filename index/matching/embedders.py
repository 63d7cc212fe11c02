"""Texts in, unit vectors out: the shipped static model without torch, or any sentence-transformers model.

``Embedder`` is the contract; ``tests/contracts/embedder.py`` is what every implementation passes.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.errors import ModelError

Vectors = NDArray[np.float32]

SHIPPED_MODEL = Path(__file__).parents[1] / "models" / "zhangju-static-v2"
"""The model directory that is part of this package."""


class Embedder(Protocol):
    """``id`` and ``weights_sha256`` say which model it is; a snapshot serves only the model it was built with."""

    @property
    def id(self) -> str:
        """The model's name."""
        ...

    @property
    def weights_sha256(self) -> str:
        """The fingerprint of its weights (and, for the shipped kind, of its tokenizer)."""
        ...

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """``(len(texts), dimension)`` float32 rows of length 1; a text without a known token is a zero row."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """``(dimension,)`` float32 of length 1, or zeros."""
        ...


class StaticEmbedder:
    """Mean of token rows, L2-normalised: the shipped model, read with ``tokenizers`` and ``safetensors`` alone."""

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
        self.weights_sha256 = _fingerprint(
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
        return _unit(vectors)

    def embed_query(self, text: str) -> Vectors:
        """``(dimension,)`` float32 unit vector."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector


class SentenceTransformerEmbedder:
    """Any sentence-transformers model by hub name or path; its own query and passage prompts are respected."""

    def __init__(self, name: str) -> None:
        """Load the model called ``name``.

        Raises:
            ModelError: The ``models`` extra is not installed, or no such model is at hand.
        """
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ModelError(
                f"embedder {name!r} needs sentence-transformers: pip install 'zhangju[models]'."
            ) from error
        try:
            self._model = SentenceTransformer(name, trust_remote_code=False, device="cpu")
        except Exception as error:  # the libraries below raise errors of their own for a model they cannot read
            raise ModelError(
                f"embedder {name!r} cannot be loaded ({error}). Give a local path or a cached name."
            ) from error
        self.id = name
        self.weights_sha256 = _fingerprint(_tensor_hashes(self._model.state_dict()))
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """``(len(texts), dimension)`` float32 unit rows."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode_document(list(texts), convert_to_numpy=True, show_progress_bar=False)
        return _unit(np.asarray(vectors, dtype=np.float32))

    def embed_query(self, text: str) -> Vectors:
        """``(dimension,)`` float32 unit vector."""
        vectors = np.asarray(self._model.encode_query([text], convert_to_numpy=True), dtype=np.float32)
        vector: Vectors = _unit(vectors)[0]
        return vector


def load_embedder(name: str) -> Embedder:
    """The embedder called ``name``: ``shipped``, or anything that sentence-transformers can load.

    Raises:
        ModelError: It cannot be loaded.
    """
    return StaticEmbedder() if name == "shipped" else SentenceTransformerEmbedder(name)


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


def file_sha256(path: Path) -> str:
    """The sha256 of the file at ``path``, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _tensor_hashes(tensors: Mapping[str, Any]) -> dict[str, str]:
    """The sha256 of each tensor's bytes: the same for a hub name, its cache and a copy."""
    raw = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    return {name: hashlib.sha256(tensor.view(-1).numpy().tobytes()).hexdigest() for name, tensor in raw.items()}


def _fingerprint(hashes: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(dict(hashes), sort_keys=True).encode()).hexdigest()


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
    return result
