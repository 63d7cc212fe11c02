"""Baselines: chunks and what they cover, the same generator over them, the table."""

import pytest

from eval.baselines.chunks import CHUNK, OVERLAP, chunks_of, fixed
from eval.baselines.langchain_stock import recursive
from eval.cases.case import read_cases
from eval.cases.shipped import DATASET
from eval.metrics.citations import is_in_place
from eval.runs import side_by_side
from eval.runs.mistakes import MISTAKES, mistake_of, mistakes
from eval.runs.outcome import AS_OF, Outcome, scored
from eval.targets.asking import ask_all
from eval.targets.by_name import TargetOptions, open_target
from tests.contracts.target import check_target
from tests.eval.responses import case, response


@pytest.fixture
def settings(monkeypatch, snapshots):
    monkeypatch.setenv("ZHANGJU_SNAPSHOTS", str(snapshots))


@pytest.mark.parametrize("cut", [fixed, recursive])
def test_chunks_hold_the_whole_text(index, cut):
    for document in index.documents.values():
        spans = cut(document.text)
        held = {place for start, end in spans for place in range(start, end)}
        assert not "".join(c for place, c in enumerate(document.text) if place not in held).strip()
        assert all(0 < end - start <= CHUNK for start, end in spans)


def test_fixed_chunks_by_hand():
    step = CHUNK - OVERLAP
    assert fixed("甲" * (CHUNK + 10)) == [(0, CHUNK), (step, CHUNK + 10)]
    assert fixed("甲" * 20) == [(0, 20)]


def test_a_chunk_covers_the_leaves_of_which_it_holds_half(index):
    document = index.documents["cd-opinion-2024"]
    leaves = [clause for clause in index.clauses_of(document.id) if clause.is_leaf][10:14]
    middle = (leaves[3].start + leaves[3].end) // 2

    def covered(end):
        found = chunks_of(index, lambda text: [(leaves[0].start, end)])
        return next(list(chunk.clause_ids) for chunk in found if chunk.clause.document_id == document.id)

    assert covered(middle + 1) == [leaf.id for leaf in leaves]
    assert covered(middle - 2) == [leaf.id for leaf in leaves[:3]]
    assert covered(leaves[0].start + 2) == [leaves[0].id]  # of none it holds half, so all that it touches


@pytest.mark.parametrize("name", ["bm25", "langchain"])
def test_a_baseline_cites_what_stands_there_and_never_warns(settings, pipeline, index, name):
    target = open_target(TargetOptions(name=name), pipeline, AS_OF)
    cases = read_cases(DATASET)[:40]
    responses = ask_all(cases, target)
    check_target(target, [*cases[:15], *[c for c in read_cases(DATASET) if not c.answerable][:25]])
    assert target.identity()["target"] == name
    citations = [citation for one in responses for citation in one.citations]
    assert len(citations) > 40
    assert all(is_in_place(citation, index) for citation in citations)
    outcomes = scored(cases, responses, index)
    assert all(o.scores.get("citation_validity", 1) == 1 for o in outcomes)
    assert all(o.scores.get("validity_notices", 0) == 0 for o in outcomes)
    assert all(len(one.retrieved) == 10 for one in responses)


def outcome(scores, **more):
    return Outcome(case=case(gold=[["d/a"]]), response=response("", **more), scores=scores)


@pytest.mark.parametrize(
    ("scores", "mistake"),
    [
        ({"answered": 1.0, "citation_recall": 1.0}, None),
        ({"faithfulness": 0.5, "citation_recall": 0.0}, "says other than what it cites"),
        ({"refused": 0.0, "right_reason": 0.0}, "answers what the documents do not say"),
        ({"refused": 1.0, "right_reason": 0.0}, "refuses for another reason"),
        ({"answered": 0.0, "citation_recall": 0.0}, "refuses what they do say"),
        ({"document_precision": 0.0, "citation_recall": 0.0}, "cites other documents only"),
        ({"document_precision": 0.5, "citation_recall": 0.0}, "cites no clause that answers"),
        ({"citation_recall": 0.5, "required_strings": 0.0}, "cites a part of what answers"),
        ({"citation_recall": 1.0, "required_strings": 0.5}, "lacks a figure or name, or has a wrong one"),
    ],
)
def test_the_gravest_mistake_is_named(scores, mistake):
    assert mistake_of(outcome(scores)) == mistake
    assert mistakes([outcome(scores)]) == ({mistake: 1} if mistake else {})


def test_what_is_not_flawless_has_a_mistake(outcomes):
    for each in outcomes.values():
        assert all((mistake_of(one) is None) == one.is_flawless for one in each)
    assert mistake_of(outcome({}, status="failed")) == next(iter(MISTAKES))


def test_the_table_names_all_three(settings, pipeline, tmp_path):
    few = tmp_path / "few.jsonl"
    lines = DATASET.read_text(encoding="utf-8").splitlines(keepends=True)
    few.write_text("".join([*lines[:15], *lines[100:115]]), encoding="utf-8")
    page = side_by_side.write(side_by_side.measure([few], pipeline, AS_OF), tmp_path / "out").read_text(
        encoding="utf-8"
    )
    assert page.count("| FAISS over LangChain") == 2
    assert "without fault +" in page
    assert "BM25 over fixed chunks, the first of each:" in page
