"""Cross-encoders in process and behind a server."""

import pytest

from index.errors import ModelError
from index.reranking import RerankerOptions, load_reranker
from tests.contracts import reranker as contract
from tests.fakes import LetterReranker
from tests.servers import serving
from tests.tiny_models import save_bert_cross_encoder

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")


def shared_letters(path, body):
    scores = LetterReranker().scores(body["query"], body["documents"])
    rows = [{"index": place, "relevance_score": score} for place, score in enumerate(scores)]
    return 200, {"results": sorted(rows, key=lambda row: -row["relevance_score"])}


def test_the_fake_keeps_the_contract():
    contract.check(LetterReranker())


def test_a_cross_encoder(tmp_path):
    name = str(save_bert_cross_encoder(tmp_path))
    reranker = load_reranker(RerankerOptions(name=name, offline=True))
    contract.check(reranker)
    assert len(set(reranker.scores("质押", ["专利", "商标", "申报条件"]))) == 3


def test_a_classifier_is_no_reranker(tmp_path):
    name = str(save_bert_cross_encoder(tmp_path, labels=3))
    with pytest.raises(ModelError, match="gives 3 numbers for a pair"):
        load_reranker(RerankerOptions(name=name))


def test_a_served_reranker():
    with serving(shared_letters) as server:
        reranker = load_reranker(RerankerOptions(name="openai:letters", base_url=server.base_url))
        contract.check(reranker)
        path, body, _ = server.seen[0]
        assert (path, body["model"], body["top_n"]) == ("/v1/rerank", "letters", 4)


@pytest.mark.parametrize("reply", [{}, {"results": []}, {"results": [{"index": 0}]}, [], None])
def test_a_server_that_talks_nonsense_is_refused(reply):
    with serving(lambda path, body: (200, reply)) as server:
        reranker = load_reranker(RerankerOptions(name="openai:m", base_url=server.base_url))
        with pytest.raises(ModelError, match="not the reply of /rerank"):
            reranker.scores("问", ["答"])


@pytest.mark.parametrize("scores", [[7.7, 3.8, -2.3], [-4.0, -3.0, -2.0], [0.9, 0.5, 0.1]])
def test_raw_logits_keep_their_order(scores):
    rows = [{"index": place, "relevance_score": score} for place, score in enumerate(scores)]
    with serving(lambda path, body: (200, {"results": rows})) as server:
        found = load_reranker(RerankerOptions(name="openai:m", base_url=server.base_url)).scores(
            "问", ["甲", "乙", "丙"]
        )
    assert all(0 <= score <= 1 for score in found)
    assert sorted(range(3), key=found.__getitem__) == sorted(range(3), key=scores.__getitem__)
    assert len(set(found)) == 3


def test_none_is_asked_for_by_default_and_others_must_be_at_hand(tmp_path):
    assert load_reranker(RerankerOptions()) is None
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_reranker(RerankerOptions(name=str(tmp_path / "nowhere")))
    with pytest.raises(ModelError, match="needs ZHANGJU_RERANKER_BASE_URL"):
        load_reranker(RerankerOptions(name="openai:m"))
