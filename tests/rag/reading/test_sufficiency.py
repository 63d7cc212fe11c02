"""The ladder of refusals on made-up evidence: what qualifies a sentence, and which reason its absence gives."""

from dataclasses import replace

import pytest

from index.types import Hit
from rag.library import Library
from rag.reading.sufficiency import answers, insufficiency
from rag.types import Evidence, Reason, Scope, Sentence
from rag.understanding.understand import understand
from tests.conftest import TODAY

GOOD = Sentence(start=0, end=3, text="好", coverage=0.9, topic_share=1.0, on_topic=True, in_years=True, has_value=True)


@pytest.fixture
def ask(index):
    library = Library(index)
    return lambda text: understand(text, library, as_of=TODAY)[0][0]


@pytest.fixture
def item(index):
    clause = index.clause("cd-opinion-2024/h1_5__h2_2__p_1")
    hit = Hit(clause=clause, score=1.0, rank=1, source="fused", lexical=0.3, cosine=0.4)
    return Evidence(
        key="E1",
        hit=hit,
        document=index.documents[clause.document_id],
        sentences=(GOOD,),
        confidence=0.9,
        suffices=True,
    )


@pytest.mark.parametrize(
    ("text", "change", "of_item", "fits"),
    [
        ("质押融资有什么支持", {"coverage": 0.2, "on_topic": False}, {}, True),
        ("质押融资有什么支持", {"has_value": False}, {}, True),
        ("质押融资有什么支持", {}, {"suffices": False}, False),
        ("质押融资能拿多少钱", {}, {}, True),
        ("质押融资能拿多少钱", {"has_value": False}, {}, False),
        ("质押融资能拿多少钱", {"on_topic": False}, {}, False),
        ("2025年质押融资的目标", {"in_years": False}, {}, False),
    ],
)
def test_answers(ask, item, text, change, of_item, fits):
    assert answers(ask(text), replace(item, **of_item), replace(GOOD, **change)) is fits


@pytest.mark.parametrize(
    ("text", "change", "reason"),
    [
        ("质押融资有什么支持", {}, None),
        ("质押融资有什么支持", {"coverage": 0.1}, Reason.NO_EVIDENCE),
        ("质押融资能拿多少钱", {"has_value": False}, Reason.MISSING_DETAIL),
        ("质押融资能拿多少钱", {"has_value": False, "on_topic": False}, Reason.NO_EVIDENCE),
        ("质押融资能拿多少钱", {"has_value": False, "topic_share": 0.4}, Reason.NO_EVIDENCE),
        ("国办发〔2023〕37号有什么支持", {}, Reason.UNKNOWN_REFERENCE),
        ("好吗", {}, Reason.NO_EVIDENCE),
    ],
)
def test_reasons(ask, item, text, change, reason):
    item = replace(item, sentences=(replace(GOOD, **change),), suffices=not change or "has_value" in change)
    scope = Scope(groups=((item.document.region, (item.document.id,)),), uncovered=())
    assert insufficiency(ask(text), scope, [item]) is reason
    assert insufficiency(ask("质押融资有什么支持"), Scope(groups=(), uncovered=()), []) is Reason.OUTSIDE_COVERAGE
