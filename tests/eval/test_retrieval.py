"""Retrieval on BEIR collections: metrics by hand, intervals, stages, the report."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.bootstrap import difference, interval
from eval.cli import main
from eval.metrics.ranking import ndcg, recall, reciprocal_rank
from eval.search.retrieval import groups_of, run, trec_lines
from eval.search.stages import (
    Searchable,
    dense_stage,
    fused_stage,
    lexical_stage,
    named_stage,
    reranked_stage,
    rrf_stage,
    stock_stage,
)
from index.embedding.static import StaticEmbedder
from index.errors import CorpusError
from index.matching.fusion import fused
from index.training.beir import read_collection
from index.training.questions import is_tuning
from tests.fakes import LetterEmbedder, LetterReranker

PASSAGES = ("专利权质押登记", "商标注册申请", "著作权登记", "专利申请费用", "地理标志保护")


@pytest.fixture
def folder(tmp_path):
    lines = [{"_id": f"p{n}", "title": "办法", "text": text} for n, text in enumerate(PASSAGES)]
    with gzip.open(tmp_path / "corpus.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    queries = [{"_id": f"q{n}", "text": text} for n, text in enumerate(PASSAGES)] + [{"_id": "x", "text": "无"}]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in queries)
    (tmp_path / "queries.jsonl").write_text(text, encoding="utf-8")
    (tmp_path / "qrels").mkdir()
    judged = "".join(f"q{n}\tp{n}\t1\n" for n in range(len(PASSAGES)))
    (tmp_path / "qrels/train.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}")
    return tmp_path


def test_metrics_by_hand():
    ranked, judged = ["a", "b", "c", "d"], {"b": 1, "d": 2, "z": 1, "c": 0}
    assert recall(ranked, judged, 2) == pytest.approx(1 / 3)
    assert recall(ranked, judged, 4) == pytest.approx(2 / 3)
    assert reciprocal_rank(ranked, judged, 10) == 1 / 2
    assert reciprocal_rank(ranked, judged, 1) == 0
    gained = 1 / 1.584962500721156 + 2 / 2.321928094887362
    best = 2 / 1 + 1 / 1.584962500721156 + 1 / 2
    assert ndcg(ranked, judged, 4) == pytest.approx(gained / best)
    assert ndcg(["d", "b", "z"], judged, 10) == pytest.approx(1)
    assert recall(ranked, {}, 10) == ndcg(ranked, {}, 10) == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_an_interval_holds_its_mean_and_is_the_same_again(values):
    found = interval(values)
    assert found.low <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.high
    assert interval(values) == found


def test_a_difference_is_paired():
    better, worse = [0.1, 0.5, 0.9, 0.3] * 20, [0.0, 0.4, 0.8, 0.2] * 20
    found = difference(better, worse)
    assert (found.mean, found.low, found.high) == pytest.approx((0.1, 0.1, 0.1))
    with pytest.raises(ValueError, match="cannot be compared"):
        difference([1.0], [])


def test_fusion_by_hand():
    assert fused([1.0, 0.5, 0.0], [0.0, 0.5, -0.2], lexical_share=0.5).tolist() == [0.5, 0.5, 0.0]
    assert fused([0.0], [1.0], lexical_share=0.25).tolist() == [0.75]
    assert fused([], []).tolist() == []


def test_a_collection_is_read_title_first(folder):
    collection = read_collection(folder, "train")
    assert collection.passages[0] == "办法 专利权质押登记"
    assert "x" not in collection.queries  # nobody judged it
    assert collection.qrels["q2"] == {"p2": 1}


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("queries.jsonl", "{", "cannot be read"),
        ("queries.jsonl", '{"_id": "q0"}', "lacks one of _id, text"),
        ("queries.jsonl", "[1]", "cannot be read"),
        ("qrels/train.tsv", "head\nq0 p0 1", "by tabs"),
        ("qrels/train.tsv", "head\nq0\tp99\t1", "judges query q0"),
    ],
)
def test_damaged_collections_are_named(folder, path, text, said):
    (folder / path).write_text(text)
    with pytest.raises(CorpusError, match=said):
        read_collection(folder, "train")


def stages_of(collection, embedder):
    found = Searchable.of(collection.passages, collection.titles, embedder)
    ours = [stage(found) for stage in (lexical_stage, dense_stage, rrf_stage, fused_stage)]
    reranked = reranked_stage(ours[-1], collection.passages, LetterReranker())
    return [*ours, reranked, stock_stage(collection.passages, collection.titles, embedder)]


def test_stages_find_what_is_asked(folder):
    collection = read_collection(folder, "train")
    for stage in stages_of(collection, StaticEmbedder()):
        ranked = run(stage, collection, collection.queries).ranked
        # A stock chunk of 500 characters holds all five articles: it cannot tell them apart.
        found = [passage for passage, _ in ranked["q0"]]
        assert "p0" in found if stage.name == "stock LangChain" else found[0] == "p0"
        assert all(a[1] >= b[1] for a, b in zip(ranked["q0"], ranked["q0"][1:], strict=False))


def test_a_named_text_is_the_only_one_searched():
    titles = ["甲法第一条", "甲法第二条", "乙法第一条"]
    passages = ["甲法第一条 专利登记", "甲法第二条 专利费用", "乙法第一条 专利登记"]
    found = Searchable.of(passages, titles, StaticEmbedder())
    assert {row for row, _ in named_stage(found).rank("《乙法》：专利登记")} == {2}
    assert {row for row, _ in named_stage(found).rank("《丙法》：专利登记")} == {0, 1, 2}
    assert {row for row, _ in fused_stage(found).rank("《乙法》：专利登记")} == {0, 1, 2}


def test_a_stock_chunk_stands_for_the_articles_it_overlaps_most():
    titles = [f"甲法第{n}条" for n in "一二三"]
    passages = ["专利权质押" * 60, "商标注册" * 60, "作品登记" * 61]
    stage = stock_stage(passages, titles, StaticEmbedder())
    assert stage.rank("专利权质押")[0][0] == 0
    assert stage.rank("作品登记")[0][0] == 2


def test_groups_keep_training_and_tuning_apart(folder):
    collection = read_collection(folder, "train")
    tuning, unseen, named = groups_of(collection, "tuning")
    training, _ = groups_of(collection, "training")
    assert set(tuning.asked) | set(training.asked) == set(collection.queries)
    assert all(is_tuning(query) for query in tuning.asked)
    assert set(unseen.asked) <= set(tuning.asked) == set(named.asked)
    assert all(text.startswith("《办法》：") for text in named.asked.values())
    assert 100 < sum(is_tuning(str(n)) for n in range(1000)) < 200


def test_the_report_and_the_run_files(folder, capsys):
    out = folder / "report"
    arguments = ["--beir", str(folder), "--part", "all", "--out", str(out), "--runs", str(folder / "runs"), "--json"]
    assert main(["retrieval", *arguments]) == 0
    report = json.loads((out / "report.json").read_text())
    assert json.loads(capsys.readouterr().out) == report
    assert report["groups"]["all"]["queries"] == 5
    assert report["groups"]["all"]["stages"]["lexical"]["scores"]["R@1"]["mean"] == 1.0
    assert "## all: 5 questions" in (out / "report.md").read_text()
    assert (folder / "runs/all-fused.txt").read_text().split("\n")[0].split()[:4] == ["q0", "Q0", "p0", "1"]


def test_trec_lines(folder):
    collection = read_collection(folder, "train")
    stage = lexical_stage(Searchable.of(collection.passages, collection.titles, LetterEmbedder()))
    first = trec_lines(run(stage, collection, {"q1": collection.queries["q1"]}))[0]
    assert first.startswith("q1 Q0 p1 1 ")
    assert first.endswith(" lexical")
