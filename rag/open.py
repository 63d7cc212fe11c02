"""A pipeline out of settings: the one place where the parts are put together."""

from index import SnapshotIndex, load_embedder, open_current
from index.reranking import load_reranker
from rag.answering.chat import ModelOptions
from rag.answering.compose import ExtractiveGenerator
from rag.answering.generate import ModelGenerator, only_selects
from rag.answering.generator import Generator
from rag.errors import GeneratorError
from rag.pipeline import Pipeline
from rag.settings import RagSettings

_PROVIDERS = ("huggingface", "openai")


def open_pipeline(settings: RagSettings) -> Pipeline:
    """The pipeline over the current generation.

    Raises:
        ZhangjuError: The snapshot, the embedder or the generator cannot be used.
    """
    embedder = load_embedder(settings.embedder_options())
    index = SnapshotIndex(open_current(settings.snapshots, embedder), embedder)
    key = settings.generator_api_key
    options = ModelOptions(
        base_url=settings.generator_base_url,
        api_key=key.get_secret_value() if key else None,
        max_tokens=settings.generator_max_tokens,
        timeout_s=settings.generator_timeout,
    )
    reranker = load_reranker(settings.reranker_options())
    return Pipeline(
        index,
        open_generator(settings.generator, options),
        reranker=reranker,
        least_confidence=settings.least_confidence,
    )


def open_generator(name: str, options: ModelOptions) -> Generator:
    """The generator called ``name``: ``extractive``, ``huggingface:<name or path>`` or ``openai:<model>``.

    Raises:
        GeneratorError: The name is none of these, its packages are not installed, or the model cannot be loaded.
    """
    if name == "extractive":
        return ExtractiveGenerator()
    provider, _, model = name.partition(":")
    if provider not in _PROVIDERS or not model:
        raise GeneratorError(
            f"generator {name!r} is unknown. Use extractive, huggingface:<name or path> or openai:<model>."
        )
    if provider == "openai" and not options.base_url:  # or the library would send the question to its maker's own
        raise GeneratorError(f"generator {name!r} needs ZHANGJU_GENERATOR_BASE_URL, the address with /v1.")
    try:
        from rag.answering.langchain_model import chat_model
    except ImportError as error:
        raise GeneratorError(f"generator {name!r} needs the models extra: pip install 'zhangju[models]'.") from error
    return ModelGenerator(name, chat_model(provider, model, options), selects=only_selects(model))
