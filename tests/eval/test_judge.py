"""The judge: its labels read, kept and held against hands; agreement by hand."""

import json
import threading

import pytest

from eval.cases.case import read_cases
from eval.cases.shipped import DATASET, LABELLED
from eval.cli import main
from eval.errors import DatasetError, TargetError
from eval.judge.agreement import agreement
from eval.judge.judge import Judge, judge_all
from eval.judge.labels import ASPECTS, Labelled, Labels, by_metrics, read_labelled, share
from eval.judge.measure import agreements, asker, item_of, judged
from eval.line_store import LineStore
from eval.runs.outcome import AS_OF
from eval.runs.records import Quotation, record_of
from rag.errors import GeneratorError
from tests.fakes import reply_with
from tests.servers import serving

YES = Labels(faithful="yes", relevant="yes", complete="yes")


def test_kappa_by_hand():
    one, other = ["yes"] * 6 + ["no"] * 4, ["yes"] * 5 + ["no"] * 5
    found = agreement(one, other)
    assert (found.count, found.alike) == (10, 0.9)
    assert found.kappa == pytest.approx((0.9 - (0.6 * 0.5 + 0.4 * 0.5)) / 0.5)
    assert agreement(["yes"] * 3, ["yes"] * 3).kappa is None
    assert agreement(["yes", "no"], ["no", "yes"]).kappa == -1
    assert agreement([], []).count == 0
    with pytest.raises(ValueError, match="cannot be compared"):
        agreement(["yes"], [])


@pytest.mark.parametrize(
    "reply",
    [
        '{"faithful": "yes", "relevant": "partly", "complete": "no", "why": "缺一项"}',
        '好的。```json\n{"faithful": "yes", "relevant": "partly", "complete": "no"}\n```',
        '{"faithful": "maybe"} {"faithful": "yes", "relevant": "partly", "complete": "no"}',
        '{"faithful": "no", "relevant": "no", "complete": "yes"}，应为'
        '{"faithful": "yes", "relevant": "partly", "complete": "no"}',
    ],
)
def test_labels_are_read_out_of_a_reply(reply):
    found = Judge("m", reply_with(reply)).labels("问", "答[1]", [], "")
    assert found == Labels(faithful="yes", relevant="partly", complete="no")


@pytest.mark.parametrize("reply", ["", "yes", "{", '{"faithful": "good", "relevant": "yes", "complete": "yes"}'])
def test_a_reply_without_labels_is_an_error(reply):
    with pytest.raises(GeneratorError, match="no labels"):
        Judge("m", reply_with(reply)).labels("问", "答", [], "")


def test_the_judge_sees_question_answer_sources_and_reference():
    seen = []

    def complete(prompt, schema):
        seen.append((prompt, schema))
        return YES.model_dump_json()

    citation = Quotation(number=1, clause_ids=("d/a",), text="给予$50万元")
    Judge("m", complete).labels("多少$？", "五十万[1]", [citation], "")
    [(prompt, schema)] = seen
    for text in ("问题：多少$？", "五十万[1]", "[1] 给予$50万元", "（收录的文件没有规定）"):
        assert text in prompt
    assert set(schema["required"]) == {*ASPECTS, "why"}


def test_labels_are_kept_and_asked_for_once(tmp_path):
    asked = []

    def complete(prompt, schema):
        asked.append(threading.get_ident())
        if "坏" in prompt:
            raise GeneratorError("down")
        return YES.model_dump_json()

    items = [item_of(question, "答", (), "") for question in ("甲", "坏", "甲")]
    done = []
    judge = Judge("m", complete)
    found = judge_all(items[:2], judge, LineStore(tmp_path / "x.jsonl"), at_once=2, progress=lambda: done.append(1))
    assert found == [YES, None]
    again = judge_all(items, judge, LineStore(tmp_path / "x.jsonl"), at_once=1, progress=lambda: done.append(1))
    assert again == [YES, None, YES]
    assert (len(asked), len(done)) == (3, 3)


@pytest.mark.parametrize(
    ("scores", "labels"),
    [
        ({"faithfulness": 1.0, "citation_recall": 1.0, "citation_precision": 1.0}, ("yes", "yes", "yes")),
        ({"faithfulness": 0.5, "citation_recall": 0.5, "citation_precision": 0.5}, ("no", "partly", "partly")),
        (
            {"citation_recall": 1.0, "citation_precision": 1.0, "required_strings": 0.0},
            ("yes", "yes", "partly"),
        ),
        ({"faithfulness": 1.0, "refused": 0.0}, ("yes", "no", "no")),
    ],
)
def test_metrics_in_the_same_words(scores, labels):
    assert by_metrics(scores) == Labels(**dict(zip(ASPECTS, labels, strict=True)))


def test_shares_and_what_readers_agree_on():
    other = Labels(faithful="no", relevant="partly", complete="yes")
    assert [share([YES, other], aspect) for aspect in ASPECTS] == [0.5, 0.75, 1.0]
    read = Labelled(id="q", system="s", answer="", citations=(), labels=(YES, other))
    assert [read.agreed(aspect) for aspect in ASPECTS] == [None, None, "yes"]


def test_the_metrics_agree_with_the_readers_on_faithfulness(index):
    cases = {each.id: each for each in read_cases(DATASET)}
    found = agreements(read_labelled(LABELLED), cases, index, AS_OF, None)["aspects"]
    assert found["faithful"]["readers"]["count"] >= 100
    assert found["faithful"]["metrics and readers"]["kappa"] >= 0.9
    assert found["relevant"]["metrics and readers"]["kappa"] >= 0.7
    assert found["complete"]["metrics and readers"]["kappa"] >= 0.6


def test_a_judge_that_gives_no_labels_is_an_error(tmp_path, outcomes, index):
    records = [record_of(outcome, index) for outcome in outcomes[DATASET][:3]]
    ask = asker(Judge("m", reply_with("好")), "http://x", tmp_path, at_once=1, progress=lambda: None)
    with pytest.raises(TargetError, match="no labels to any of 3 answers: The judge's reply holds no labels"):
        judged(records, ask)


def labels_of(body):
    return {"choices": [{"message": {"content": YES.model_dump_json()}}]}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_command_line_judges_a_run_and_the_labelled_answers(tmp_path, monkeypatch, snapshots, capsys):
    monkeypatch.setenv("ZHANGJU_SNAPSHOTS", str(snapshots))
    monkeypatch.chdir(tmp_path)
    few, said = tmp_path / "ip_policy.jsonl", tmp_path / "said.jsonl"
    few.write_text("".join(DATASET.read_text(encoding="utf-8").splitlines(keepends=True)[:6]), encoding="utf-8")
    assert main(["run", "--dataset", str(few), "--out", str(tmp_path / "run"), "--responses", str(said)]) == 0
    with serving(lambda path, body: (200, labels_of(body))) as server:
        server_is = ["--base-url", server.base_url]
        assert main(["judge", "openai:m", str(said), *server_is]) == 0
        assert "| faithful | 1.000 (1.000–1.000) | 100 %" in capsys.readouterr().out
        asked = len(server.seen)
        assert main(["judge", "openai:m", str(said), *server_is]) == 0
        assert len(server.seen) == asked == 6
        out = ["--out", str(tmp_path / "agreement")]
        assert main(["agreement", "--judge", "openai:m", *server_is, *out]) == 0
    report = json.loads((tmp_path / "agreement/report.json").read_text(encoding="utf-8"))
    assert report["aspects"]["faithful"]["judge and readers"]["kappa"] == 0  # it says yes to everything
    assert main(["judge", "m", str(said), "--base-url", "http://127.0.0.1:9/v1"]) == 1
    assert "wanted openai:<model>" in capsys.readouterr().err


def test_labels_of_no_case_and_no_form_are_named(tmp_path, monkeypatch, snapshots, capsys):
    monkeypatch.setenv("ZHANGJU_SNAPSHOTS", str(snapshots))
    path = tmp_path / "labels.jsonl"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(DatasetError, match="is no labelled answer"):
        read_labelled(path)
    first = json.loads(LABELLED.read_text(encoding="utf-8").splitlines()[0])
    path.write_text(json.dumps({**first, "id": "none"}), encoding="utf-8")
    assert main(["agreement", "--labels", str(path), "--out", str(tmp_path)]) == 1
    assert "name the case none" in capsys.readouterr().err
