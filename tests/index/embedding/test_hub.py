"""sentence-transformers models of a transformer architecture, as a hub holds them."""

import numpy as np
import pytest

from index.embedding import EmbedderOptions, load_embedder
from index.embedding.options import prefixes
from index.errors import ModelError
from tests.contracts import embedder as contract
from tests.tiny_models import save_bert_encoder

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return str(save_bert_encoder(tmp_path_factory.mktemp("plain")))


@pytest.fixture(scope="module")
def prompted(tmp_path_factory):
    prompts = {"query": "查询:", "document": "文:"}
    return str(save_bert_encoder(tmp_path_factory.mktemp("prompted"), prompts=prompts))


def test_contract(plain):
    embedder = load_embedder(EmbedderOptions(name=plain, offline=True))
    contract.check(embedder)
    assert embedder.dimension == 16


def test_a_models_own_prompts_are_respected(plain, prompted):
    bare = load_embedder(EmbedderOptions(name=plain))
    own = load_embedder(EmbedderOptions(name=prompted))
    assert np.allclose(own.embed_query("质押"), bare.embed_query("查询:质押"), atol=1e-5)
    assert np.allclose(own.embed_passages(["质押"]), bare.embed_passages(["文:质押"]), atol=1e-5)


def test_given_prefixes_win_and_are_part_of_the_fingerprint(plain, prompted):
    bare = load_embedder(EmbedderOptions(name=plain))
    given = load_embedder(EmbedderOptions(name=prompted, query_prefix="法:", passage_prefix=""))
    assert np.allclose(given.embed_query("质押"), bare.embed_query("法:质押"), atol=1e-5)
    assert np.allclose(given.embed_passages(["质押"]), bare.embed_passages(["质押"]), atol=1e-5)
    other = load_embedder(EmbedderOptions(name=plain, query_prefix="法:"))
    assert other.weights_sha256 != bare.weights_sha256


def test_a_pin_holds_a_model_to_what_it_was(plain):
    sha256 = load_embedder(EmbedderOptions(name=plain)).weights_sha256
    assert load_embedder(EmbedderOptions(name=plain, sha256=sha256.upper())).id == plain
    with pytest.raises(ModelError, match="pinned is 0000"):
        load_embedder(EmbedderOptions(name=plain, sha256="0" * 64))
    with pytest.raises(ModelError, match="pinned"):
        load_embedder(EmbedderOptions(sha256="0" * 64))


@pytest.mark.parametrize("offline", [True, False])
def test_a_model_that_is_not_at_hand_is_refused(tmp_path, offline):
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_embedder(EmbedderOptions(name=str(tmp_path / "nowhere"), offline=offline))


def test_a_pickle_is_not_read(tmp_path):
    folder = save_bert_encoder(tmp_path)
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_embedder(EmbedderOptions(name=str(folder)))


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("BAAI/bge-small-zh-v1.5", "为这个句子生成表示以用于检索相关文章：", ""),
        ("/models/bge-large-zh-v1.5/", "为这个句子生成表示以用于检索相关文章：", ""),
        ("openai:bge-base-zh-v1.5", "为这个句子生成表示以用于检索相关文章：", ""),
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("intfloat/multilingual-e5-large-instruct", None, None),
        ("BAAI/bge-m3", None, None),
        ("Qwen/Qwen3-Embedding-0.6B", None, None),
    ],
)
def test_known_prefixes(name, query, passage):
    assert prefixes(EmbedderOptions(name=name)) == (query, passage)
    assert prefixes(EmbedderOptions(name=name, query_prefix="", passage_prefix="p")) == ("", "p")
