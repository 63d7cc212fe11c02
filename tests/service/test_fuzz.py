"""Requests made from the service's own description of itself: whatever is sent, no error that is not documented.

``FUZZ_EXAMPLES=700 pytest tests/service/test_fuzz.py`` sends ten thousand.
"""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from service import create_app
from service.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore")

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance)


def test_nothing_sent_makes_an_error_of_ours(pipeline, tmp_path):
    schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(pipeline, Settings(state=tmp_path)))
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 14
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        )
        def send(case):
            case.call_and_validate(checks=CHECKS)

        send()
