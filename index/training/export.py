"""Writes a trained table as a sentence-transformers model directory that also loads without torch.

The table is stored as int8 rows with one float32 scale each, under the names that ``StaticEmbedding.load`` folds back
(``embeddings``, ``weights``): a quarter of the bytes, at no measured cost in retrieval.
"""

import shutil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

from index.embedding.vocabulary import Vocabulary
from index.training.tokenizer import as_tokenizer


def export_model(folder: Path, vocabulary: Vocabulary, table: NDArray[np.float32], *, card: str) -> None:
    """Write the model to ``folder``, replacing what was there.

    Args:
        folder: Becomes a directory that ``SentenceTransformer(folder)`` and ``StaticEmbedder(folder)`` both load.
        vocabulary: What the rows stand for.
        table: ``(vocabulary, dimension)`` float32.
        card: The text of the model card (README.md).
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    table = table.copy()
    table[0] = 0.0  # of what is not known
    static = StaticEmbedding(as_tokenizer(vocabulary.pieces), embedding_weights=table)
    SentenceTransformer(modules=[static, Normalize()], device="cpu").save(str(folder), create_model_card=False)
    scales = np.abs(table).max(axis=1) / 127.0
    scales[scales == 0] = 1.0
    rows = np.rint(table / scales[:, None]).astype(np.int8)
    [weights] = folder.rglob("*.safetensors")
    save_file({"embeddings": rows, "weights": scales.astype(np.float32)}, weights)
    (folder / "README.md").write_text(card, encoding="utf-8")
