"""Questions about a document itself, answered by the lines that say so."""

import pytest


@pytest.mark.parametrize(
    ("question", "cited", "said"),
    [
        ("四川规划是谁印发的？", "sc-plan-2021/cover__p_1", "四川省人民政府"),
        ("川府发〔2021〕48号是哪天印发的", "sc-plan-2021/cover__date", "2021年12月30日"),
        ("What is the document number of the Sichuan plan?", "sc-plan-2021/number", "川府发〔2021〕48号"),
        ("When was the Chengdu opinion issued?", "cd-opinion-2024/closing__date", "2024年7月28日"),
        ("成都赋能示范那份意见落款是哪个单位", "cd-opinion-2024/closing__signature", "成都市知识产权局"),
        ("天津的意见是谁转发的", "tj-sei-opinion-2013~notice/signature", "天津市人民政府办公厅"),
        ("重庆的实施意见是哪一年发布的", "cq-opinion-2016/number", "2016"),
        ("成都的意见发给了谁", "cd-opinion-2024/addressee", "市知识产权工作领导小组各成员单位"),
    ],
)
def test_the_line_that_says_so(pipeline, question, cited, said):
    answer = pipeline.answer(question)
    assert answer.status == "answered"
    assert said in answer.text
    assert len(answer.citations) == 1
    assert answer.citations[0].clause.id.split("/")[0] == cited.split("/")[0]


def test_two_at_once(pipeline):
    answer = pipeline.answer("Who signed the Chengdu opinion, and on what date?")
    assert "成都市知识产权局" in answer.text
    assert "2024年7月28日" in answer.text


def test_what_is_not_stated_is_not_answered(pipeline):
    answer = pipeline.answer("天津市知识产权局那份战略性新兴产业意见的发文字号是多少？")
    assert (answer.status, answer.reason) == ("not_found", "missing_detail")


@pytest.mark.parametrize("question", ["专利奖是哪个部门发布的", "项目申报的截止日期是哪天", "知识产权局是谁成立的"])
def test_other_things_are_not_asked_of_a_document(pipeline, question):
    cited = {citation.clause.kind for citation in pipeline.answer(question).citations}
    assert cited.isdisjoint({"number", "signature", "date", "issuer"})
