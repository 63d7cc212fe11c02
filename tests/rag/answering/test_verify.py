import re
from dataclasses import replace

import pytest

from index.text import sentences
from index.types import Hit
from rag.answering.support import support_fault
from rag.answering.verify import verify
from rag.types import Draft, Evidence, Statement

CITED = "根据年度综合评价结果择优分级给予50万元、80万元专项资金资助,支持3个年度。"
FORBIDS = "申报单位不得重复申报,应当在30日内提交材料,但已公示的除外。"


LONG = "加强专利保护。到2016年,发明专利拥有量占比达到40%以上,商标注册量年均增长30%;鼓励企业申请专利,禁止非正常申请。"


@pytest.mark.parametrize(
    ("statement", "cited", "fault"),
    [
        (CITED, CITED, None),
        ("择优分级给予50万元、80万元专项资金资助。", CITED, None),
        ("根据年度综合评价结果，择优给予50万元、80万元的专项资金资助。", CITED, None),
        ("到2016年,发明专利拥有量占比达到40%以上。", LONG, None),
        ("成都市择优分级给予50万元、80万元专项资金资助。", CITED, None),
        ("重庆市择优分级给予50万元、80万元专项资金资助。", CITED, "wording"),
        ("择优分级给予50万元、90万元专项资金资助。", CITED, "wording"),
        ("择优分级给予80万元、50万元专项资金资助。", CITED, "wording"),
        ("给予0万元、80万元专项资金资助", CITED, "hard_token"),
        ("到2016年,发明专利拥有量占比达到40%。", LONG, "hard_token"),
        ("择优分级给予50亿元专项资金资助。", CITED, "wording"),
        ("支持5个年度。", CITED, "wording"),
        ("支持3个月。", CITED, "wording"),
        ("依据第十四条给予50万元专项资金资助。", CITED, "wording"),
        ("择优分级没有给予50万元专项资金资助。", CITED, "wording"),
        ("给予50万元、80万元专项资金资助,并给予资金奖励。", CITED, "wording"),
        ("减弱专利保护。", LONG, "wording"),
        ("企业鼓励申请专利。", LONG, "wording"),
        ("加强商标注册量年均增长30%。", LONG, "wording"),
        ("鼓励企业申请专利,非正常申请。", LONG, "negation"),
        ("申报单位重复申报,应当在30日内提交材料,但已公示的除外。", FORBIDS, "negation"),
        ("申报单位不得重复申报,应当在30日内提交材料。", FORBIDS, "negation"),
        ("申报单位不得重复申报,可以在30日内提交材料,但已公示的除外。", FORBIDS, "wording"),
        ("申报单位不得重复申报,在30日内提交材料,但已公示的除外。", FORBIDS, "modality"),
        ("受理违规申请。", "不予受理违规申请。", "negation"),
        ("通过验收的企业可获资助。", "未通过验收的企业可获资助。", "negation"),
        ("低于5%的企业可以申报。", "不低于5%的企业可以申报。", "hard_token"),
        ("给予50万元资助。", "给予最高50万元资助。", "hard_token"),
        ("企业和高校。", "企业或高校。", "wording"),
        ("企业可以申报。", "个人不得申报,企业可以申报。", None),
        ("房屋租赁合同登记备案机关的办公地点。", CITED, "wording"),
    ],
)
def test_support(index, statement, cited, fault):
    clause = replace(index.clause("cd-opinion-2024/h1_5__h2_2__p_1"), text=cited, path=())
    assert support_fault(statement, clause, 0, len(cited), index.documents["cd-opinion-2024"]) == fault


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("知识产权质押融资登记金额：2025年目标值120亿元（预期性）。", None),
        ("知识产权质押融资登记金额：2020年基期值60亿元，2025年目标值120亿元（预期性）。", None),
        ("到2025年，知识产权质押融资登记金额达到120亿元。", None),
        ("知识产权质押融资登记金额：2025年目标值150亿元（预期性）。", "number"),
        ("知识产权质押融资登记金额：2025年目标值60亿元（预期性）。", "number"),
        ("知识产权质押融资登记金额：2020年基期值120亿元（预期性）。", "number"),
        ("知识产权质押融资登记金额：2020年基期值120亿元，2025年目标值60亿元（预期性）。", "number"),
        ("知识产权质押融资登记金额的目标是60亿元。", "number"),
        ("知识产权质押融资登记金额：2025年目标值120万元（预期性）。", "number"),
        ("知识产权质押融资登记金额：2030年目标值120亿元（预期性）。", "number"),
        ("知识产权质押融资登记金额：2025年目标值60120亿元。", "number"),
        ("知识产权质押融资登记金额：2025年目标值120亿元（约束性）。", "wording"),
        ("知识产权服务业营业收入总额：2025年目标值120亿元。", "subject"),
        ("亿元60120预期性", "subject"),
    ],
)
def test_rows_are_checked_cell_by_cell(index, statement, fault):
    clause = index.clause("sc-plan-2021/chp_2__h1_3__box_1__row_2")
    document = index.documents["sc-plan-2021"]
    hit = Hit(clause=clause, score=1.0, rank=1, source="fused")
    item = Evidence(key="E1", hit=hit, document=document, sentences=())
    stated = Statement(text=statement, key="E1", start=0, end=len(clause.text))
    verified = verify(Draft(statements=(stated,)), [item])
    assert [rejection.check for rejection in verified.rejections] == ([fault] if fault else [])


SWAPS = [
    ("不得", "可以"),
    ("鼓励", "禁止"),
    ("以上", "以下"),
    ("加强", "减弱"),
    ("增长", "下降"),
    ("建立", "撤销"),
    ("四川", "重庆"),
    ("企业", "个人"),
    ("2025", "2026"),
    ("2016", "2018"),
    ("专利", "商标"),
]


def test_mutations_of_the_corpus_are_caught(index):
    """Every sentence with a word swapped, a digit raised or words put in is refused."""
    tried, passed = 0, []
    for document in index.documents.values():
        for clause in index.clauses_of(document.id):
            if not clause.is_leaf or clause.columns or clause.kind not in ("p", "h2", "h3", "note", "preamble"):
                continue
            for start, end in sentences(clause.text):
                said = clause.text[start:end]
                lies = [said.replace(old, new, 1) for old, new in SWAPS if old in said]
                lies += (
                    [re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), said, count=1)]
                    if re.search(r"\d", said)
                    else []
                )
                lies += [said[:-1] + ",并给予资金奖励。", "没有" + said, said[:4] + "不" + said[4:]]
                for lie in lies:
                    tried += 1
                    if lie != said and support_fault(lie, clause, start, end, document) is None:
                        passed.append(lie)
    assert tried > 1500
    assert len(passed) <= 0.005 * tried, passed[:5]


def test_true_excerpts_of_the_corpus_are_let_pass(index):
    """A sentence cut after a comma says what its source says, unless that takes a negation or exception with it."""
    tried, refused = 0, []
    for document in index.documents.values():
        for clause in index.clauses_of(document.id):
            if not clause.is_leaf or clause.columns or clause.kind not in ("p", "h2", "h3"):
                continue
            for start, end in sentences(clause.text):
                said = clause.text[start:end]
                cut = re.split(r"[,，]", said)
                if len(cut) > 2:
                    tried += 1
                    excerpt = "，".join(cut[:2]) + "。"
                    if support_fault(excerpt, clause, start, end, document) is not None:
                        refused.append(excerpt)
    assert tried > 150
    assert len(refused) <= 0.02 * tried, refused


@pytest.fixture
def evidence(index):
    clause = index.clause("cd-opinion-2024/h1_5__h2_2__p_1")
    hit = Hit(clause=clause, score=1.0, rank=1, source="fused")
    return (Evidence(key="E1", hit=hit, document=index.documents[clause.document_id], sentences=()),)


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({}, None),
        ({"key": "E2"}, "not_retrieved"),
        ({"end": 10_000}, "no_such_stretch"),
        ({"start": 5, "end": 5}, "no_such_stretch"),
        ({"text": " "}, "no_such_stretch"),
        ({"text": "给予90万元专项资金资助"}, "wording"),
    ],
)
def test_verify_keeps_only_what_is_borne_out(evidence, changes, check):
    text = evidence[0].clause.text
    statement = Statement(**{"text": text, "key": "E1", "start": 0, "end": len(text), **changes})
    verified = verify(Draft(statements=(statement,)), evidence)
    assert [rejection.check for rejection in verified.rejections] == ([check] if check else [])
    assert len(verified.statements) == (check is None)


def test_every_sentence_of_the_corpus_supports_itself(index):
    for document in index.documents:
        for clause in index.clauses_of(document):
            if not clause.columns:
                assert support_fault(clause.text, clause, 0, len(clause.text), index.documents[document]) is None
