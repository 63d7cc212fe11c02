"""Hits read sentence by sentence: which year a sentence speaks of."""

from dataclasses import replace

import pytest

from index.types import Hit
from rag.library import Library
from rag.reading.evidence import read_evidence
from rag.understanding.understand import understand
from tests.conftest import TODAY


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("到2016年，培育企业100家。发明专利申请500件。", [True, True]),  # the year stays until another is named
        ("到2016年，培育企业100家。到2020年，发明专利申请500件。", [True, False]),
        ("培育企业100家。到2016年，发明专利申请500件。", [False, True]),
    ],
)
def test_a_year_governs_what_follows_it_in_its_clause(index, text, years):
    library = Library(index)
    question = understand("2016年发明专利申请多少件", library, as_of=TODAY)[0][0]
    clause = replace(
        index.clause("tj-sei-opinion-2013/h1_3__h2_3"), text=text, end=len(text), path=(), heading=None, columns=()
    )
    [item] = read_evidence(question, [Hit(clause=clause, score=1.0, rank=1, source="fused")], library)
    assert [sentence.in_years for sentence in item.sentences] == years
