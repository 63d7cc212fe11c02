"""Each metric by hand; the ones of ranked lists against ir-measures too."""

from datetime import date

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import citations, correctness, faithfulness, refusal, selective
from eval.metrics.gold import as_ranking, cites, sets_met
from eval.metrics.ranking import capped_recall, ndcg, recall, reciprocal_rank
from eval.metrics.scores import METRICS, is_flawless, scores_of
from eval.metrics.sources import Source
from eval.metrics.statements import Statement, statements
from eval.metrics.tokens import tokens_of
from eval.metrics.validity import validity_notices
from eval.response import Noticed
from tests.eval.responses import case, response

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def money(index):
    """The clause that says who gets 50万元、80万元, and the sentence."""
    clause = next(c for c in index.clauses_of("cd-opinion-2024") if c.is_leaf and "50万元" in c.text)
    start = clause.text.index("根据年度综合评价结果")
    return clause, clause.text[start : clause.text.index("。", start) + 1]


@pytest.fixture(scope="module")
def row(index):
    return index.clause("sc-plan-2021/chp_2__h1_3__box_1__row_2")


def test_a_clause_below_a_gold_clause_counts():
    assert cites("d/h1_1__p_2", "d/h1_1")
    assert cites("d/h1_1", "d/h1_1")
    assert not cites("d/h1_10", "d/h1_1")
    assert sets_met(["d/h1_1__p_2", "d/x"], [["d/a", "d/h1_1"], ["d/b"]]) == {0}


def test_citations_against_gold_sets():
    asked = case(gold=[["d/a", "d/b"], ["d/c"]])
    given_ = response("甲[1]乙[2]丙[3]", "d/b", "e/x__p_1", "d/a__p_1")
    assert citations.citation_recall(given_, asked) == pytest.approx(1 / 2)
    assert citations.citation_precision(given_, asked) == pytest.approx(2 / 3)
    assert citations.citation_f1(given_, asked) == pytest.approx(2 * (1 / 2) * (2 / 3) / (1 / 2 + 2 / 3))
    assert citations.document_precision(given_, asked) == pytest.approx(2 / 3)
    twice = response("甲[1]乙[2]丙[3]", "d/b", "d/b", "e/x")
    assert citations.citation_precision(twice, asked) == 1 / 2
    unmarked = response("甲[2]", "d/b", "e/x")
    assert citations.citation_recall(unmarked, asked) == 0  # no marker stands for the right one
    nothing = response("甲。")
    assert citations.citation_precision(nothing, asked) is None
    assert citations.citation_f1(nothing, asked) == 0


def test_a_marker_out_of_range_is_a_citation_that_bears_on_nothing(index, row):
    asked = case(gold=[[row.id]])
    cited = response("· 甲[1]\n· 乙[7]", ([row.id], row.text))
    assert citations.citation_precision(cited, asked) == 1 / 2
    assert citations.citation_validity(cited, index) == 1 / 2


@pytest.mark.parametrize(
    ("ids", "quotation", "retrieved", "valid"),
    [
        (["{id}"], "{text}", None, 1),
        (["{id}"], "{text}", (("{id}",),), 1),
        (["{id}"], "{text}", (("{parent}",),), 1),
        (["{id}"], "{text}", (("d/other",),), 0),
        (["{id}__art_9"], "{text}", None, 0),
        (["{id}"], "另外{text}", None, 0),
        (["{id}"], "", None, 0),
        ([], "{text}", None, 0),
    ],
)
def test_validity(index, money, ids, quotation, retrieved, valid):
    clause, sentence = money
    fill = {"id": clause.id, "text": sentence, "parent": clause.parent}
    found = tuple(tuple(i.format(**fill) for i in passage) for passage in retrieved) if retrieved else None
    cited = response("· 甲[1]", ([i.format(**fill) for i in ids], quotation.format(**fill)), retrieved=found)
    assert citations.citation_validity(cited, index) == valid


def test_a_passage_over_several_clauses_stands_in_its_document(index, money):
    clause, _ = money
    document = index.documents[clause.document_id]
    ids = [c.id for c in index.clauses_of(document.id) if c.is_leaf][3:6]
    text = document.text[index.clause(ids[0]).start : index.clause(ids[-1]).end]
    assert citations.citation_validity(response("· 甲[1]", (ids, text)), index) == 1
    assert citations.citation_validity(response("· 甲[1]", (ids, f"{text}乙丙丁")), index) == 0


def test_what_a_text_states(index, money):
    clause, sentence = money
    heading = f"【成都】{index.documents[clause.document_id].short_name}：\n{clause.path[-1]}\n"
    cited = ([clause.id], sentence)
    said = statements(response(f"{heading}· {sentence}[1]\n\n另外可以咨询。", cited), "?", index)
    assert said == (Statement(text=sentence, numbers=(1,)), Statement(text="另外可以咨询。", numbers=()))
    # A lead-in states nothing: words that announce, and those of the question.
    assert statements(response(f"具体如下：\n· {sentence}[1]", cited), "?", index)[0].numbers == (1,)
    assert len(statements(response(f"可得90万元，具体如下：\n· {sentence}[1]", cited), "?", index)) == 2
    claim = "所有企业均无条件报销："
    assert len(statements(response(f"{claim}\n· {sentence}[1]", cited), "?", index)) == 2
    assert len(statements(response(f"与所问“90万元”不一致：\n· {sentence}[1]", cited), "是90万元吗", index)) == 1
    # Two sentences before a marker are cited by it; an entry in a list of sources states nothing if it is one.
    name = index.documents[clause.document_id].short_name
    listed = f"依据：\n[1] {name} {clause.address} /documents/{clause.document_id}#{clause.eid}"
    assert statements(response(f"甲。乙。[1][2]丙。\n\n{listed}", cited), "?", index) == (
        Statement(text="甲。乙。", numbers=(1, 2)),
        Statement(text="丙。", numbers=()),
    )
    assert statements(response("依据：\n[1] 每家企业直接补贴。", cited), "?", index)[0].text == "每家企业直接补贴。"
    # However its markers are typed.
    for marked in ("甲。【1】", "甲。[1,2]", "甲。［1］", "甲。[^1]", "1. 甲。[1]", "**甲**。[1]"):
        [one] = statements(response(marked, cited), "?", index)
        assert (one.text, one.numbers[0]) == ("甲。", 1), marked
    assert statements(response(sentence, status="not_found"), "?", index) == ()


def test_cited_statements(index):
    said = (Statement(text="甲", numbers=(1,)), Statement(text="乙", numbers=()), Statement(text="丙", numbers=(9,)))
    assert citations.cited_statements(said, response("", "d/a")) == pytest.approx(1 / 3)
    assert citations.cited_statements((), response("")) is None


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("给予50万元、80万元,支持3个年度", {"500000元", "800000元", "3年度"}),
        ("自2021年12月30日起5年", {"2021年", "12月", "30日", "5年"}),
        ("百分之二十，增长20.50%", {"20%", "20.5%"}),
        ("川府发〔2021〕48号第十四条、专栏6", {"川府发〔2021〕48号", "第14条", "专栏6"}),
        ("市知识产权局会同财政局", {"产权局", "财政局"}),
        ("支持期三年", {"3年"}),
        ("不超过30%，最高50万元，10家以上", {"至多30%", "至多500000元", "至少10家"}),
        ("四川和重庆", {"四川省", "重庆市"}),
        ("五千元，三十个年度，两亿元", {"5000元", "30年度", "200000000元"}),
        ("59,700件，5.97万件", {"59700件"}),
        ("根据成知发〔2024〕3号", {"成知发〔2024〕3号"}),
        ("一个中心，委托开展布局", set()),
        ("没有数字", set()),
    ],
)
def test_hard_tokens(text, tokens):
    assert tokens_of(text) == tokens


@pytest.mark.parametrize(
    ("said", "faithful", "tokens", "polarity", "modality"),
    [
        ("{sentence}", 1, 1, 1, 1),
        ("此外，{sentence}", 1, 1, 1, 1),
        ("根据年度综合评价结果择优分级给予**500,000元**、80万专项资金资助", 1, 1, 1, 1),
        ("{short}5个年度。", 0, 0, 1, 1),
        ("根据年度综合评价结果择优分级给予50万元、90万元专项资金资助", 0, 0, 1, 1),
        ("根据年度综合评价结果择优分级不予给予50万元、80万元专项资金资助", 0, 1, 0, 1),
        ("由成都海关根据年度综合评价结果择优分级给予50万元、80万元专项资金资助", 0, 0, 1, 1),
        ("给予50万元、80万元专项资金资助,支持3个年度。", 0, 1, 1, 1),  # to whom, it does not say
        ("{sentence}所有企业均可放心申领，无条件兑现。", 0, 1, 0, 1),
        ("{short}3个年度，相关费用由企业自行承担。", 0, 1, 1, 1),
        ("企业都应该多读书多看报", 0, 1, 1, 0),
    ],
)
def test_faithfulness_of_a_sentence(index, money, said, faithful, tokens, polarity, modality):
    clause, sentence = money
    text = said.replace("{sentence}", sentence).replace("{short}", sentence.rpartition("3")[0])
    given_ = response(f"· {text}[1]", ([clause.id], sentence))
    stated = statements(given_, "?", index)
    checks = (faithfulness.faithful, faithfulness.tokens_kept, faithfulness.polarity_kept, faithfulness.modality_kept)
    assert [check(stated, given_, index) for check in checks] == [faithful, tokens, polarity, modality]


@pytest.mark.parametrize(
    ("said", "source", "polarity", "modality"),
    [
        ("不得超过30%。", "补贴不得超过30%。", 1, 1),
        ("可以超过30%。", "补贴不得超过30%。", 0, 0),
        ("申请人可以提交材料。", "申请人应当提交材料。", 1, 0),
        ("申请人应当提交材料并不予退还。", "申请人应当提交材料并予退还。", 0, 1),
        ("不断完善制度。", "完善制度。", 1, 1),
        ("限制企业参加培训。", "支持企业参加培训。", 0, 0),
        ("企业暂缓参加培训。", "企业参加培训。", 0, 1),
    ],
)
def test_polarity_and_modality_by_what_they_govern(said, source, polarity, modality):
    sources = [Source(text=source)]
    assert faithfulness.keeps_polarity(said, sources) == polarity
    assert faithfulness.keeps_modality(said, sources) == modality


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("新增专利40万件，商标101万件。", 1),
        ("新增专利101万件，商标40万件。", 0),
        ("商标101万件。", 1),
        ("新增专利101万件。", 0),
    ],
)
def test_an_amount_is_of_the_same_thing(said, kept):
    assert faithfulness.keeps_tokens(said, [Source(text="全省新增专利40万件，注册商标101万件。")]) == kept


def test_a_condition_left_out_is_missed():
    source = [Source(text="符合条件的高新技术企业，给予50万元补助；其他企业不予补助。")]
    assert faithfulness.keeps_conditions("符合条件的高新技术企业，给予50万元补助。", source)
    assert not faithfulness.keeps_conditions("高新技术企业，给予50万元补助。", source)
    assert faithfulness.keeps_conditions("其他企业不予补助。", source)  # another part of the sentence


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("知识产权质押融资登记金额：2025年目标值120亿元（预期性）", 1),
        ("知识产权质押融资登记金额：2025年目标值60亿元", 0),
        ("知识产权质押融资登记金额：2020年基期值60亿元，2025年目标值120亿元", 1),
        ("知识产权质押融资登记金额：2020年基期值120亿元，2025年目标值60亿元", 0),
        ("知识产权质押融资登记金额2020年为60亿元，2025年为120亿元", 1),
        ("知识产权质押融资登记金额2020年为120亿元，2025年为60亿元", 0),
        ("2025年目标值，60亿元；2020年基期值，120亿元", 0),
        ("知识产权质押融资登记金额：2025年目标值120亿元，由重庆市财政厅验收", 0),
        ("{row}", 1),
    ],
)
def test_a_row_is_held_against_its_columns(index, row, said, kept):
    given_ = response(f"· {said.replace('{row}', row.text)}。[1]", ([row.id], row.text))
    assert faithfulness.tokens_kept(statements(given_, "?", index), given_, index) == kept


def test_overlap_counts_what_is_not_cited_as_nothing(index, money):
    clause, sentence = money
    given_ = response(f"· {sentence}[1]\n· 另说一句。", ([clause.id], sentence))
    assert faithfulness.overlap(statements(given_, "?", index), given_, index) == 1 / 2


@pytest.mark.parametrize(
    ("text", "required", "forbidden", "score"),
    [
        ("给予 50 万元", ["50万元"], [], 1),
        ("给予50万元", ["50万元", "80万元"], [], 0.5),
        ("50万元，60亿元", ["50万元"], ["60亿元"], 0),
        ("50万元", [], ["60亿元"], 1),
        ("", [], [], None),
        ("支持15年", ["5年"], [], 0),
        ("占3.5%", ["3"], [], 0),
        ("〔2024〕3号：支持五年", ["3号"], [], 1),
    ],
)
def test_required_strings(text, required, forbidden, score):
    assert correctness.required_strings(text, text, case(required=required, forbidden=forbidden)) == score


def test_a_bare_number_must_be_said_and_not_stand_in_a_heading():
    asked = case(required=["3"])
    assert correctness.required_strings("成知发〔2024〕3号：支持五年", "支持五年", asked) == 0
    assert correctness.required_strings("成知发〔2024〕3号：支持3个年度", "支持3个年度", asked) == 1


def test_reference_f1_by_hand():
    assert correctness.reference_f1("专利质押", "专利质押。") == 1
    assert correctness.reference_f1("专利质押", "专利保护") == pytest.approx(2 * 1 / 6)
    assert correctness.reference_f1("", "专利") == 0


def test_refusals():
    wanted = case(answerable=False, reason="missing_detail")
    refuses = response("没有", status="not_found", reason="no_evidence")
    assert refusal.refused(refuses, wanted) == refusal.right_reason(refuses, wanted) == 1
    assert refusal.right_reason(refuses, case(answerable=False, reason="outside_coverage")) == 0
    assert refusal.refused(response("没有", "d/a", status="not_found"), wanted) == 0  # it cites as if they did
    assert refusal.refused(response("没有，一般是37万元", status="not_found"), wanted) == 0
    assert refusal.refused(response("川府发〔2021〕48号等5份文件没有规定", status="not_found"), wanted) == 1
    assert refusal.right_reason(response("没有", status="not_found"), wanted) is None  # it gives none
    asks = case(answerable=False, question="是37万元吗")
    assert refusal.refused(response("没有写明是37万元", status="not_found"), asks) == 1
    assert refusal.refused(response("有"), wanted) == 0
    assert selective.is_wrong(response("有", "d/a"), wanted)
    assert not selective.is_wrong(response("有", "d/a"), case(gold=[["d/a"]]))
    assert selective.is_wrong(response("有", "d/b"), case(gold=[["d/a"]]))


def test_risk_and_coverage_by_hand():
    sure, wrong = [0.9, 0.8, 0.8, 0.1], [False, True, False, True]
    assert selective.risk_coverage(sure, wrong) == [(0.25, 0), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]
    assert selective.aurc(sure, wrong) == pytest.approx((0 + 1 / 3 + 1 / 3 + 1 / 2) / 4)
    assert selective.aurc([], []) == 0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_the_curve_ends_at_the_risk_of_answering_all(pairs):
    sure, wrong = [one for one, _ in pairs], [other for _, other in pairs]
    points = selective.risk_coverage(sure, wrong)
    assert points[-1] == (1.0, pytest.approx(sum(wrong) / len(wrong)))
    assert len(points) == len(set(sure))


def test_notices_on_validity(index):
    ended = next(c.id for c in index.clauses_of("sc-plan-2021") if c.is_leaf)
    said = response("甲[1]", ended, notices=(Noticed(code="period_ended", document_id="sc-plan-2021"),))
    assert validity_notices(said, index, DAY) == 1
    assert validity_notices(response("甲[1]", ended), index, DAY) == 0
    assert validity_notices(response("甲[1]\n注意：该规划的规划期已结束。", ended), index, DAY) == 1
    assert validity_notices(response("甲[1]", ended), index, date(2023, 1, 1)) is None
    assert validity_notices(response("甲"), index, DAY) is None


def test_passages_as_a_ranking_of_gold_sets():
    gold = [["d/a", "d/b"], ["d/c"]]
    ranked, judged = as_ranking([("d/x",), ("d/b__p_1",), ("d/a",), ("d/c", "d/y")], gold)
    assert ranked == ["no set, rank 0", "0", "no set, rank 2", "1"]
    assert judged == {"0": 1, "1": 1}
    assert capped_recall(ranked, judged, 2) == 1 / 2
    assert capped_recall(ranked, judged, 1) == 0
    assert capped_recall(["0"], judged, 1) == 1  # the best that one passage can do


@given(
    st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True),
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3), min_size=1),
)
def test_ranking_metrics_agree_with_ir_measures(ranked, judged):
    run = [ir_measures.ScoredDoc("q", passage, -place) for place, passage in enumerate(ranked)]
    qrels = [ir_measures.Qrel("q", passage, relevance) for passage, relevance in judged.items()]
    if not any(judged.values()):
        return  # trec_eval leaves out queries without a relevant passage
    ours = {
        ir_measures.R @ 5: recall(ranked, judged, 5),
        ir_measures.RR @ 5: reciprocal_rank(ranked, judged, 5),
        ir_measures.nDCG @ 5: ndcg(ranked, judged, 5),
    }
    theirs = ir_measures.calc_aggregate(list(ours), qrels, run)
    assert {str(m): value for m, value in theirs.items()} == pytest.approx({str(m): v for m, v in ours.items()})


def test_every_metric_is_said_and_only_what_concerns_a_case_is_scored(index, row):
    right = response(f"· {row.text}[1]", ([row.id], row.text), retrieved=((row.id,),))
    asked = case(gold=[[row.id]], reference=row.text, required=["60"])
    found = scores_of(right, asked, index, DAY)
    assert set(METRICS) - set(found) == {"refused", "right_reason"}
    assert found["R@5"] == 1
    refused = scores_of(response(status="not_found", reason="no_evidence"), case(answerable=False), index, DAY)
    assert refused == {"refused": 1.0, "right_reason": 1.0}
    assert is_flawless(refused)
    assert not is_flawless({**refused, "faithfulness": 0.5})
