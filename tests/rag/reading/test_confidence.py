"""The model that says how likely a clause is to answer."""

from dataclasses import replace

import pytest

from rag.answering.compose import ExtractiveGenerator
from rag.pipeline import Pipeline
from rag.reading.confidence import FEATURES, Model, features, rated, shipped_model
from rag.understanding.understand import understand
from tests.conftest import TODAY

MODEL = Model(
    weights=dict.fromkeys(FEATURES, 0.0) | {"coverage": 2.0}, bias=-1.0, risks=((0.2, 0.4), (0.4, 0.2), (0.6, 0.1))
)


def test_confidence_by_hand():
    nothing = [0.0] * len(FEATURES)
    assert MODEL.confidence(nothing) == pytest.approx(0.2689, abs=1e-4)
    assert MODEL.confidence([1.0, *nothing[1:]]) == pytest.approx(0.7311, abs=1e-4)


@pytest.mark.parametrize(
    ("most_wrong", "least"), [(0.5, 0.2), (0.4, 0.2), (0.3, 0.4), (0.2, 0.4), (0.15, 0.6), (0.1, 0.6), (0.01, 0.6)]
)
def test_the_threshold_keeps_the_share_of_wrong_answers(most_wrong, least):
    assert MODEL.least_for(most_wrong) == least


def test_the_shipped_model_knows_every_feature():
    model = shipped_model()
    assert set(model.weights) == set(FEATURES)
    confidences, shares = zip(*model.risks, strict=True)
    assert list(confidences) == sorted(confidences)
    assert list(shares) == sorted(shares, reverse=True)


def test_features_and_ratings(pipeline):
    question = understand("成都示范项目能拿多少钱", pipeline.library, as_of=TODAY)[0][0]
    evidence = pipeline.evidence(question)
    rows = features(question, evidence, pipeline.library)
    assert len(rows) == len(evidence)
    assert all(len(row) == len(FEATURES) and all(0 <= value <= 1.5 for value in row) for row in rows)
    again = rated(question, evidence, pipeline.library, shipped_model(), least=0.4)
    assert all(item.suffices is (item.confidence >= 0.4) for item in again)
    looked_up = replace(evidence[0], hit=replace(evidence[0].hit, source="lookup"), confidence=1.0, suffices=True)
    assert rated(question, [looked_up], pipeline.library, MODEL, least=0.99) == (looked_up,)


def test_a_lower_risk_refuses_more(index):
    asked = "员工跳槽把配方带走了，重庆对这种秘密有什么保护措施？"
    careful, bold = (
        Pipeline(index, ExtractiveGenerator(), most_wrong=share, today=lambda: TODAY) for share in (0.01, 0.3)
    )
    assert careful.answer(asked).status == "not_found"
    assert bold.answer(asked).status == "answered"
