"""Vectors in FAISS: exact while they are few, nearly so by bytes and cells, and the same every time."""

import faiss
import numpy as np
import pytest

from index.errors import SnapshotDamaged
from index.matching.dense import DenseIndex, factory

KINDS = ["Flat", "SQ8", "IVF20,SQ8"]


@pytest.fixture(scope="module")
def vectors():
    """Rows around a few centres, as texts lie around subjects."""
    chance = np.random.default_rng(3)
    centres = chance.normal(size=(30, 64))
    drawn = (centres[chance.integers(0, 30, 4000)] + 0.7 * chance.normal(size=(4000, 64))).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def test_the_kind_goes_by_size():
    assert [factory(rows) for rows in (0, 20_000, 20_001, 200_000)] == ["Flat", "Flat", "SQ8", "SQ8"]
    assert factory(1_000_000) == "IVF3906,SQ8"


def test_flat_search_equals_brute_force(vectors):
    index = DenseIndex.build(vectors)
    rows, cosines = index.search(vectors[7], None, 5)
    expected = np.argsort(-(vectors @ vectors[7]))[:5]
    assert rows.tolist() == expected.tolist()
    assert cosines == pytest.approx((vectors @ vectors[7])[expected], abs=1e-5)


@pytest.mark.parametrize(("kind", "least"), [("Flat", 1.0), ("SQ8", 0.95), ("IVF20,SQ8", 0.5)])
def test_other_kinds_find_nearly_the_same(vectors, kind, least):
    index = DenseIndex.build(vectors, kind=kind)
    shares = []
    for query in vectors[::200]:
        exact = set(np.argsort(-(vectors @ query))[:10].tolist())
        shares.append(len(exact & set(index.search(query, None, 10)[0].tolist())) / 10)
    assert np.mean(shares) >= least


@pytest.mark.parametrize("kind", KINDS)
def test_cosines_of_single_rows(vectors, kind, tmp_path):
    index = DenseIndex.build(vectors, kind=kind)
    index.save(tmp_path / "v")
    rows = np.array([5, 900, 3999])
    for each in (index, DenseIndex.load(tmp_path / "v")):
        assert each.cosines(vectors[7], rows) == pytest.approx(vectors[rows] @ vectors[7], abs=0.02)
        assert len(each.cosines(vectors[7], rows[:0])) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_only_allowed_rows_are_found(vectors, kind):
    allowed = np.zeros(len(vectors), dtype=bool)
    allowed[[3, 9, 40]] = True
    rows, _ = DenseIndex.build(vectors, kind=kind).search(vectors[7], allowed, 10)
    assert sorted(rows.tolist()) == [3, 9, 40]
    assert len(DenseIndex.build(vectors, kind=kind).search(vectors[7], allowed & False, 10)[0]) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_threads_change_nothing(vectors, kind, tmp_path):
    found = []
    threads = faiss.omp_get_max_threads()
    try:
        for count in (1, 2):
            faiss.omp_set_num_threads(count)
            index = DenseIndex.build(vectors, kind=kind)
            index.save(tmp_path / "v")
            searched = [index.search(query, None, 20)[0].tolist() for query in vectors[::400]]
            found.append(((tmp_path / "v").read_bytes(), searched))
    finally:
        faiss.omp_set_num_threads(threads)
    assert found[0] == found[1]


def test_equal_vectors_come_in_row_order():
    same = np.ones((4, 4), dtype=np.float32) / 2
    rows, _ = DenseIndex.build(same).search(same[0], None, 4)
    assert rows.tolist() == [0, 1, 2, 3]


def test_a_zero_query_finds_nothing(vectors):
    assert len(DenseIndex.build(vectors).search(np.zeros(64, np.float32), None, 5)[0]) == 0


def test_saved_and_loaded(tmp_path, vectors):
    DenseIndex.build(vectors).save(tmp_path / "v")
    loaded = DenseIndex.load(tmp_path / "v")
    assert (loaded.size, loaded.dimension) == (4000, 64)
    (tmp_path / "v").write_bytes(b"no index")
    with pytest.raises(SnapshotDamaged, match="Build the index again"):
        DenseIndex.load(tmp_path / "v")
