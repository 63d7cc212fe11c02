"""Datasets and answers in the formats of other tools, there and back."""

import json
import re

import ir_measures
import pytest

from eval.cases.beir import read_beir, write_beir
from eval.cases.case import check_gold, read_cases, write_cases
from eval.cases.promptfoo import configuration
from eval.cases.shipped import DATASET
from eval.cases.trec import read_trec, write_trec
from eval.cli import main
from eval.errors import DatasetError
from eval.runs.records import as_deepeval, as_ragas, read_records, record_of, write_records
from tests.eval.responses import case


def lossy(cases):
    """What survives: id, question with what was asked before it, and the relevant clauses."""
    return {
        c.id: (" ".join([*(t.question for t in c.history), c.question]), {g for group in c.gold for g in group})
        for c in cases
    }


def test_beir_there_and_back(index, tmp_path):
    cases = read_cases(DATASET)
    write_beir(cases, index, tmp_path, "test")
    back = read_beir(tmp_path, "test")
    assert lossy(back) == lossy(c for c in cases if c.answerable)
    check_gold(back, index)
    corpus = [json.loads(line) for line in (tmp_path / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    row = next(passage for passage in corpus if passage["_id"].endswith("box_1__row_2"))
    assert "2025年目标值：120" in row["text"]
    with pytest.raises(DatasetError, match="cannot be read"):
        read_beir(tmp_path / "none", "test")


def test_trec_there_and_back(tmp_path):
    cases = read_cases(DATASET)
    write_trec(cases, tmp_path, {"q001": (("d/a", "d/b"), ("d/b",), ("d/c",))})
    back = read_trec(tmp_path)
    assert lossy(back) == lossy(cases)
    assert [c.answerable for c in back] == [c.answerable for c in cases]
    run = list(ir_measures.read_trec_run(str(tmp_path / "run.txt")))
    assert [(one.query_id, one.doc_id) for one in run] == [("q001", "d/a"), ("q001", "d/b"), ("q001", "d/c")]
    assert len(list(ir_measures.read_trec_qrels(str(tmp_path / "qrels.txt")))) == sum(
        len(g) for c in cases for g in c.gold
    )


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("qrels.txt", "q1 0 d/a", r"qrels\.txt:1: wanted topic, 0"),
        ("qrels.txt", "q1 0 d/a high", r"qrels\.txt:1: wanted topic, 0"),
        ("topics.tsv", "q1 甲", r"topics\.tsv:1: wanted topic and question"),
        ("topics.tsv", None, "cannot be read"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, file, text, said):
    write_trec([case(gold=[["d/a"]])], tmp_path)
    if text is None:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=said):
        read_trec(tmp_path)


def test_promptfoo_asserts_what_is_required():
    asked = case(question="多少", required=["50 万元"], forbidden=['"'], gold=[["d/a"]], history=[{"question": "前"}])
    found = configuration([asked], "http://localhost:8000/v1")
    [test] = found["tests"]
    assert test["vars"] == {"question": "前 多少"}
    first, second = (each["value"] for each in test["assert"])
    pattern = json.loads(first.removeprefix("new RegExp(").partition(").test(output")[0])
    assert re.search(pattern, "给予50万元")
    assert not re.search(pattern, "给予150万元")
    assert second.startswith("!new RegExp(")
    assert found["providers"][0]["config"]["apiBaseUrl"] == "http://localhost:8000/v1"


def test_answers_for_ragas_and_deepeval(outcomes, index, tmp_path):
    said = [record_of(outcome, index) for outcome in outcomes[DATASET]]
    write_records(said, tmp_path / "said.jsonl")
    assert list(read_records(tmp_path / "said.jsonl")) == said
    first = said[0]
    assert "120亿元" in first.reference
    assert as_ragas(said)[0] == {
        "user_input": first.question,
        "response": first.answer,
        "retrieved_contexts": list(first.contexts),
        "reference": first.reference,
    }
    assert as_deepeval(said)[0]["actual_output"] == first.answer
    assert all(len(one.contexts) <= 10 for one in said)
    (tmp_path / "said.jsonl").write_text('{"id": 1}', encoding="utf-8")
    with pytest.raises(DatasetError, match="is no record"):
        read_records(tmp_path / "said.jsonl")


def test_the_command_line_exports_and_imports(tmp_path, monkeypatch, snapshots, capsys):
    monkeypatch.setenv("ZHANGJU_SNAPSHOTS", str(snapshots))
    few = tmp_path / "ip_policy.jsonl"
    few.write_text("".join(DATASET.read_text(encoding="utf-8").splitlines(keepends=True)[:8]), encoding="utf-8")
    said, given = tmp_path / "said.jsonl", ["--dataset", str(few)]
    assert main(["run", *given, "--out", str(tmp_path / "report"), "--responses", str(said)]) == 0
    for name in ("beir", "trec", "promptfoo", "ragas", "deepeval"):
        assert main(["export", name, str(tmp_path / name), *given, "--responses", str(said)]) == 0
    assert len((tmp_path / "ragas").read_text(encoding="utf-8").splitlines()) == 8
    assert (tmp_path / "trec" / "run.txt").is_file()
    for name in ("beir", "trec"):
        back = tmp_path / f"{name}.jsonl"
        assert main(["import", name, str(tmp_path / name), str(back)]) == 0
        assert lossy(read_cases(back)) == lossy(read_cases(few))
        assert main(["import", name, str(tmp_path / name), str(back)]) == 1  # nothing is written over
    assert main(["export", "ragas", str(tmp_path / "x")]) == 1
    assert "ragas wants answers" in capsys.readouterr().err
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Case"
    copy = tmp_path / "copy.jsonl"
    write_cases([c.model_copy(update={"reference": ""}) for c in read_cases(few)], copy)
    assert main(["references", "--dataset", str(copy)]) == 0
    assert read_cases(copy) == read_cases(few)
