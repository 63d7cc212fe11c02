"""What a pipeline's answers depend on, in words that can be compared: documents, models, prompt, code."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from rag import Pipeline

_CODE = ("index", "rag")
_ROOT = Path(__file__).parents[1]


def identity_of(pipeline: Pipeline, name: str, as_of: date) -> Mapping[str, str]:
    """What decides the answers of ``pipeline``, called ``name``, to questions asked as of ``as_of``."""
    return {
        "target": name,
        "as_of": as_of.isoformat(),
        "corpus": _corpus_sha256(pipeline),
        "embedder": pipeline.index.embedder_id,
        "reranker": pipeline.reranker.id if pipeline.reranker else "none",
        "generator": pipeline.generator.id,
        "prompt_sha256": pipeline.generator.prompt_sha256 or "none",
        "code_sha256": _code_sha256(),
    }


def _corpus_sha256(pipeline: Pipeline) -> str:
    """One hash over the documents: ids and sources."""
    lines = (f"{document.id} {document.sha256}\n" for document in pipeline.index.documents.values())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _code_sha256() -> str:
    """One hash over the code and data that answers depend on."""
    digest = hashlib.sha256()
    for folder in _CODE:
        for path in sorted((_ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(_ROOT)).encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
