import shutil

import numpy as np
import pytest

from index.embedding import EmbedderOptions, load_embedder
from index.embedding.hub import SentenceTransformerEmbedder
from index.embedding.static import SHIPPED_MODEL, StaticEmbedder
from index.errors import ModelError
from tests.contracts import embedder as contract
from tests.fakes import LetterEmbedder

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")

TEXTS = ["怎么申请专利质押融资支持？", "第五章 三、 专栏6", "How do I apply?", "知" * 600, "鑫淼焱"]


@pytest.mark.parametrize("make", [LetterEmbedder, StaticEmbedder, lambda: load_embedder(EmbedderOptions())])
def test_contract(make):
    contract.check(make())


def test_sentence_transformers_loads_the_shipped_model_and_agrees():
    """One model directory, two loaders, the same vectors."""
    ours, theirs = StaticEmbedder(), SentenceTransformerEmbedder(EmbedderOptions(name=str(SHIPPED_MODEL)))
    contract.check(theirs)
    assert theirs.dimension == ours.dimension
    assert np.allclose(ours.embed_passages(TEXTS), theirs.embed_passages(TEXTS), atol=1e-5)
    assert np.allclose(ours.embed_query(TEXTS[0]), theirs.embed_query(TEXTS[0]), atol=1e-5)
    assert len(theirs.weights_sha256) == 64


def copy_of_model(folder):
    shutil.copytree(SHIPPED_MODEL, folder)
    return folder


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda f: (f / "model.safetensors").unlink(), r"model.safetensors: model file not found. Restore"),
        (lambda f: (f / "tokenizer.json").unlink(), r"tokenizer.json: model file not found. Restore"),
        (lambda f: (f / "model.safetensors").write_bytes(b"xx"), r"model.safetensors: not a static model"),
        (lambda f: (f / "tokenizer.json").write_text("{"), r"tokenizer.json: no vocabulary of this project"),
    ],
)
def test_a_damaged_model_is_refused_by_file(tmp_path, damage, said):
    folder = copy_of_model(tmp_path / "model")
    damage(folder)
    with pytest.raises(ModelError, match=said):
        StaticEmbedder(folder)


def test_meaning_is_near():
    model = StaticEmbedder()
    query = model.embed_query("专利侵权")
    near, far = model.embed_passages(["侵犯专利权的行为", "食品添加剂的使用标准"])
    assert query @ near > query @ far
