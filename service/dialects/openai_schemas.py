"""What OpenAI's chat completions take and give, as far as a question and its answer go."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.api.schemas import CitationOut, DocumentIds, NoticeOut, RegionCode, Text


class MessagePart(BaseModel):
    """A part of a message; only text is read."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    type: Annotated[Text, Field(max_length=40)]
    text: Annotated[Text, Field(max_length=200_000)] = ""


class Message(BaseModel):
    """A message of the conversation."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[Text, Field(max_length=200_000)] | Annotated[list[MessagePart], Field(max_length=200)] | None = (
        None
    )

    @property
    def said(self) -> str:
        """The text of the message."""
        if isinstance(self.content, list):
            return "".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    """What a stream ends with."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    include_usage: bool = False


class ChatRequest(BaseModel):
    """A conversation, of which the last message of the user is answered and the ones before are its history.

    What steers a model (temperature, tools, system messages) is taken and not heeded: answers are quoted or verified.
    ``region``, ``as_of`` and ``document_ids`` are those of ``POST /v1/answers`` (``extra_body`` of OpenAI's clients).
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    model: Annotated[Text, Field(max_length=200)]
    messages: Annotated[list[Message], Field(min_length=1, max_length=2000)]
    stream: bool = False
    stream_options: StreamOptions | None = None
    region: RegionCode | None = None
    as_of: date | None = None
    document_ids: DocumentIds = []


class UrlCitation(BaseModel):
    """Where a stretch of the answer comes from; offsets in code points."""

    start_index: int
    end_index: int
    url: str
    title: str


class Annotation(BaseModel):
    """OpenAI's annotation of a stretch of text."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class ChatMessage(BaseModel):
    """The answer."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation]


class Choice(BaseModel):
    """The one choice there is."""

    index: Literal[0] = 0
    message: ChatMessage
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class Usage(BaseModel):
    """Tokens, of which quoting takes none."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0


class ChatCompletion(BaseModel):
    """An answer in OpenAI's shape; beside it, under keys of our own, what that shape has no place for."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    usage: Usage = Usage()
    citations: list[CitationOut]
    notices: list[NoticeOut]
    status: str
    reason: str | None
    aigc: dict[str, str]


class ModelOut(BaseModel):
    """The model that this service is to OpenAI's clients."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "zhangju"


class ModelList(BaseModel):
    """Every model: one."""

    object: Literal["list"] = "list"
    data: list[ModelOut]
