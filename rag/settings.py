"""The settings of question answering: those of the index, and which model writes."""

from pydantic import Field, SecretStr

from index.settings import IndexSettings


class RagSettings(IndexSettings):
    """Which generator writes the answers, and how its server is reached."""

    generator: str = Field(
        "extractive", description="extractive, huggingface:<name or path> or openai:<model> (extra: models)"
    )
    generator_base_url: str | None = Field(None, description="address of the OpenAI-compatible server, with /v1")
    generator_api_key: SecretStr | None = Field(None, description="key for that server")
    generator_max_tokens: int = Field(600, ge=16, le=8192, description="longest answer a model may write, in tokens")
    generator_timeout: float = Field(60.0, gt=0, description="longest wait for that server, in seconds")
