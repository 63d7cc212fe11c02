"""The reranker that is asked for."""

from dataclasses import dataclass

from index.errors import ModelError
from index.model_server import ModelServer
from index.reranking.contract import Reranker
from index.reranking.served import ServedReranker

_NONE, _SERVER = "none", "openai:"


@dataclass(frozen=True, slots=True, kw_only=True)
class RerankerOptions:
    """``name`` is ``none``, ``openai:<model>`` for a server, or the name or path of a sentence-transformers cross-encoder."""

    name: str = _NONE
    offline: bool = False
    base_url: str | None = None
    api_key: str | None = None
    timeout_s: float = 60.0


def load_reranker(options: RerankerOptions) -> Reranker | None:
    """The reranker that ``options`` name; ``None`` if none is asked for.

    Raises:
        ModelError: It cannot be loaded.
    """
    name = options.name
    if name == _NONE:
        return None
    if name.startswith(_SERVER):
        if not options.base_url:
            raise ModelError(f"reranker {name!r} needs ZHANGJU_RERANKER_BASE_URL, the address with /v1.")
        server = ModelServer(base_url=options.base_url, api_key=options.api_key, timeout_s=options.timeout_s)
        return ServedReranker(name.removeprefix(_SERVER), server)
    try:
        from index.reranking.cross_encoder import CrossEncoderReranker
    except ImportError as error:
        raise ModelError(f"reranker {name!r} needs sentence-transformers: pip install 'zhangju[models]'.") from error
    return CrossEncoderReranker(name, offline=options.offline)
