"""What every system under test does, ours and others': imported by the tests of each."""

import json
from collections.abc import Sequence

from eval.cases.case import Case
from eval.metrics.statements import markers
from eval.response import Target


def check_target(target: Target, cases: Sequence[Case]) -> None:
    """``cases`` hold answerable ones and others."""
    identity = dict(target.identity())
    assert json.loads(json.dumps(identity)) == dict(target.identity())
    assert all(isinstance(value, str) for value in identity.values())
    assert target.name
    statuses = set()
    for case in cases:
        response = target.ask(case)
        statuses.add(response.status)
        numbers = [citation.number for citation in response.citations]
        assert len(set(numbers)) == len(numbers)
        assert set(numbers) <= set(markers(response.text)), case.id
        assert all(citation.clause_ids and citation.text for citation in response.citations)
        assert not (response.is_refusal and response.citations)
        assert response.milliseconds > 0
        assert response.retrieved is None or all(isinstance(passage, tuple) for passage in response.retrieved)
    assert "failed" not in statuses
    assert len(statuses) > 1
