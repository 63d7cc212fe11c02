"""Texts in, unit vectors out: the shipped static model, any sentence-transformers model, or a server."""

from index.embedding.contract import Embedder, Vectors
from index.embedding.load import load_embedder
from index.embedding.options import EmbedderOptions

__all__ = ["Embedder", "EmbedderOptions", "Vectors", "load_embedder"]
