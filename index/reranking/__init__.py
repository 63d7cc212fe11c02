"""A second, closer look at what a search found: cross-encoders in process or behind a server."""

from index.reranking.contract import Reranker
from index.reranking.load import RerankerOptions, load_reranker

__all__ = ["Reranker", "RerankerOptions", "load_reranker"]
