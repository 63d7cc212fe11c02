"""What is kept of what happened: log lines, masked feedback, files that expire."""

import json
import logging
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient

from rag import ExtractiveGenerator, Pipeline
from service import create_app
from service.records.daily import DailyFiles
from service.records.json_log import JsonLines
from service.records.masking import masked
from service.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_the_log_has_a_line_for_each_request_and_nothing_that_was_asked(pipeline, tmp_path, caplog):
    caplog.set_level(logging.INFO, logger="service.requests")
    with TestClient(create_app(pipeline, Settings(state=tmp_path)), raise_server_exceptions=False) as client:
        response = client.post(
            "/v1/answers?秘密=1", json={"question": "秘密问题质押融资"}, headers={"X-Request-ID": "abc-12345"}
        )
        assert response.headers["x-request-id"] == "abc-12345"
        forged = client.get("/秘密路径", headers={"X-Request-ID": "a\tb"})
        assert forged.headers["x-request-id"] != "a\tb"
        client.get("/livez")
        counted = client.get("/metrics").text
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records if record.name == "service.requests"]
    assert [(line["route"], line["status"]) for line in lines] == [("/v1/answers", 200), ("none", 404)]
    assert "秘密" not in json.dumps(lines, ensure_ascii=False)
    assert 'route="/v1/answers",status="200"' in counted
    assert "秘密" not in counted


def test_a_log_line_cannot_be_forged():
    record = logging.LogRecord("x", logging.INFO, "", 0, "one\ntwo\x1b[31m", (), None)
    assert "\n" not in JsonLines().format(record)
    assert "\x1b" not in JsonLines().format(record)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("身份证110101199003078515。", "身份证[证件号]。"),
        ("身份证11010119900307851X", "身份证[证件号]"),
        ("打13812345678或028-86520000", "打[手机号]或[电话]"),
        ("+86 138 1234 5678", "[手机号]"),
        ("卡6222021234567890123", "卡[卡号]"),
        ("信箱a.b@example.com", "信箱[邮箱]"),
        ("2025年质押120亿元，川府发〔2021〕48号", "2025年质押120亿元，川府发〔2021〕48号"),
    ],
)
def test_masking(text, kept):
    assert masked(text) == kept


def test_feedback_is_kept_masked(pipeline, tmp_path):
    with TestClient(create_app(pipeline, Settings(state=tmp_path))) as client:
        good = {"answer_id": "ans_" + "0" * 24, "value": -1, "reasons": ["outdated"], "text": "打我13812345678"}
        assert client.post("/v1/feedback", json=good).status_code == 201
        for bad in ({**good, "value": 0}, {**good, "answer_id": "x"}, {**good, "reasons": ["x"]}, {**good, "more": 1}):
            assert client.post("/v1/feedback", json=bad).status_code == 422
    (file,) = tmp_path.glob("feedback-*.jsonl")
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert kept["text"] == "打我[手机号]"
    assert kept["reasons"] == ["outdated"]


def test_questions_are_kept_only_if_wanted_and_not_for_long(pipeline, tmp_path):
    for days, files in ((0, 0), (2, 1)):
        folder = tmp_path / str(days)
        with TestClient(create_app(pipeline, Settings(state=folder, content_log_days=days))) as client:
            client.post("/v1/answers", json={"question": "质押融资 13812345678"})
        assert len(list(folder.glob("content-*.jsonl"))) == files
    kept = next((tmp_path / "2").glob("content-*.jsonl")).read_text(encoding="utf-8")
    assert "[手机号]" in kept
    day = date(2026, 1, 1)
    diary = DailyFiles(tmp_path / "d", "x", days=2, today=lambda: day)
    for _ in range(5):
        diary.add({"a": 1})
        day += timedelta(days=1)
    assert [path.stem[-2:] for path in sorted((tmp_path / "d").iterdir())] == ["04", "05"]


def test_an_unforeseen_error_has_an_id_and_a_line(pipeline, tmp_path, caplog):
    class Broken(Pipeline):
        def answer(self, *args, **given):
            raise KeyError("geheim")

    caplog.set_level(logging.INFO, logger="service.requests")
    app = create_app(Broken(pipeline.index, ExtractiveGenerator()), Settings(state=tmp_path))
    with TestClient(app, raise_server_exceptions=False) as client:
        plain = client.post("/v1/answers", json={"question": "质押融资"})
        assert (plain.status_code, plain.json()["code"]) == (500, "internal")
        assert plain.headers["x-request-id"]
        assert "default-src 'none'" in plain.headers["content-security-policy"]
        stream = client.post("/v1/answers", json={"question": "质押融资", "stream": True})
    assert "geheim" not in plain.text + stream.text
    lines = [record.fields["status"] for record in caplog.records if record.name == "service.requests"]
    assert lines[0] == 500


def test_what_cannot_be_kept_does_not_withhold_the_answer(pipeline, tmp_path):
    state = tmp_path / "file"
    state.write_text("no folder")
    with TestClient(create_app(pipeline, Settings(state=state, content_log_days=1))) as client:
        assert client.post("/v1/answers", json={"question": "质押融资"}).status_code == 200
        kept = client.post("/v1/feedback", json={"answer_id": "ans_" + "0" * 24, "value": 1})
        assert (kept.status_code, kept.json()["code"]) == (503, "not_kept")
