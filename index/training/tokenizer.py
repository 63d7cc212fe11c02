"""A subword tokenizer for Chinese official text, trained on that text (Unigram, Kudo 2018)."""

from collections.abc import Iterable

from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram
from tokenizers.trainers import UnigramTrainer

UNKNOWN = "[UNK]"
_LONGEST_PIECE = 4  # longer pieces swallow compounds whose parts a question uses alone (质押融资 / 质押)


def train_tokenizer(texts: Iterable[str], *, vocabulary: int) -> Tokenizer:
    """A Unigram tokenizer of at most ``vocabulary`` pieces of up to four characters, over NFKC lower-cased text."""
    tokenizer = Tokenizer(Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Whitespace(), pre_tokenizers.Punctuation(behavior="removed")]
    )
    trainer = UnigramTrainer(
        vocab_size=vocabulary,
        unk_token=UNKNOWN,
        special_tokens=[UNKNOWN],
        max_piece_length=_LONGEST_PIECE,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer
