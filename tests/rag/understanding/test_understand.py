from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from index import regions
from index.types import OtherDocument
from rag.errors import QuestionError
from rag.library import Library
from rag.retrieval.scope import scope_of
from rag.types import Intent, Turn, Value
from rag.understanding.conversation import standalone
from rag.understanding.understand import understand
from tests.conftest import TODAY


@pytest.fixture(scope="module")
def library(index):
    return Library(index)


def ask(library, text, **given):
    return understand(text, library, as_of=TODAY, **given)[0][0]


@pytest.mark.parametrize(
    ("text", "intent", "expects"),
    [
        ("川府发〔2021〕48号专栏6", Intent.LOOKUP, None),
        ("四川战略性新兴产业意见第七条说的是什么", Intent.LOOKUP, None),
        ("专栏6对证券化有什么规定", Intent.LIST, None),
        ("比较四川和重庆的知识产权质押融资政策", Intent.COMPARE, None),
        ("成都示范项目能拿多少钱", Intent.FIGURE, Value.MONEY),
        ("商业秘密保护基地要建多少个", Intent.FIGURE, Value.NUMBER),
        ("到2025年质押融资登记金额的目标", Intent.FIGURE, None),
        ("支持期是几年", Intent.FIGURE, Value.DURATION),
        ("这个文件现在还有效吗", Intent.PARTICULARS, None),
        ("哪七个产业有专项任务", Intent.LIST, None),
        ("商标注册的有效期多长", Intent.FIGURE, Value.DURATION),
        ("过期药品怎么办", Intent.PROCEDURE, None),
        ("专利权到期后怎么办", Intent.PROCEDURE, None),
        ("申报条件有哪些", Intent.LIST, Value.CONDITION),
        ("获奖企业名单", Intent.FIGURE, Value.ROSTER),
        ("考核要多少分才合格", Intent.FIGURE, Value.SCORE),
        ("服务窗口周末上班吗", Intent.FIGURE, Value.HOURS),
        ("怎么申请专利质押融资支持？", Intent.PROCEDURE, None),
        ("市知识产权局的联系电话", Intent.FIGURE, Value.PHONE),
        ("知识产权证券化", Intent.GENERAL, None),
        ("How much is the subsidy?", Intent.FIGURE, Value.MONEY),
    ],
)
def test_intent_and_expected_value(library, text, intent, expects):
    question = ask(library, text)
    assert (question.intent, question.expects) == (intent, expects)


def test_terms_are_what_is_asked_about(library):
    question = ask(library, "怎么申请专利质押融资支持？")
    assert [term.text for term in question.terms] == ["申请", "专利质押融资", "支持"]
    assert [term.is_aspect for term in question.terms] == [True, False, True]
    assert "质押融资" in question.terms[1].alternatives


def test_words_that_documents_join_make_a_further_term(library):
    assert "示范项目" in [term.text for term in ask(library, "示范项目").terms]
    (joint,) = [term for term in ask(library, "申请专利").terms if term.is_compound]
    assert (joint.text, joint.alternatives) == ("申请专利", ("专利申请",))


def test_what_is_counted_is_read_without_its_measure_word(library):
    assert [term.text for term in ask(library, "要有多少家领军企业？").terms] == ["领军"]


def test_an_english_word_that_nothing_knows_weighs_less_than_a_chinese_one(library):
    (english,) = ask(library, "flabbergasting").terms
    (chinese,) = ask(library, "鲸鱼").terms
    assert 0 < english.weight < chinese.weight


def test_of_the_words_that_nothing_knows_the_name_of_a_thing_weighs_most(library):
    weights = {term.text: term.weight for term in ask(library, "预审服务能不能交给红烧肉").terms}
    assert weights["红烧肉"] > weights["交给"]
    assert "不能" not in weights  # 能不能 negates nothing


def test_language(library):
    assert ask(library, "How do I apply?").language == "en"
    assert ask(library, "怎么申请 IP").language == "zh"


@pytest.mark.parametrize(
    ("text", "documents", "unknown"),
    [
        ("川府发〔2021〕48号专栏6", ("sc-plan-2021",), ()),
        ("根据川府发[2021]48号，目标是什么", ("sc-plan-2021",), ()),
        ("渝府发（2016）25号", ("cq-opinion-2016",), ()),
        ("《四川省“十四五”知识产权保护和运用规划》的目标", ("sc-plan-2021",), ()),
        ("国办发〔2023〕37号说什么", (), ("国办发〔2023〕37号",)),
        ("国办发〔2012〕28号是什么", (), ()),  # no document here, but two mention it
        ("重庆企业能不能适用川府发〔2021〕48号", ("sc-plan-2021",), ()),
        ("知识产权", (), ()),
    ],
)
def test_documents_named(library, text, documents, unknown):
    question = ask(library, text)
    assert question.document_ids == documents
    assert question.unknown_documents == unknown


@pytest.mark.parametrize(
    ("text", "groups", "uncovered"),
    [
        ("成都有什么支持", [["cd-opinion-2024", "sc-plan-2021", "sc-sei-opinion"]], []),
        ("绵阳有什么支持", [["sc-plan-2021", "sc-sei-opinion"]], []),
        ("四川有什么支持", [["sc-plan-2021", "sc-sei-opinion"]], []),
        ("上海有什么支持", [], ["上海市"]),
        ("四川和上海", [["sc-plan-2021", "sc-sei-opinion"]], ["上海市"]),
        ("川府发〔2021〕48号", [["sc-plan-2021"]], []),
    ],
)
def test_scope_follows_jurisdiction(library, text, groups, uncovered):
    scope = scope_of(ask(library, text), library.documents)
    assert [list(ids) for _, ids in scope.groups] == groups
    assert [region.name for region in scope.uncovered] == uncovered


def test_no_place_means_all_with_those_in_force_first(library):
    scope = scope_of(ask(library, "质押融资"), library.documents)
    assert len(scope.document_ids) == 6
    assert scope.document_ids[0] == "cd-opinion-2024"
    earlier = scope_of(understand("质押融资", library, as_of=date(2023, 1, 1))[0][0], library.documents)
    assert earlier.document_ids[0] == "sc-plan-2021"


@pytest.mark.parametrize("how", ["repealed_by", "replaced_by"])
def test_what_another_document_has_ended_answers_only_by_name(library, how):
    by = OtherDocument(document_id="cq-opinion-2016", name="某规定", since=date(2025, 1, 1))
    documents = {**library.documents, "cd-opinion-2024": replace(library.documents["cd-opinion-2024"], **{how: by})}
    assert "cd-opinion-2024" not in scope_of(ask(library, "质押融资"), documents).document_ids
    assert scope_of(ask(library, "成知发〔2024〕3号"), documents).document_ids == ("cd-opinion-2024",)
    before = understand("质押融资", library, as_of=date(2024, 12, 31))[0][0]
    assert "cd-opinion-2024" in scope_of(before, documents).document_ids


def test_what_the_whole_country_has_applies_everywhere(library):
    law = replace(library.documents["cd-opinion-2024"], id="law", region=regions.NATION)
    scope = scope_of(ask(library, "上海有什么支持"), {**library.documents, "law": law})
    assert (scope.document_ids, scope.uncovered) == (("law",), ())


def test_a_text_goes_by_the_number_of_the_notice_that_forwards_it(index):
    documents = dict(index.documents)
    notice = "tj-sei-opinion-2013~notice"
    documents[notice] = replace(documents[notice], document_number="津政办发〔2013〕1号")
    numbered = Library(SimpleNamespace(documents=documents, clauses_of=index.clauses_of, weight=index.weight))
    assert ask(numbered, "津政办发〔2013〕1号说了什么").document_ids == ("tj-sei-opinion-2013", notice)


def test_a_preset_region_counts_where_none_is_named(library):
    assert [r.name for r in ask(library, "质押融资", region="120000").regions] == ["天津市"]
    assert [r.name for r in ask(library, "重庆的质押融资", region="120000").regions] == ["重庆市"]


@pytest.mark.parametrize(
    ("text", "given", "said"),
    [
        ("", {}, "empty"),
        ("  。？", {}, "empty"),
        ("长" * 501, {}, "501 characters, 500 are allowed"),
        ("好", {"region": "abc"}, "not a GB/T 2260 code"),
        ("好", {"document_ids": ["nope"]}, "unknown"),
    ],
)
def test_what_cannot_be_taken(library, text, given, said):
    with pytest.raises(QuestionError, match=said) as raised:
        ask(library, text, **given)
    assert not text.strip() or text not in str(raised.value)


@pytest.mark.parametrize(
    ("before", "text", "alone"),
    [
        (["四川有哪些质押融资支持？"], "那重庆呢？", "重庆 有哪些质押融资支持？"),
        (["到2025年登记金额的目标"], "2020年的基期值呢？", "2020年的基期值 到 登记金额的"),
        (["四川的质押融资", "那重庆呢？"], "天津呢", "天津 的质押融资"),
        (["天津生物医药产业有什么目标？"], "新材料呢", "新材料 天津市 目标"),
        (["成都示范项目的申报条件"], "流程呢？", "流程 成都示范项目的"),
        (["川府发〔2021〕48号专栏8说了什么"], "专栏7呢", "专栏7 川府发〔2021〕48号"),
        (["成都示范项目能拿多少钱"], "申报条件有哪些", "申报条件有哪些 成都示范项目"),
        (["四川的质押融资"], "那曲有什么政策", "那曲有什么政策"),
        (["成知发〔2024〕3号的申报条件"], "还有效吗", "还有效吗"),
        (["四川的质押融资"], "那些企业呢", "那些企业"),
        (["四川的质押融资"], "成都示范项目怎么申报呢？", "成都示范项目怎么申报呢？"),
        (["What are the conditions in Chengdu?"], "And how much money is there?", "how much money is there"),
        (["四川怎么支持企业质押融资？"], "重庆又是怎么规定的？", "重庆又是怎么规定的 怎么支持企业质押融资"),
        ([], "那重庆呢？", "那重庆呢？"),
    ],
)
def test_follow_ups_stand_alone(before, text, alone):
    assert standalone(text, [Turn(question=q) for q in before]).startswith(alone)
