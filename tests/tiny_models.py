"""Small transformers with random weights, made and saved here: what a hub would give, without a hub."""

from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers
from tokenizers.processors import TemplateProcessing

_LETTERS = "知识产权质押融资申报条件怎么办专利商标法第一二三四五条:：查询文 "


def _tokenizer():
    from transformers import PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = {token: place for place, token in enumerate([*special, *dict.fromkeys(_LETTERS)])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    names = dict(zip(("pad_token", "unk_token", "cls_token", "sep_token", "mask_token"), special, strict=True))
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **names)


def _config(**more):
    from transformers import BertConfig

    return BertConfig(
        vocab_size=64,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        **more,
    )


def save_bert_encoder(folder: Path, *, prompts: dict[str, str] | None = None) -> Path:
    """A sentence-transformers model: a BERT of two small layers, mean pooling."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    torch.manual_seed(3)
    base = folder / "base"
    BertModel(_config()).save_pretrained(base)
    _tokenizer().save_pretrained(base)
    transformer = Transformer(str(base))
    pooling = Pooling(transformer.get_embedding_dimension())
    model = SentenceTransformer(modules=[transformer, pooling], prompts=prompts, device="cpu")
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"


def save_bert_cross_encoder(folder: Path, *, labels: int = 1) -> Path:
    """A cross-encoder: a BERT of two small layers with one number for each pair."""
    import torch
    from transformers import BertForSequenceClassification

    torch.manual_seed(3)
    BertForSequenceClassification(_config(num_labels=labels)).save_pretrained(folder)
    _tokenizer().save_pretrained(folder)
    return folder
