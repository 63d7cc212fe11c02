"""Contrastive training of a static embedding table on pairs (InfoNCE with in-batch negatives, van den Oord 2018)."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from index.training.pairs import PairSampler, Tokens

SCALE = 20.0
"""Inverse temperature of the softmax, the usual value for cosine similarities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a training run does; every field goes into the model card.

    ``nested`` are shorter lengths whose vectors, cut off and scaled to 1, are trained too (Kusupati et al. 2022,
    "Matryoshka").
    """

    dimension: int = 512
    nested: tuple[int, ...] = ()
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
    table = torch.nn.Parameter(torch.randn(len(idf), recipe.dimension) * torch.from_numpy(idf)[:, None])
    optimizer = torch.optim.Adam([table], lr=recipe.learning_rate)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.02, total_iters=recipe.steps)
    started, running = time.monotonic(), 0.0
    for step in range(1, recipe.steps + 1):
        queries, positives = sampler.batch(recipe.batch)
        left, right = encode(table, queries), encode(table, positives)
        losses = [_contrast(left[:, :length], right[:, :length]) for length in (recipe.dimension, *recipe.nested)]
        loss = torch.stack(losses).mean()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        running += loss.item() / 2
        if step % 50 == 0:
            log(f"step {step}/{recipe.steps}  loss {running / 50:.3f}  {time.monotonic() - started:.0f} s")
            running = 0.0
    result: NDArray[np.float32] = table.detach().numpy()
    return result


def _contrast(left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """InfoNCE both ways between rows of the same place."""
    left, right = torch.nn.functional.normalize(left, dim=1), torch.nn.functional.normalize(right, dim=1)
    logits, labels = left @ right.T * SCALE, torch.arange(len(left))
    return torch.nn.functional.cross_entropy(logits, labels) + torch.nn.functional.cross_entropy(logits.T, labels)


def encode(table: torch.Tensor, texts: Sequence[Tokens]) -> torch.Tensor:
    """``(len(texts), dimension)`` unit rows: the mean of each text's rows of ``table``; of none, that of token 0."""
    ids = [text if len(text) else np.zeros(1, np.int32) for text in texts]
    flat = torch.from_numpy(np.concatenate(ids).astype(np.int64))
    offsets = torch.from_numpy(np.cumsum([0, *(len(text) for text in ids[:-1])]))
    return torch.nn.functional.normalize(torch.nn.functional.embedding_bag(flat, table, offsets, mode="mean"), dim=1)
