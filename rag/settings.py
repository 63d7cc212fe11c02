"""The settings of question answering: those of the index, and which models rerank and write."""

from pydantic import Field, SecretStr

from index.reranking import RerankerOptions
from index.settings import IndexSettings
from rag.reading.confidence import LEAST_CONFIDENCE


class RagSettings(IndexSettings):
    """Which models look closer and write the answers, and how their servers are reached."""

    reranker: str = Field(
        "none",
        description="none, openai:<model> (extra: servers), or the name or path of a sentence-transformers cross-encoder "
        "(extra: models)",
    )
    reranker_base_url: str | None = Field(None, description="address of the server of openai:<model>, with /v1")
    reranker_api_key: SecretStr | None = Field(None, description="key for that server")
    least_confidence: float = Field(
        LEAST_CONFIDENCE,
        gt=0,
        le=1,
        description="how likely a clause must be to answer (0-1); more refuses more",
    )
    generator: str = Field(
        "extractive", description="extractive, huggingface:<name or path> or openai:<model> (extra: models)"
    )
    generator_base_url: str | None = Field(None, description="address of the OpenAI-compatible server, with /v1")
    generator_api_key: SecretStr | None = Field(None, description="key for that server")
    generator_max_tokens: int = Field(600, ge=16, le=8192, description="longest answer a model may write, in tokens")
    generator_timeout: float = Field(60.0, gt=0, description="longest wait for that server, in seconds")

    def reranker_options(self) -> RerankerOptions:
        """How the reranker is loaded."""
        key = self.reranker_api_key
        return RerankerOptions(
            name=self.reranker,
            offline=self.offline,
            base_url=self.reranker_base_url,
            api_key=key.get_secret_value() if key else None,
        )
