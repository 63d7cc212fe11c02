"""What every ``Embedder`` does."""

import numpy as np

TEXTS = ["知识产权质押融资", "申报条件", "知识产权质押融资", "Patent", ""]


def check(embedder):
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    norms = np.linalg.norm(vectors, axis=1)
    assert np.all(np.isclose(norms, 1, atol=1e-4) | (norms == 0))
    assert np.isclose(norms[0], 1, atol=1e-4)
    assert np.allclose(vectors[0], vectors[2], atol=1e-6)
    assert not np.isnan(vectors).any()
    query = embedder.embed_query(TEXTS[0])
    assert query.shape == (embedder.dimension,)
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)
    assert isinstance(embedder.id, str)
    assert isinstance(embedder.weights_sha256, str)
