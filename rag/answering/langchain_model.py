"""Chat models through LangChain. Servers that speak OpenAI, and transformers in process."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage
from openai import BadRequestError

from rag.answering.chat import LONGEST_REPLY, Complete, ModelOptions
from rag.cancel import Cancelled, checkpoint
from rag.errors import GeneratorError


def chat_model(provider: str, model: str, options: ModelOptions) -> Complete:
    """``model`` as a function from prompt and JSON schema to text, at temperature 0.

    Raises:
        GeneratorError: The model cannot be built.
    """
    try:
        if provider == "huggingface":
            return _transformers(model, options)
        return _server(model, options)
    except Exception as error:  # each library raises errors of its own for a model it cannot read
        raise GeneratorError(f"model {provider}:{model} cannot be loaded ({error}).") from error


def _server(model: str, options: ModelOptions) -> Complete:
    chat: BaseChatModel = init_chat_model(
        model,
        model_provider="openai",
        base_url=options.base_url,
        api_key=options.api_key or "none",
        temperature=0,
        max_tokens=options.max_tokens,
        timeout=options.timeout_s,
        max_retries=0,
    )
    accepts_schema = True

    def complete(prompt: str, schema: Mapping[str, Any]) -> str:
        nonlocal accepts_schema
        messages = [HumanMessage(prompt)]
        shape = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": dict(schema)}}
        with _mapped_errors():
            if accepts_schema:
                try:
                    return _text(chat.bind(response_format=shape).stream(messages), options.timeout_s)
                except BadRequestError:
                    # In words; if that is refused too, the schema was not the fault.
                    reply = _text(chat.stream(messages), options.timeout_s)
                    accepts_schema = False
                    return reply
            return _text(chat.stream(messages), options.timeout_s)

    return complete


def _text(chunks: Iterator[AIMessage], timeout_s: float) -> str:
    """What a model writes, token by token, so that it stops once nobody waits for it, it is too long or takes too long."""
    said, length, begun = list[str](), 0, time.monotonic()
    for chunk in chunks:
        checkpoint()
        said.append(chunk.text)
        length += len(chunk.text)
        if length > LONGEST_REPLY or time.monotonic() - begun > timeout_s:
            break  # what is whole by then is read; of what never ends, nothing
    return "".join(said)


@contextmanager
def _mapped_errors() -> Iterator[None]:
    """Whatever a model, its template or its client raises, as :class:`GeneratorError`.

    Clients raise plain errors for replies that are not of the protocol's form (HTML, no choices, null), templates their
    own; no list of them would be whole.
    """
    try:
        yield
    except Cancelled:
        raise
    except Exception as error:
        raise GeneratorError(f"The model did not answer ({type(error).__name__}).") from error


def _transformers(model: str, options: ModelOptions) -> Complete:
    chat: BaseChatModel = init_chat_model(
        model,
        model_provider="huggingface",
        pipeline_kwargs={"max_new_tokens": options.max_tokens, "do_sample": False, "return_full_text": False},
        model_kwargs={"trust_remote_code": False, "use_safetensors": True},
    )

    def complete(prompt: str, schema: Mapping[str, Any]) -> str:
        del schema  # transformers has no constrained decoding of its own; the parser is the guard
        with _mapped_errors():
            return _text(chat.stream([HumanMessage(prompt)]), options.timeout_s)

    return complete
