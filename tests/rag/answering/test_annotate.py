"""What an answer says of documents that are out of date."""

from dataclasses import replace
from datetime import date

import pytest

from index.types import OtherDocument
from rag.answering.annotate import validity_notices
from rag.library import Library
from rag.understanding.understand import understand
from tests.conftest import TODAY

BY = OtherDocument(document_id="new", name="《某新办法》", since=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("changes", "as_of", "code", "said"),
    [
        ({"repealed_by": BY}, TODAY, "repealed", "已被《某新办法》废止"),
        ({"replaced_by": BY}, TODAY, "amended", "见《某新办法》"),
        ({"replaced_by": BY}, date(2024, 12, 31), None, ""),
        ({"expiry_date": date(2025, 12, 31)}, TODAY, "expired", "2025-12-31"),
        ({"effective_date": date(2027, 1, 1)}, TODAY, "not_yet_effective", "2027-01-01"),
        ({"expiry_date": None, "effective_date": None}, TODAY, "status_unknown", "未载明有效期"),
        ({"recognised": True}, TODAY, "recognised", "由扫描件识别而来"),
        ({}, TODAY, None, ""),
    ],
)
def test_notices_of_validity(index, changes, as_of, code, said):
    document = replace(index.documents["cd-opinion-2024"], **changes)
    question = understand("质押融资", Library(index), as_of=as_of)[0][0]
    notices = validity_notices(question, [document])
    assert [notice.code for notice in notices] == ([code] if code else [])
    assert all(said in notice.text for notice in notices)
