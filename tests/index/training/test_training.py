"""The whole way from law text to a model directory, on a corpus of a few articles."""

import json

import numpy as np
import pytest

from index.embedding import EmbedderOptions
from index.embedding.hub import SentenceTransformerEmbedder
from index.embedding.static import StaticEmbedder
from index.training.__main__ import main
from index.training.articles import read_articles
from index.training.questions import is_tuning
from tests.contracts import embedder as contract

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")

LAW = """# 某某市专利条例

## 第一章 总则

第一条 为了加强专利保护，鼓励发明创造，促进专利运用，根据有关法律，结合本市实际，制定本条例。
第二条 本市行政区域内专利的创造、运用、保护和管理等活动，适用本条例，法律另有规定的除外。

## 第二章 运用

第三条 鼓励企业以专利权质押方式取得融资，金融机构应当简化质押登记的办理程序。
支持担保机构为专利质押融资提供担保服务。
第四条 市人民政府设立专利奖，对取得显著经济效益的发明专利给予奖励和资助。
"""


@pytest.fixture
def laws(tmp_path):
    for number in range(3):
        (tmp_path / f"law{number}.md").write_text(LAW.replace("某某市", f"第{'甲乙丙'[number]}市"), encoding="utf-8")
    return tmp_path


def test_articles_carry_title_and_headings(laws):
    articles = read_articles(laws)
    assert len(articles) == 12
    assert articles[2].heading == "第甲市专利条例 运用"
    assert articles[2].body.endswith("支持担保机构为专利质押融资提供担保服务。")


def test_a_trained_model_loads_both_ways(laws, tmp_path, capsys):
    out = tmp_path / "model"
    settings = ["--vocabulary", "200", "--dimension", "16", "--steps", "50", "--batch", "6"]
    assert main(["--laws", str(laws), "--out", str(out), *settings]) == 0
    assert "step 50/50" in capsys.readouterr().err
    ours = StaticEmbedder(out)
    contract.check(ours)
    texts = ["专利质押融资", "专利奖励"]
    theirs = SentenceTransformerEmbedder(EmbedderOptions(name=str(out))).embed_passages(texts)
    assert np.allclose(ours.embed_passages(texts), theirs, atol=1e-5)
    assert "| articles | 12 |" in (out / "README.md").read_text(encoding="utf-8")


def test_no_law_is_said(tmp_path, capsys):
    assert main(["--laws", str(tmp_path), "--out", str(tmp_path / "m")]) == 1
    assert "no article" in capsys.readouterr().err


@pytest.fixture
def questions(tmp_path):
    folder = tmp_path / "questions"
    (folder / "qrels").mkdir(parents=True)
    passages = ["专利权质押登记的办理程序", "对发明专利给予奖励", "担保机构提供担保服务", "法律另有规定的除外"]
    asked = ["怎么拿专利换钱", "发明人有什么好处", "谁来帮忙作保", "有没有例外"] * 5
    (folder / "corpus.jsonl").write_text(
        "".join(json.dumps({"_id": str(n), "title": "", "text": text}) + "\n" for n, text in enumerate(passages))
    )
    (folder / "queries.jsonl").write_text(
        "".join(json.dumps({"_id": str(n), "text": text}) + "\n" for n, text in enumerate(asked))
    )
    judged = "".join(f"{n}\t{n % 4}\t1\n" for n in range(len(asked)))
    (folder / "qrels/train.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}")
    (folder / "train.answers.jsonl").write_text(json.dumps({"_id": "0", "answer": "可以办理质押"}) + "\n")
    return folder


def test_fine_tuning_draws_a_question_to_its_article(laws, questions, tmp_path, capsys):
    settings = ["--vocabulary", "200", "--dimension", "16", "--steps", "50", "--batch", "6", "--tuning-steps", "50"]
    plain, tuned = tmp_path / "plain", tmp_path / "tuned"
    assert main(["--laws", str(laws), "--out", str(plain), *settings]) == 0
    assert main(["--laws", str(laws), "--questions", str(questions), "--out", str(tuned), *settings]) == 0
    assert "fine-tuning step 50/50" in capsys.readouterr().err
    near = {}
    for folder in (plain, tuned):
        embedder = StaticEmbedder(folder)
        passage = embedder.embed_passages(["专利权质押登记的办理程序"])[0]
        near[folder.name] = float(embedder.embed_query("怎么拿专利换钱") @ passage)
    assert near["tuned"] > near["plain"]
    card = (tuned / "README.md").read_text(encoding="utf-8")
    kept = sum(is_tuning(str(n)) for n in range(20))
    assert f"| labelled questions | {20 - kept} |" in card
    assert "| labelled questions | none |" in (plain / "README.md").read_text(encoding="utf-8")


def test_damaged_answers_are_named(laws, questions, tmp_path, capsys):
    (questions / "train.answers.jsonl").write_text("[]")
    assert main(["--laws", str(laws), "--questions", str(questions), "--out", str(tmp_path / "m"), "--steps", "1"]) == 1
    assert "not JSON lines of _id and answer" in capsys.readouterr().err
