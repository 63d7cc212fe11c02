"""Fine-tuning of a trained table on labelled questions: a question draws near its articles among many others.

The loss is the cross-entropy of a softmax over a question's own articles and thousands of others, hard ones by BM25 among
them (Karpukhin et al. 2020, "DPR"); a lawyer's answer to the question stands between the two, near both.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from index.training.pairs import Tokens
from index.training.train import SCALE, encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """What fine-tuning does; every field goes into the model card.

    ``hard`` of the ``hard_depth`` best passages by BM25 stand against each question, and ``random`` others against all.
    """

    steps: int = 150
    batch: int = 256
    learning_rate: float = 0.1
    random: int = 3000
    hard: int = 10
    hard_depth: int = 60
    answer_weight: float = 0.5
    seed: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledQuestion:
    """A question as tokens, the rows of its articles, rows that BM25 takes for its articles, and an answer's tokens."""

    question: Tokens
    gold: tuple[int, ...]
    hard: tuple[int, ...]
    answer: Tokens


def finetune(
    table: NDArray[np.float32],
    passages: Sequence[Tokens],
    questions: Sequence[LabelledQuestion],
    tuning: Tuning,
    *,
    log: Callable[[str], None],
) -> NDArray[np.float32]:
    """``table`` fine-tuned, ``(vocabulary, dimension)`` float32."""
    torch.manual_seed(tuning.seed)
    chance = np.random.default_rng(tuning.seed)
    weights = torch.nn.Parameter(torch.from_numpy(table.copy()))
    optimizer = torch.optim.Adam([weights], lr=tuning.learning_rate)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.02, total_iters=tuning.steps)
    started = time.monotonic()
    for step in range(1, tuning.steps + 1):
        chosen = chance.choice(len(questions), min(tuning.batch, len(questions)), replace=False)
        batch = [questions[place] for place in chosen]
        rows = _candidates(batch, len(passages), tuning, chance)
        loss = _loss(weights, batch, rows, passages, tuning.answer_weight)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        if step % 50 == 0:
            log(f"fine-tuning step {step}/{tuning.steps}  loss {loss.item():.3f}  {time.monotonic() - started:.0f} s")
    result: NDArray[np.float32] = weights.detach().numpy()
    return result


def _candidates(
    batch: Sequence[LabelledQuestion], count: int, tuning: Tuning, chance: np.random.Generator
) -> Mapping[int, int]:
    """The passages that stand against each other in a step: their rows, each with its place."""
    rows = set(chance.integers(0, count, min(tuning.random, count)).tolist())
    for question in batch:
        rows.update(question.gold)
        if question.hard:
            rows.update(chance.choice(question.hard, min(tuning.hard, len(question.hard)), replace=False).tolist())
    return {row: place for place, row in enumerate(sorted(rows))}


def _loss(
    weights: torch.Tensor,
    batch: Sequence[LabelledQuestion],
    rows: Mapping[int, int],
    passages: Sequence[Tokens],
    answer_weight: float,
) -> torch.Tensor:
    target = torch.zeros(len(batch), len(rows))
    for place, question in enumerate(batch):
        for row in question.gold:
            target[place, rows[row]] = 1 / len(question.gold)
    articles = encode(weights, [passages[row] for row in rows])
    asked = encode(weights, [question.question for question in batch])
    loss = -(target * torch.log_softmax(asked @ articles.T * SCALE, 1)).sum(1).mean()
    answered = [place for place, question in enumerate(batch) if len(question.answer)]
    if not answered or not answer_weight:
        return loss
    answers = encode(weights, [batch[place].answer for place in answered])
    to_answer = torch.nn.functional.cross_entropy(asked[answered] @ answers.T * SCALE, torch.arange(len(answered)))
    to_article = -(target[answered] * torch.log_softmax(answers @ articles.T * SCALE, 1)).sum(1).mean()
    return loss + answer_weight * (to_answer + to_article)
