"""The embedder that is asked for, held to its fingerprint."""

from index.embedding.contract import Embedder
from index.embedding.hub import SentenceTransformerEmbedder
from index.embedding.options import SERVER, SHIPPED, EmbedderOptions
from index.embedding.served import ServedEmbedder
from index.embedding.static import StaticEmbedder
from index.errors import ModelError


def load_embedder(options: EmbedderOptions) -> Embedder:
    """The embedder that ``options`` name.

    Raises:
        ModelError: It cannot be loaded, or has another fingerprint than the one it is pinned to.
    """
    embedder = _load(options)
    if options.sha256 is not None and embedder.weights_sha256 != options.sha256.lower():
        raise ModelError(
            f"embedder {options.name!r} has fingerprint {embedder.weights_sha256}, pinned is {options.sha256}. "
            "Restore the model, or pin the new one in ZHANGJU_EMBEDDER_SHA256."
        )
    return embedder


def _load(options: EmbedderOptions) -> Embedder:
    if options.name == SHIPPED:
        return StaticEmbedder()
    if options.name.startswith(SERVER):
        return ServedEmbedder(options)
    return SentenceTransformerEmbedder(options)
