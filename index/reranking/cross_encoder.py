"""A cross-encoder of sentence-transformers, by hub name or path, in this process."""

from collections.abc import Sequence

import torch
from sentence_transformers import CrossEncoder

from index.errors import ModelError

_LONGEST = 512  # tokens of question and passage; most rerankers were trained with no more


class CrossEncoderReranker:
    """One number for each pair, through a sigmoid, so that models of any scale compare."""

    def __init__(self, name: str, *, offline: bool) -> None:
        """Load the model called ``name``.

        Raises:
            ModelError: No such model is at hand, or it gives more than one number for a pair.
        """
        try:
            self._model = CrossEncoder(
                name,
                device="cpu",
                trust_remote_code=False,
                local_files_only=offline,
                max_length=_LONGEST,
                model_kwargs={"use_safetensors": True},  # never a pickle
            )
        except Exception as error:  # the libraries below raise errors of their own for a model they cannot read
            raise ModelError(
                f"reranker {name!r} cannot be loaded ({error}). Give a local path or a cached name."
            ) from error
        if self._model.num_labels != 1:
            raise ModelError(f"reranker {name!r} gives {self._model.num_labels} numbers for a pair, wanted 1.")
        self.id = name

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """One number between 0 and 1 for each of ``passages``."""
        if not passages:
            return []
        pairs = [(question, passage) for passage in passages]
        found: list[float] = self._model.predict(
            pairs, activation_fn=torch.nn.Sigmoid(), show_progress_bar=False
        ).tolist()
        return found
