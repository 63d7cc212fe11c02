"""Contrastive training of a static embedding table on pairs (InfoNCE with in-batch negatives, van den Oord 2018)."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from index.training.pairs import PairSampler, Tokens

_SCALE = 20.0  # inverse temperature, the usual value for cosine similarities


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a training run does; every field goes into the model card."""

    dimension: int = 384
    steps: int = 2000
    batch: int = 1024
    learning_rate: float = 2e-2
    seed: int = 7


def train_table(
    sampler: PairSampler, idf: NDArray[np.float32], recipe: Recipe, *, log: Callable[[str], None]
) -> NDArray[np.float32]:
    """The trained table, ``(vocabulary, dimension)`` float32; mean of rows, then L2, is a text's vector.

    Rows start as random directions as long as their token is rare, so step 0 is a random projection of tf-idf.
    """
    torch.manual_seed(recipe.seed)
    table = torch.nn.EmbeddingBag(len(idf), recipe.dimension, mode="mean")
    with torch.no_grad():
        table.weight.normal_().mul_(torch.from_numpy(idf)[:, None])
    optimizer = torch.optim.Adam(table.parameters(), lr=recipe.learning_rate)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.02, total_iters=recipe.steps)
    labels = torch.arange(recipe.batch)
    started, running = time.monotonic(), 0.0
    for step in range(1, recipe.steps + 1):
        queries, positives = sampler.batch(recipe.batch)
        left, right = _encode(table, queries), _encode(table, positives)
        logits = left @ right.T * _SCALE
        loss = torch.nn.functional.cross_entropy(logits, labels) + torch.nn.functional.cross_entropy(logits.T, labels)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        running += loss.item() / 2
        if step % 50 == 0:
            log(f"step {step}/{recipe.steps}  loss {running / 50:.3f}  {time.monotonic() - started:.0f} s")
            running = 0.0
    result: NDArray[np.float32] = table.weight.detach().numpy()
    return result


def _encode(table: torch.nn.EmbeddingBag, texts: list[Tokens]) -> torch.Tensor:
    ids = torch.from_numpy(np.concatenate(texts).astype(np.int64))
    offsets = torch.from_numpy(np.cumsum([0, *(len(text) for text in texts[:-1])]))
    return torch.nn.functional.normalize(table(ids, offsets), dim=1)
