"""Words instead of characters and pairs: a subword tokenizer trained on the same text, to compare with."""

import random
from collections.abc import Sequence

import numpy as np
from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram
from tokenizers.trainers import UnigramTrainer

from index.embedding.vocabulary import UNKNOWN
from index.training.articles import Article
from index.training.pairs import Tokens
from index.training.prepare import Cut

_SAMPLE = 30_000  # articles; all of them take seven minutes and change few pieces
_LONGEST_PIECE = 4  # longer pieces swallow compounds whose parts a question uses alone (质押融资 / 质押)


def words(articles: Sequence[Article], *, size: int, seed: int) -> tuple[Cut, int]:
    """A Unigram tokenizer (Kudo 2018) of at most ``size`` pieces as a way to cut, and how many pieces it has."""
    tokenizer = Tokenizer(Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Whitespace(), pre_tokenizers.Punctuation(behavior="removed")]
    )
    trainer = UnigramTrainer(
        vocab_size=size,
        unk_token=UNKNOWN,
        special_tokens=[UNKNOWN],
        max_piece_length=_LONGEST_PIECE,
        show_progress=False,
    )
    sample = random.Random(seed).sample(list(articles), min(_SAMPLE, len(articles)))
    tokenizer.train_from_iterator((f"{article.heading}\n{article.body}" for article in sample), trainer)

    def cut(texts: Sequence[str]) -> list[Tokens]:
        encodings = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [np.array(encoding.ids, dtype=np.int32) for encoding in encodings]

    return cut, tokenizer.get_vocab_size()
