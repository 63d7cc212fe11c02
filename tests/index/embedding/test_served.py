"""A model behind /v1/embeddings."""

import numpy as np
import pytest

from index.embedding import EmbedderOptions, load_embedder
from index.errors import ModelError
from tests.contracts import embedder as contract
from tests.fakes import LetterEmbedder
from tests.servers import serving


def letters(path, body):
    vectors = LetterEmbedder().embed_passages(body["input"]) * 3  # servers need not scale to 1
    rows = [{"index": place, "embedding": vector.tolist()} for place, vector in enumerate(vectors)]
    return 200, {"object": "list", "data": rows[::-1], "model": body["model"]}


def options(server, **more):
    return EmbedderOptions(name="openai:letters", base_url=server.base_url, **more)


def test_contract():
    with serving(letters) as server:
        embedder = load_embedder(options(server, api_key="secret"))
        contract.check(embedder)
        assert embedder.id == "openai:letters"
        path, body, headers = server.seen[0]
        assert (path, body["model"], headers["Authorization"]) == ("/v1/embeddings", "letters", "Bearer secret")


def test_many_texts_go_in_batches_and_come_back_in_order():
    with serving(letters) as server:
        embedder = load_embedder(options(server))
        texts = [f"第{n}条" for n in range(150)]
        assert np.allclose(embedder.embed_passages(texts), LetterEmbedder().embed_passages(texts), atol=1e-6)
        assert [len(body["input"]) for _, body, _ in server.seen[1:]] == [64, 64, 22]


def test_prefixes_are_sent_and_change_the_fingerprint():
    with serving(letters) as server:
        plain, prefixed = (load_embedder(options(server, query_prefix=prefix)) for prefix in ("", "查询:"))
        prefixed.embed_query("质押")
        assert server.seen[-1][1]["input"] == ["查询:质押"]
        assert plain.weights_sha256 != prefixed.weights_sha256
        assert plain.weights_sha256 == load_embedder(options(server)).weights_sha256


def test_a_busy_server_is_asked_again():
    asked = []

    def busy_first(path, body):
        asked.append(path)
        return letters(path, body) if len(asked) > 1 else (503, {})

    with serving(busy_first) as server:
        assert load_embedder(options(server)).dimension == 8
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ((401, {}), "HTTP 401. Check the address, the key"),
        ((200, b"<html>"), "no usable reply"),
        ((200, {"data": []}), "not the reply of /v1/embeddings"),
        ((200, {"data": [{"index": 0, "embedding": [1.0]}]}), "not the reply of /v1/embeddings"),
        ((200, {"data": [{"index": 9 - n, "embedding": [1.0]} for n in range(2)]}), "not the reply of /v1/embeddings"),
        ((200, {"data": [{"index": n, "embedding": []} for n in range(2)]}), "wanted"),
        ((200, {"data": [{"index": n, "embedding": [10**400]} for n in range(2)]}), "not the reply of /v1/embeddings"),
        ((200, {"data": [{"index": n, "embedding": [float("nan")]} for n in range(2)]}), "hold no numbers"),
        ((200, {"data": [{"index": n, "embedding": [0.0]} for n in range(2)]}), "of zeros alone"),
        ((200, {"data": [{"index": 0}, {"index": 1}]}), "not the reply of /v1/embeddings"),
        ((200, [1]), "not the reply of /v1/embeddings"),
        ((200, None), "not the reply of /v1/embeddings"),
    ],
)
def test_a_server_that_talks_nonsense_is_refused(reply, said):
    with serving(lambda path, body: reply) as server, pytest.raises(ModelError, match=said):
        load_embedder(options(server))


def test_no_server_and_no_address():
    with pytest.raises(ModelError, match="ConnectError"):
        load_embedder(EmbedderOptions(name="openai:m", base_url="http://127.0.0.1:9/v1", timeout_s=2))
    with pytest.raises(ModelError, match="needs ZHANGJU_EMBEDDER_BASE_URL"):
        load_embedder(EmbedderOptions(name="openai:m"))
