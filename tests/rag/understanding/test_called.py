"""Documents called by their kind with their subject or their year."""

import pytest

from index import regions
from rag.understanding.called import called


@pytest.mark.parametrize(
    ("question", "place", "ids", "rest"),
    [
        ("按战略性新兴产业那份意见，哪些企业能给股权", "510000", ("sc-sei-opinion",), "按 ，哪些企业能给股权"),
        ("战略性新兴产业的意见", None, ("sc-sei-opinion", "tj-sei-opinion-2013"), " "),
        ("2013年那份意见的专项任务", "120000", ("tj-sei-opinion-2013",), " 的专项任务"),
        ("2016年知识产权强市实施意见说了什么", None, ("cq-opinion-2016",), " 说了什么"),
        ("2015年那份意见", "120000", (), "2015年那份意见"),
        ("战略性新兴产业发展规划", None, (), "战略性新兴产业发展规划"),
        ("到2025年的规划目标", None, (), "到2025年的规划目标"),
        ("知识产权强市那份意见", "120000", (), "知识产权强市那份意见"),
    ],
)
def test_documents_called_so(pipeline, question, place, ids, rest):
    found = called(question, [regions.region(place)] if place else [], pipeline.library.documents)
    assert (found.document_ids, found.rest) == (ids, rest)


def test_a_document_called_so_alone_answers(pipeline):
    answer = pipeline.answer("天津2013年那份意见的专项任务涉及哪七个产业？")
    assert {citation.clause.parent for citation in answer.citations} == {"tj-sei-opinion-2013/h1_3"}
    assert len(answer.citations) == 7
