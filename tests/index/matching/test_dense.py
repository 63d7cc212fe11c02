import numpy as np
import pytest

from index.errors import SnapshotDamaged
from index.matching.dense import DenseIndex


@pytest.fixture(scope="module")
def vectors():
    drawn = np.random.default_rng(3).normal(size=(60, 16)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def test_search_equals_brute_force(vectors):
    index = DenseIndex.build(vectors)
    rows, cosines = index.search(vectors[7], None, 5)
    expected = np.argsort(-(vectors @ vectors[7]))[:5]
    assert rows.tolist() == expected.tolist()
    assert cosines == pytest.approx((vectors @ vectors[7])[expected], abs=1e-5)


def test_only_allowed_rows_are_found(vectors):
    allowed = np.zeros(60, dtype=bool)
    allowed[[3, 9, 40]] = True
    rows, _ = DenseIndex.build(vectors).search(vectors[7], allowed, 10)
    assert sorted(rows.tolist()) == [3, 9, 40]


def test_equal_vectors_come_in_row_order():
    same = np.ones((4, 4), dtype=np.float32) / 2
    rows, _ = DenseIndex.build(same).search(same[0], None, 4)
    assert rows.tolist() == [0, 1, 2, 3]


def test_a_zero_query_finds_nothing(vectors):
    assert len(DenseIndex.build(vectors).search(np.zeros(16, np.float32), None, 5)[0]) == 0


def test_saved_and_loaded(tmp_path, vectors):
    DenseIndex.build(vectors).save(tmp_path / "v")
    loaded = DenseIndex.load(tmp_path / "v")
    assert (loaded.size, loaded.dimension) == (60, 16)
    (tmp_path / "v").write_bytes(b"no index")
    with pytest.raises(SnapshotDamaged, match="Build the index again"):
        DenseIndex.load(tmp_path / "v")
