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
        ("天津市政府办公厅是哪天把那份意见转发出去的", "tj-sei-opinion-2013~notice/date", "2013年3月31日"),
        ("成都文件何时失效", "cd-opinion-2024/closing__p_1", "有效期5年"),
        ("成都的政策什么时候开始实行", "cd-opinion-2024/closing__p_1", "自公布之日起施行"),
        ("Is the Chengdu policy still in force?", "cd-opinion-2024/closing__p_1", "有效期5年"),
        ("四川规划过期了吗", "sc-plan-2021/title", "十四五"),
        ("渝府发〔2016〕25号是哪个文件", "cq-opinion-2016/title", "知识产权强市建设"),
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


def test_who_wrote_it_and_who_passed_it_on(pipeline):
    cited = {citation.clause.id for citation in pipeline.answer("天津那份意见是谁起草的，又是谁转发的").citations}
    assert cited == {"tj-sei-opinion-2013/byline", "tj-sei-opinion-2013~notice/signature"}


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("四川规划共有几章", "第一章 规划背景", "第七章 加强规划实施保障"),
        ("重庆的意见分为哪几部分", "一、总体要求", "三、保障措施"),
        ("四川规划有哪些专栏", "专栏1 “十四五”知识产权发展主要目标", "专栏 12 实施知识产权“五进”行动"),
    ],
)
def test_how_a_document_is_laid_out(pipeline, question, first, last):
    cited = [citation.cited_text for citation in pipeline.answer(question).citations]
    assert (cited[0], cited[-1]) == (first, last)


def test_the_documents_there_are(pipeline):
    cited = {citation.document.id for citation in pipeline.answer("你们收录了哪些文件").citations}
    assert cited == {
        "sc-plan-2021",
        "sc-sei-opinion",
        "cq-opinion-2016",
        "tj-sei-opinion-2013",
    }  # the fifth has no title


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("成都的意见有效期是3年，对吗", "不一致"),
        ("成都的意见有效期是5年，对吗", "一致"),
        ("成都的意见是市政府办公厅印发的吗", "不一致"),
        ("天津的意见是市政府办公厅转发的吗", "一致"),
        ("四川规划是2022年印发的吧", "不一致"),
    ],
)
def test_what_is_claimed_of_a_document(pipeline, question, verdict):
    assert pipeline.answer(question).text.split("”")[1].startswith(verdict)


def test_an_agency_that_no_line_names_is_not_judged(pipeline):
    assert pipeline.answer("重庆的文件是不是市政府办公厅发的").text.startswith("【重庆】")


def test_what_is_not_stated_is_not_answered(pipeline):
    answer = pipeline.answer("天津市知识产权局那份战略性新兴产业意见的发文字号是多少？")
    assert (answer.status, answer.reason) == ("not_found", "missing_detail")


@pytest.mark.parametrize(
    "question", ["专利奖是哪个部门发布的", "项目申报的截止日期是哪天", "知识产权局是谁成立的", "商标注册有效期"]
)
def test_other_things_are_not_asked_of_a_document(pipeline, question):
    cited = {citation.clause.kind for citation in pipeline.answer(question).citations}
    assert cited.isdisjoint({"number", "signature", "date", "issuer"})
