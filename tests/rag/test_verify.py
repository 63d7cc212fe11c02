from dataclasses import replace

import pytest

from index.types import Hit
from rag.types import Draft, Evidence, Statement
from rag.verify import support_fault, verify

CITED = "根据年度综合评价结果择优分级给予50万元、80万元专项资金资助,支持3个年度。"
FORBIDS = "申报单位不得重复申报,应当在30日内提交材料,但已公示的除外。"


def fault_of(index, statement, cited):
    """The fault of ``statement`` against a clause of 成都 whose text is ``cited``."""
    clause = replace(index.clause("cd-opinion-2024/h1_5__h2_2__p_1"), text=cited, path=())
    return support_fault(statement, clause, 0, len(cited), index.documents["cd-opinion-2024"])


@pytest.mark.parametrize(
    ("statement", "cited", "fault"),
    [
        (CITED, CITED, None),
        ("择优分级给予50万元、80万元专项资金资助。", CITED, None),
        ("择优分级给予50万元、90万元专项资金资助。", CITED, "hard_token"),
        ("给予0万元、80万元专项资金资助", CITED, "hard_token"),
        ("择优分级给予50亿元专项资金资助。", CITED, "hard_token"),
        ("支持5个年度。", CITED, "hard_token"),
        ("支持3个月。", CITED, "hard_token"),
        ("支持3个工作日。", CITED, "hard_token"),
        ("依据第十四条给予50万元专项资金资助。", CITED, "hard_token"),
        ("依据专栏13给予50万元专项资金资助。", CITED, "hard_token"),
        ("择优分级没有给予50万元专项资金资助。", CITED, "negation"),
        ("申报单位重复申报,应当在30日内提交材料,但已公示的除外。", FORBIDS, "negation"),
        ("申报单位不得重复申报,应当在30日内提交材料。", FORBIDS, "negation"),
        ("申报单位不得重复申报,可以在30日内提交材料,但已公示的除外。", FORBIDS, "modality"),
        ("申报单位不得重复申报,在30日内提交材料,但已公示的除外。", FORBIDS, "modality"),
        ("鼓励知识产权证券化等新模式发展。", CITED, "modality"),
        ("重庆市择优分级给予50万元、80万元专项资金资助。", CITED, "place"),
        ("成都市择优分级给予50万元、80万元专项资金资助。", CITED, None),
        ("房屋租赁合同登记备案机关的办公地点。", CITED, "wording"),
    ],
)
def test_support(index, statement, cited, fault):
    assert fault_of(index, statement, cited) == fault


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("知识产权质押融资登记金额：2025年目标值120亿元（预期性）。", None),
        ("知识产权质押融资登记金额：2020年基期值60亿元，2025年目标值120亿元（预期性）。", None),
        ("到2025年，知识产权质押融资登记金额达到120亿元。", None),
        ("知识产权质押融资登记金额：2025年目标值150亿元（预期性）。", "number"),
        ("知识产权质押融资登记金额：2025年目标值60亿元（预期性）。", "number"),
        ("知识产权质押融资登记金额：2020年基期值120亿元（预期性）。", "number"),
        ("知识产权质押融资登记金额的目标是60亿元。", "number"),
        ("知识产权质押融资登记金额：2025年目标值120万元（预期性）。", "number"),
        ("知识产权质押融资登记金额：2030年目标值120亿元（预期性）。", "number"),
        ("知识产权质押融资登记金额：2025年目标值60120亿元。", "number"),
        ("亿元60120预期性", "number"),
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
        ({"text": "给予90万元专项资金资助"}, "hard_token"),
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
