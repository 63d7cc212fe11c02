"""The validator of datasets: each kind of fault is named."""

import json

import pytest

from eval.answers.validate import faults
from eval.cli import DATASET, HELD_OUT, main

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
        ({"gold": [["cd-opinion-2024/nope"]], "required": []}, "gold clause cd-opinion-2024/nope does not exist"),
        ({"required": ["90万元"]}, "no gold clause holds what is required: 90万元"),
        ({"forbidden": ["80万元"]}, "every gold clause holds what is forbidden: 80万元"),
        ({"answerable": False, "reason": "no_evidence"}, "has gold clauses though it is not answerable"),
        ({"gold": [], "required": []}, "is answerable and has no gold clause"),
        ({"reason": "no_evidence"}, "needs a reason if it is not answerable, and none if it is"),
        ({"question": "已经 问过。"}, "is also asked in other.jsonl as b"),
    ],
)
def test_faults(index, tmp_path, change, fault):
    dataset, other = tmp_path / "set.jsonl", tmp_path / "other.jsonl"
    dataset.write_text(json.dumps(GOOD | change, ensure_ascii=False) + "\n", encoding="utf-8")
    other.write_text(json.dumps(GOOD | {"id": "b", "question": "已经问过？"}, ensure_ascii=False), encoding="utf-8")
    found = faults(dataset, [other], index)
    assert found == ([f"a: {fault}"] if fault else [])


def test_the_projects_datasets_are_sound(index):
    assert faults(DATASET, [HELD_OUT], index) == []
    assert faults(HELD_OUT, [DATASET], index) == []


def test_the_command_fails_where_there_are_faults(snapshots, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("ZHANGJU_SNAPSHOTS", str(snapshots))
    dataset = tmp_path / "set.jsonl"
    dataset.write_text(json.dumps(GOOD | {"required": ["90万元"]}, ensure_ascii=False), encoding="utf-8")
    assert main(["validate", "--dataset", str(dataset)]) == 1
    assert "a: no gold clause holds" in capsys.readouterr().out
    assert main(["validate"]) == 0
