"""Vectors kept between builds: resumed, not repeated, never trusted when damaged."""

import numpy as np
import pytest

from index.build import VECTORS, build
from index.embedding import store as module
from index.embedding.store import VectorStore
from index.errors import ModelError
from tests.conftest import ROOT
from tests.fakes import LetterEmbedder

TEXTS = [f"第{n}条" for n in range(10)]


class Counting(LetterEmbedder):
    """Remembers what it embedded; fails after ``fails_after`` calls."""

    def __init__(self, fails_after=None):
        self.embedded = []
        self._left = fails_after

    def embed_passages(self, texts):
        if self._left == 0:
            raise KeyboardInterrupt
        self._left = None if self._left is None else self._left - 1
        self.embedded += texts
        return super().embed_passages(texts)


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch):
    monkeypatch.setattr(module, "_SHARD", 3)


def embed(folder, texts, embedder):
    return VectorStore(folder, embedder).embed(texts, progress=lambda line: None)


def test_each_distinct_text_is_embedded_once(tmp_path):
    embedder = Counting()
    texts = [*TEXTS, *TEXTS[::-1], ""]
    vectors = embed(tmp_path, texts, embedder)
    assert embedder.embedded == [*TEXTS, ""]
    assert np.array_equal(vectors, LetterEmbedder().embed_passages(texts))
    assert embed(tmp_path, [], embedder).shape == (0, 8)


def test_an_interrupted_build_goes_on(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        embed(tmp_path, TEXTS, Counting(fails_after=2))
    again = Counting()
    vectors = embed(tmp_path, TEXTS, again)
    assert again.embedded == TEXTS[6:]
    assert np.array_equal(vectors, LetterEmbedder().embed_passages(TEXTS))


@pytest.mark.parametrize(
    "damage",
    [
        lambda p: p.write_bytes(b"x"),
        lambda p: p.write_bytes(p.read_bytes()[:-30]),
        lambda p: p.write_bytes(p.read_bytes()[:200] + b"\xff" + p.read_bytes()[201:]),
        lambda p: np.savez(p.with_suffix(""), keys=np.zeros((1, 32), np.uint8), vectors=np.zeros((1, 5), np.float32)),
        lambda p: np.savez(p.with_suffix(""), keys=np.zeros((1, 32), np.uint8)),
    ],
)
def test_a_damaged_shard_is_embedded_again(tmp_path, damage, caplog):
    embed(tmp_path, TEXTS[:3], LetterEmbedder())
    [shard] = tmp_path.rglob("shard-*.npz")
    damage(shard)
    again = Counting()
    assert np.array_equal(embed(tmp_path, TEXTS[:3], again), LetterEmbedder().embed_passages(TEXTS[:3]))
    assert again.embedded == TEXTS[:3]
    assert "embedded again" in caplog.text


def test_vectors_that_are_no_numbers_are_refused(tmp_path):
    class Broken(LetterEmbedder):
        def embed_passages(self, texts):
            return super().embed_passages(texts) * np.nan

    with pytest.raises(ModelError, match="hold no numbers"):
        embed(tmp_path, TEXTS, Broken())
    assert not list(tmp_path.rglob("*.npz"))


def test_what_is_no_longer_there_is_forgotten_in_time(tmp_path):
    embed(tmp_path, TEXTS, LetterEmbedder())
    few = TEXTS[:2]
    store = VectorStore(tmp_path, LetterEmbedder())
    store.prune(few, store.embed(few, progress=lambda line: None))
    again = Counting()
    embed(tmp_path, TEXTS, again)
    assert again.embedded == TEXTS[2:]


def test_a_second_build_embeds_nothing(tmp_path):
    first, second = Counting(), Counting()
    build(ROOT / "corpus", tmp_path, first, progress=lambda line: None)
    build(ROOT / "corpus", tmp_path, second, progress=lambda line: None)
    assert len(first.embedded) > 200
    assert second.embedded == []
    assert (tmp_path / VECTORS).is_dir()
