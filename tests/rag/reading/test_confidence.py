"""The model that says how likely a clause is to answer."""

from dataclasses import replace

import pytest

from rag.answering.compose import ExtractiveGenerator
from rag.pipeline import Pipeline
from rag.reading.confidence import FEATURES, Model, features, rated, shipped_model
from rag.understanding.understand import understand
from tests.conftest import TODAY

MODEL = Model(weights=dict.fromkeys(FEATURES, 0.0) | {"coverage against the best": 2.0}, bias=-1.0)


def test_confidence_by_hand():
    nothing = [0.0] * len(FEATURES)
    assert MODEL.confidence(nothing) == pytest.approx(0.2689, abs=1e-4)
    assert MODEL.confidence([1.0, *nothing[1:]]) == pytest.approx(0.7311, abs=1e-4)


def test_the_shipped_model_knows_every_feature():
    assert set(shipped_model().weights) == set(FEATURES)


def test_features_and_ratings(pipeline):
    question = understand("成都示范项目能拿多少钱", pipeline.library, as_of=TODAY)[0][0]
    evidence = pipeline.evidence(question)
    rows = features(question, evidence, pipeline.library)
    assert len(rows) == len(evidence)
    assert all(len(row) == len(FEATURES) and all(-0.5 <= value <= 1.5 for value in row) for row in rows)
    again = rated(question, evidence, pipeline.library, shipped_model(), least=0.4)
    assert all(item.suffices is (item.confidence >= 0.4) for item in again)
    looked_up = replace(evidence[0], hit=replace(evidence[0].hit, source="lookup"), confidence=1.0, suffices=True)
    assert rated(question, [looked_up], pipeline.library, MODEL, least=0.99) == (looked_up,)


def test_wanting_more_confidence_refuses_more(index):
    asked = "员工跳槽把配方带走了，重庆对这种秘密有什么保护措施？"
    careful, bold = (
        Pipeline(index, ExtractiveGenerator(), least_confidence=least, today=lambda: TODAY) for least in (0.95, 0.4)
    )
    assert careful.answer(asked).status == "not_found"
    assert bold.answer(asked).status == "answered"
