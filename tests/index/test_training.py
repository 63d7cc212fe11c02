"""The whole way from law text to a model directory, on a corpus of a few articles."""

import numpy as np
import pytest

from index.matching.embedders import SentenceTransformerEmbedder, StaticEmbedder
from index.training.__main__ import main
from index.training.articles import read_articles
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
    theirs = SentenceTransformerEmbedder(str(out)).embed_passages(texts)
    assert np.allclose(ours.embed_passages(texts), theirs, atol=1e-5)
    assert "| articles | 12 |" in (out / "README.md").read_text(encoding="utf-8")


def test_no_law_is_said(tmp_path, capsys):
    assert main(["--laws", str(tmp_path), "--out", str(tmp_path / "m")]) == 1
    assert "no article" in capsys.readouterr().err
