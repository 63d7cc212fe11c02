"""Both datasets asked of the pipeline once, for every test that looks at them."""

import pytest

from eval.cases.case import read_cases
from eval.cases.shipped import DATASET, HELD_OUT
from eval.runs.outcome import AS_OF, scored
from eval.targets.asking import ask_all
from eval.targets.pipeline import PipelineTarget


@pytest.fixture(scope="session")
def target(pipeline):
    return PipelineTarget(pipeline, AS_OF)


@pytest.fixture(scope="session")
def outcomes(target, index):
    """By dataset the outcomes of the shipped pipeline."""
    return {
        path: scored(cases, ask_all(cases, target), index)
        for path in (DATASET, HELD_OUT)
        for cases in [read_cases(path)]
    }
