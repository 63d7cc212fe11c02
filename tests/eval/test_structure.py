"""The measurement of the parser: that it counts right, and that it would notice."""

import json
import random
import tarfile

import pytest

from eval.cli import main
from eval.parsing import structure
from eval.parsing.structure import StructureError, marked, mutated, read_laws

LAW = "# 某法\n\n2020年1月1日 公布\n<!-- INFO END -->\n## 第一章 总则\n第一条 甲。\n\n第二条 乙。\n## 第二章 附则\n第三条 丙。\n"


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(structure, "_HOSTILE_SIZE", 1_000)


def test_marks_are_taken_off_and_kept_as_truth():
    law = marked("某法", LAW)
    assert "#" not in law.text
    assert "INFO" not in law.text
    assert law.headings == ("第一章总则", "第二章附则")
    assert law.articles == ("第一条", "第二条", "第三条")


def test_a_law_that_is_read_right_scores_full():
    found = structure.measure([marked("某法", LAW)], mutations=20)
    assert found["articles"] == {"true": 3, "recall": 1.0, "precision": 1.0}
    assert found["headings"] == {"true": 2, "recall": 1.0, "precision": 1.0}
    assert found["conserved"] == 1.0
    assert found["mutations"] == {"documents": 20, "unsound": []}


def test_what_is_missed_or_made_up_is_counted_and_named():
    law = marked("某法", LAW)
    wrong = structure.Marked(name="某法", text=law.text, headings=("第三章甲",), articles=(*law.articles, "第四条"))
    found = structure.measure([wrong], mutations=0)
    assert found["articles"]["recall"] == pytest.approx(3 / 4)
    assert found["headings"] == {"true": 1, "recall": 0.0, "precision": 0.0}
    assert found["missed"] == ["某法: 第四条", "某法: 第三章甲"]
    assert found["extra"] == ["某法: 第一章总则", "某法: 第二章附则"]


def test_an_unsound_tree_is_noticed(monkeypatch):
    monkeypatch.setattr(structure, "faults", lambda text, clauses: ("a fault",))
    found = structure.measure([marked("某法", LAW)], mutations=3)
    assert found["conserved"] == 0.0
    assert len(found["mutations"]["unsound"]) == 3


def test_a_parser_that_raises_is_noticed(monkeypatch):
    monkeypatch.setattr(structure, "mutated", lambda text, chance: None)
    found = structure.measure([marked("某法", LAW)], mutations=2)
    assert len(found["mutations"]["unsound"]) == 2


def test_mutations_are_the_same_for_the_same_seed_and_differ():
    texts = [mutated(LAW, random.Random(seed)) for seed in range(30)]
    assert texts == [mutated(LAW, random.Random(seed)) for seed in range(30)]
    assert len(set(texts)) > 25


def test_the_archive_and_the_report(tmp_path, capsys):
    (tmp_path / "某法(2020-01-01).md").write_text(LAW)
    (tmp_path / "_index.md").write_text("# 目录")
    with tarfile.open(tmp_path / "laws.tar.xz", "w:xz") as archive:
        for path in tmp_path.glob("*.md"):
            archive.add(path, path.name)
    assert [law.name for law in read_laws(tmp_path / "laws.tar.xz")] == ["某法(2020-01-01).md"]
    arguments = ["structure", "--laws", str(tmp_path / "laws.tar.xz"), "--mutations", "5", "--out", str(tmp_path)]
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["articles"]["recall"] == 1.0
    assert "| articles | 3 | 100.000 % | 100.000 % |" in (tmp_path / "report.md").read_text()
    assert json.loads((tmp_path / "report.json").read_text())["laws"] == 1


def test_an_archive_that_is_none(tmp_path):
    with pytest.raises(StructureError, match="Point --laws at"):
        list(read_laws(tmp_path / "no.tar.xz"))
    with pytest.raises(StructureError, match="no law"):
        structure.measure([], mutations=0)
