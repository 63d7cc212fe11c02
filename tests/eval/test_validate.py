"""The validator of datasets: each kind of fault is named."""

import json

import pytest

from eval.cases.shipped import DATASET, HELD_OUT
from eval.cases.validate import defects
from eval.cli import main
from eval.errors import DatasetError

GOOD = {
    "id": "a",
    "question": "成都示范项目能拿多少钱",
    "answerable": True,
    "gold": [["cd-opinion-2024/h1_5__h2_2__p_1"]],
    "required": ["50万元"],
}
ROW = {"gold": [["sc-plan-2021/chp_2__h1_3__box_1__row_2"]], "required": ["120亿元"], "forbidden": ["60"]}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, None),
        (ROW, None),
        (
            {"gold": [["cd-opinion-2024/nope"]], "required": []},
            "gold clause cd-opinion-2024/nope does not exist; the documents are ",
        ),
        (
            {"gold": [["cd-opinion-2024/h1_5__h2_2__p_9"]], "required": []},
            "gold clause cd-opinion-2024/h1_5__h2_2__p_9 does not exist; cd-opinion-2024/h1_5__h2_2 has ",
        ),
        ({"required": ["90万元"]}, "no gold clause holds what is required: 90万元"),
        ({"forbidden": ["80万元"]}, "every gold clause holds what is forbidden: 80万元"),
        ({"answerable": False, "reason": "no_evidence"}, "has gold clauses though it is not answerable"),
        ({"gold": [], "required": []}, "is answerable and has no gold clause"),
        ({"reason": "no_evidence"}, "needs a reason if it is not answerable, and none if it is"),
        ({"question": "已经 问过。"}, "is also asked in other.jsonl as b"),
        ({"question": "已经是问过的了"}, None),
        (
            {"answerable": False, "reason": "no_evidence", "gold": [], "required": [], "reference": "甲"},
            "has a reference",
        ),
    ],
)
def test_defects(index, tmp_path, change, fault):
    dataset, other = tmp_path / "set.jsonl", tmp_path / "other.jsonl"
    dataset.write_text(json.dumps(GOOD | change, ensure_ascii=False) + "\n", encoding="utf-8")
    other.write_text(json.dumps(GOOD | {"id": "b", "question": "已经问过？"}, ensure_ascii=False), encoding="utf-8")
    found = defects(dataset, [other], index)
    assert len(found) == bool(fault)
    assert fault is None or found[0].startswith(f"a: {fault}")


def test_questions_that_something_trained_on_are_leaks_too(index, tmp_path):
    dataset, trained = tmp_path / "set.jsonl", tmp_path / "queries.jsonl"
    dataset.write_text(json.dumps(GOOD, ensure_ascii=False), encoding="utf-8")
    query = {"_id": "7", "text": "成都示范项目能拿到多少钱？"}
    trained.write_text(json.dumps(query, ensure_ascii=False), encoding="utf-8")
    assert defects(dataset, [trained], index) == ["a: is also asked in queries.jsonl as 7"]
    trained.write_text('{"text": "甲"}', encoding="utf-8")
    with pytest.raises(DatasetError, match=r"queries.jsonl:1: lacks _id"):
        defects(dataset, [trained], index)


def test_the_projects_datasets_are_sound(index):
    assert defects(DATASET, [HELD_OUT], index) == []
    assert defects(HELD_OUT, [DATASET], index) == []


def test_the_command_fails_where_there_are_defects(snapshots, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("ZHANGJU_SNAPSHOTS", str(snapshots))
    dataset = tmp_path / "set.jsonl"
    dataset.write_text(json.dumps(GOOD | {"required": ["90万元"]}, ensure_ascii=False), encoding="utf-8")
    assert main(["validate", "--dataset", str(dataset)]) == 1
    assert "a: no gold clause holds" in capsys.readouterr().out
    assert main(["validate"]) == 0
