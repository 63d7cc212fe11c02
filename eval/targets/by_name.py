"""A system under test by its name: the one place where targets are put together."""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eval.baselines.bm25 import LexicalChunks
from eval.baselines.chunks import chunks_of, fixed
from eval.baselines.pipeline import ChunkPipeline
from eval.errors import TargetError
from eval.response import Target
from eval.targets.chat import ChatTarget
from eval.targets.http import Client
from eval.targets.pipeline import PipelineTarget
from eval.targets.service import ServiceTarget
from index.embedding import load_embedder
from rag import Pipeline
from rag.settings import RagSettings

KEY_VARIABLE = "ZHANGJU_TARGET_API_KEY"
"""The environment variable with the key of a system under test; a key on a command line would be seen by others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetOptions:
    """How a system under test is reached: its name, and for one behind a model server its address and prompt."""

    name: str = "pipeline"
    base_url: str | None = None
    system_prompt: Path | None = None
    timeout_s: float = 120.0


def is_local(name: str) -> bool:
    """Whether the target called ``name`` answers in this process."""
    return not name.startswith(("http://", "https://", "openai:"))


def open_target(options: TargetOptions, pipeline: Pipeline, as_of: date) -> Target:
    """The system called ``options.name``: ``pipeline``, ``langchain``, ``bm25``, ``http(s)://…`` or ``openai:<model>``.

    Args:
        options: Its name and address.
        pipeline: Our own, whose documents and models the baselines share.
        as_of: The day asked for where a case does not say.

    Raises:
        TargetError: The name is none of these, or an address is missing.
    """
    name, key = options.name, os.environ.get(KEY_VARIABLE)
    if name == "pipeline":
        return PipelineTarget(pipeline, as_of)
    if name in _BASELINES:
        return _BASELINES[name](pipeline, as_of)
    if name.startswith(("http://", "https://")):
        return ServiceTarget(Client(name, key=key, timeout_s=options.timeout_s), as_of)
    kind, _, model = name.partition(":")
    if kind != "openai" or not model:
        raise TargetError(f"target {name!r} is unknown. Use pipeline, langchain, bm25, http://… or openai:<model>.")
    if not options.base_url:
        raise TargetError(f"target {name!r} needs --base-url, the address with /v1.")
    system = options.system_prompt.read_text(encoding="utf-8") if options.system_prompt else ""
    client = Client(options.base_url, key=key, timeout_s=options.timeout_s)
    return ChatTarget(client, model, pipeline.index, system=system)


def _langchain(pipeline: Pipeline, as_of: date) -> Target:
    from eval.baselines.langchain_stock import EmbeddedChunks, recursive  # the splitter is in the extra eval alone

    retriever = EmbeddedChunks(
        chunks_of(pipeline.index, recursive), load_embedder(RagSettings.from_environment().embedder_options())
    )
    return ChunkPipeline("langchain", retriever, pipeline, as_of)


def _bm25(pipeline: Pipeline, as_of: date) -> Target:
    return ChunkPipeline("bm25", LexicalChunks(chunks_of(pipeline.index, fixed)), pipeline, as_of)


_BASELINES = {"langchain": _langchain, "bm25": _bm25}
