"""Systems under test: ours in process and over HTTP, another's over OpenAI's protocol; retries, resume, cache."""

import json
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from eval.cases.case import read_cases
from eval.cases.shipped import DATASET
from eval.errors import TargetBusy, TargetError
from eval.response import Response
from eval.runs.outcome import AS_OF, scored
from eval.targets.asking import ask_all
from eval.targets.by_name import TargetOptions, open_target
from eval.targets.cache import ResponseCache
from eval.targets.chat import ChatTarget
from eval.targets.http import Client, seconds_of
from eval.targets.pipeline import PipelineTarget
from eval.targets.service import ServiceTarget
from eval.targets.typed_citations import with_typed_citations
from service import create_app
from tests.contracts.target import check_target
from tests.eval.responses import case, response
from tests.servers import serving

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def app(pipeline):
    with TestClient(create_app(pipeline)) as client:
        yield client


@pytest.fixture
def served(app):
    """The service behind a port, since a target is given an address."""

    def reply(path, body):
        answer = app.post(path, json=body)
        return answer.status_code, answer.json()

    with serving(reply) as server:
        yield server


SOME = [*read_cases(DATASET)[:12], *[c for c in read_cases(DATASET) if not c.answerable][:8]]


def test_every_target_keeps_the_contract(served, target, index):
    check_target(target, SOME)
    check_target(ServiceTarget(Client(served.base_url.removesuffix("/v1"), key=None, timeout_s=10), AS_OF), SOME)
    check_target(ChatTarget(Client(served.base_url, key=None, timeout_s=10), "zhangju", index), SOME)


def without_time(response):
    return replace(response, milliseconds=0.0, confidence=round(response.confidence, 4))


def test_the_service_says_what_the_pipeline_says(served, target, index):
    cases = [*read_cases(DATASET)[:25], *(c for c in read_cases(DATASET) if c.history or not c.answerable)][:45]
    over_http = ServiceTarget(Client(served.base_url.removesuffix("/v1"), key=None, timeout_s=10), AS_OF)
    theirs, ours = ask_all(cases, over_http, at_once=3), ask_all(cases, target)
    assert list(map(without_time, theirs)) == list(map(without_time, ours))
    assert over_http.identity()["generator"] == "extractive"
    assert [o.is_flawless for o in scored(cases, theirs, index)] == [o.is_flawless for o in scored(cases, ours, index)]


def test_our_own_chat_endpoint_is_scored_alike(served, target, index):
    cases = [c for c in read_cases(DATASET)[:30] if not c.history]
    chat = ChatTarget(Client(served.base_url, key="k", timeout_s=10), "zhangju", index)
    theirs, ours = scored(cases, ask_all(cases, chat), index), scored(cases, ask_all(cases, target), index)
    for one, other in zip(theirs, ours, strict=True):
        assert {n: v for n, v in one.scores.items() if n != "citation_validity"} == {
            n: other.scores[n] for n in one.scores if n != "citation_validity"
        }
    assert dict(served.seen[0][2])["Authorization"] == "Bearer k"


def completion(content, **more):
    return {"choices": [{"message": {"content": content}}], **more}


@pytest.mark.parametrize(
    ("content", "status", "cited"),
    [
        ("根据川府发〔2021〕48号专栏6，要完善知识产权融资体系。", "answered", 1),
        ("根据川府发〔2021〕48号，要完善知识产权融资体系[1]。", "answered", 0),
        ("根据《某某规定》第三条，可以申请。", "answered", 0),
        ("抱歉，现有文件没有规定具体的金额。", "not_found", 0),
        ("The documents do not mention this.", "not_found", 0),
        ("知识库中暂无相关内容", "not_found", 0),
        ([{"type": "text", "text": "可以申请。"}], "answered", 0),
    ],
)
def test_another_products_words_are_read(index, content, status, cited):
    with serving(lambda path, body: (200, completion(content, usage={"total_tokens": 7}))) as server:
        target = ChatTarget(Client(server.base_url, key=None, timeout_s=5), "m", index, system="你是助手")
        found = target.ask(case(question="怎么办", history=[{"question": "什么是专利"}]))
    assert (found.status, len(found.citations), found.tokens, found.retrieved) == (status, cited, 7, None)
    roles = [message["role"] for message in server.seen[0][1]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]


def test_typed_references_are_numbered_once(index):
    text, cited = with_typed_citations("川府发〔2021〕48号专栏6说融资。川府发〔2021〕48号专栏6和专栏8又说。", index)
    assert text == "川府发〔2021〕48号专栏6说融资。[1]川府发〔2021〕48号专栏6和专栏8又说。[1][2]"
    assert [c.clause_ids[0].rsplit("__", 1)[1] for c in cited] == ["box_6", "box_8"]
    assert with_typed_citations("", index) == ("", ())


@pytest.mark.parametrize("reply", [[], {}, {"choices": []}, {"choices": [{"message": None}]}])
def test_a_reply_of_another_shape_is_an_error(index, reply):
    with serving(lambda path, body: (200, reply)) as server:
        client = Client(server.base_url, key=None, timeout_s=5)
        with pytest.raises(TargetError, match="no chat completion"):
            ChatTarget(client, "m", index).ask(case())
        with pytest.raises(TargetError, match="shape of /v1/answers"):
            ServiceTarget(client, AS_OF).ask(case())


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (completion(None), "holds no text"),
        (completion(""), "holds no text"),
        (completion(7), "holds no text"),
        (completion("甲\ud800"), "no answer can"),
        (completion("甲", usage={"total_tokens": "12"}), "no answer can"),
        (completion("甲", status="ok", citations=[], notices=[]), "no chat completion"),
        (completion("甲", status="answered", citations=[1], notices=[]), "no chat completion"),
    ],
)
def test_a_reply_that_no_answer_can_be_fails_its_question_alone(index, reply, said):
    with serving(lambda path, body: (200, reply)) as server:
        target = ChatTarget(Client(server.base_url, key=None, timeout_s=5), "m", index)
        with pytest.raises(TargetError, match=said):
            target.ask(case())


def test_no_secret_stands_in_a_name_or_an_error(index):
    with serving(lambda path, body: (401, {"detail": "bad key sk-SECRET"})) as server:
        address = server.base_url.replace("http://", "http://user:pa55@")
        target = ChatTarget(Client(address, key="sk-SECRET", timeout_s=5), "m", index)
        with pytest.raises(TargetError) as error:
            target.ask(case())
    for text in (str(error.value), target.name, json.dumps(dict(target.identity()))):
        assert "SECRET" not in text
        assert "pa55" not in text


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7.0), ("²", None), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("", None)]
)
def test_how_long_to_wait_is_read_if_it_is_seconds(header, seconds):
    assert seconds_of({"Retry-After": header}) == seconds


def test_what_is_busy_is_asked_again_and_what_refuses_is_not(index):
    statuses = iter([503, 429, 200])
    with serving(lambda path, body: (next(statuses), completion("甲"))) as server:
        target = ChatTarget(Client(server.base_url, key=None, timeout_s=5), "m", index)
        [found] = ask_all([case()], target, longest_wait_s=0.01)
    assert found.status == "answered"
    with serving(lambda path, body: (401, {"detail": "no"})) as server:
        target = ChatTarget(Client(server.base_url, key=None, timeout_s=5), "m", index)
        with pytest.raises(TargetError, match=r"1 questions in a row failed, the last: .*status 401"):
            ask_all([case()], target, longest_wait_s=0.01)
    assert len(server.seen) == 1
    found = response(status="failed", error="down")
    assert scored([case(gold=[["d/a"]])], [found], index)[0].is_flawless is False


def test_a_server_that_is_down_is_given_up(index):
    target = ChatTarget(Client("http://127.0.0.1:9/v1", key=None, timeout_s=1), "m", index)
    with pytest.raises(TargetError, match="20 questions in a row"):
        ask_all([case(id=str(n), question=str(n)) for n in range(60)], target, longest_wait_s=0.001)
    with pytest.raises(TargetError, match="Is it running"):
        ServiceTarget(Client("http://127.0.0.1:9", key=None, timeout_s=1), AS_OF).identity()


class Counting:
    """Says what it is asked, and counts."""

    name = "counting"

    def __init__(self, fails_at=None):
        self.asked = []
        self.fails_at = fails_at

    def identity(self):
        return {"target": self.name}

    def ask(self, each):
        self.asked.append(each.id)
        if each.id == self.fails_at:
            raise TargetBusy("busy", retry_after=0)
        return Response(status="answered", text=each.question, retrieved=(("d/a", "d/b"),), confidence=0.5)


def test_an_interrupted_run_goes_on(tmp_path):
    cases = [case(id=str(n), question=f"问\u2028{n}") for n in range(6)]
    first = Counting(fails_at="4")
    responses = ask_all(cases, first, cache=ResponseCache(tmp_path, first.identity()), longest_wait_s=0)
    assert [r.status for r in responses].count("failed") == 1
    [file] = tmp_path.glob("*.jsonl")
    assert "\u2028" in file.read_text(encoding="utf-8")  # which ends no line
    file.write_text(file.read_text(encoding="utf-8")[:-30], encoding="utf-8")  # the last line was cut off
    again = Counting()
    cached = ask_all(cases, again, cache=ResponseCache(tmp_path, again.identity()))
    assert again.asked == ["4", "5"]
    assert cached[:4] == responses[:4]
    third = Counting()
    assert ask_all(cases, third, cache=ResponseCache(tmp_path, third.identity())) == cached
    assert third.asked == []
    # Another question, history or day, or another system, is asked.
    for other in (
        {"question": "别的"},
        {"history": [{"question": "前"}]},
        {"as_of": "2020-01-01"},
        {"region": "510000"},
    ):
        changed = type(cases[0]).model_validate({**cases[0].model_dump(), **other})
        assert ResponseCache(tmp_path, again.identity()).get(changed) is None
    assert ResponseCache(tmp_path, {"target": "other"}).get(cases[0]) is None


def test_progress_is_told(target):
    seen = []
    ask_all(read_cases(DATASET)[:5], target, progress=seen.append)
    assert seen == [1, 2, 3, 4, 5]


def test_targets_by_name(pipeline, tmp_path):
    assert isinstance(open_target(TargetOptions(), pipeline, AS_OF), PipelineTarget)
    assert open_target(TargetOptions(name="http://127.0.0.1:1/"), pipeline, AS_OF).name == "http://127.0.0.1:1"
    prompt = tmp_path / "prompt.md"
    prompt.write_text("你是助手", encoding="utf-8")
    options = TargetOptions(name="openai:m", base_url="http://127.0.0.1:1/v1", system_prompt=prompt)
    assert open_target(options, pipeline, AS_OF).identity()["address"] == "http://127.0.0.1:1/v1"
    for name, said in (("other", "is unknown"), ("openai:", "is unknown"), ("openai:m", "needs --base-url")):
        with pytest.raises(TargetError, match=said):
            open_target(TargetOptions(name=name), pipeline, AS_OF)


def test_the_identity_of_the_pipeline_names_its_code(target):
    identity = target.identity()
    assert len(identity["code_sha256"]) == len(identity["corpus"]) == 64
    assert json.dumps(dict(identity))


def test_an_address_that_is_none_and_a_page_that_is_no_json(index):
    with pytest.raises(TargetError, match="is no address"):
        Client("http://127.0.0.1:port", key=None, timeout_s=1)
    with serving(lambda path, body: (200, b"<html>")) as server, pytest.raises(TargetError, match="no JSON"):
        ChatTarget(Client(server.base_url, key=None, timeout_s=5), "m", index).ask(case())
