"""A pipeline out of settings: the one place where the parts are put together."""

from index import SnapshotIndex, load_embedder, open_current
from rag.generate import ModelOptions, build_generator
from rag.pipeline import Pipeline
from rag.settings import RagSettings


def open_pipeline(settings: RagSettings) -> Pipeline:
    """The pipeline over the current generation.

    Raises:
        ZhangjuError: The snapshot, the embedder or the generator cannot be used.
    """
    embedder = load_embedder(settings.embedder)
    index = SnapshotIndex(open_current(settings.snapshots, embedder), embedder)
    key = settings.generator_api_key
    options = ModelOptions(
        base_url=settings.generator_base_url,
        api_key=key.get_secret_value() if key else None,
        max_tokens=settings.generator_max_tokens,
        timeout_s=settings.generator_timeout,
    )
    return Pipeline(index, build_generator(settings.generator, options))
