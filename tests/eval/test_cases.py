"""Datasets: read, checked, their references."""

import json

import pytest

from eval.cases.case import check_gold, read_cases, schema, write_cases
from eval.cases.references import quotations, reference_of
from eval.cases.shipped import DATASET, HELD_OUT
from eval.errors import DatasetError
from index.parse import NOTICE
from tests.conftest import ROOT
from tests.eval.responses import case


def test_the_projects_own_dataset_is_sound(pipeline):
    cases = read_cases(DATASET)
    check_gold(cases, pipeline.index)
    assert len(cases) >= 500
    documents = {gold.split("/")[0] for c in cases for group in c.gold for gold in group}
    assert documents >= {i for i in pipeline.index.documents if not i.endswith(NOTICE)}


def test_the_held_out_questions_are_sound(pipeline):
    cases = read_cases(HELD_OUT)
    check_gold(cases, pipeline.index)
    assert len(cases) >= 300


@pytest.mark.parametrize("path", [DATASET, HELD_OUT])
def test_references_say_what_is_required_in_the_words_of_gold_clauses(index, path):
    for each in read_cases(path):
        quoted = quotations(each, index)
        assert each.reference == "".join(one.text for one in quoted)
        for one in quoted:
            assert one.clause.columns or one.clause.text[one.start : one.end] == one.text
        assert not any(string in each.reference for string in each.forbidden)


def test_a_reference_is_of_one_clause_of_each_set(index):
    row = "sc-plan-2021/chp_2__h1_3__box_1__row_2"
    asked = case(gold=[[row, "sc-plan-2021/chp_2__h1_3__box_1__row_1"]], required=["120亿元"], forbidden=["60"])
    assert reference_of(asked, index) == "知识产权质押融资登记金额：2025年目标值120亿元，属性预期性。"
    assert reference_of(case(answerable=False), index) == ""


def test_cases_are_written_as_they_are_read(tmp_path):
    path = tmp_path / "cases.jsonl"
    cases = read_cases(DATASET)
    write_cases(cases, path)
    assert read_cases(path) == cases


def test_the_schema_is_committed():
    """python -m eval schema > eval/datasets/schema.json"""
    assert json.loads((ROOT / "eval/datasets/schema.json").read_text(encoding="utf-8")) == schema()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "data.jsonl:1"),
        ('{"id": "q", "question": "?", "answerable": true, "x": 1}', "x: "),
        ('{"id": "q", "question": "?", "answerable": false, "reason": "other"}', "reason: "),
    ],
)
def test_a_wrong_line_is_named(tmp_path, line, said):
    path = tmp_path / "data.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(DatasetError, match=said):
        read_cases(path)


def test_repeats_and_missing_gold_are_named(tmp_path, pipeline):
    path = tmp_path / "data.jsonl"
    one = {"id": "q", "question": "?", "answerable": False, "reason": "no_evidence"}
    path.write_text("\n".join([json.dumps(one)] * 2), encoding="utf-8")
    with pytest.raises(DatasetError, match="'q' occurs twice"):
        read_cases(path)
    with pytest.raises(DatasetError, match="cannot be read"):
        read_cases(tmp_path / "none")
    with pytest.raises(DatasetError, match="d/none does not exist"):
        check_gold((case(gold=[["d/none"]]),), pipeline.index)
    with pytest.raises(DatasetError, match="has no gold clause"):
        check_gold((case(),), pipeline.index)
