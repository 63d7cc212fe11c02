"""A reranker in the pipeline."""

import logging

import pytest

from index.errors import ModelError
from rag.pipeline import Pipeline
from tests.fakes import LetterReranker

QUESTION = "专利质押融资有什么支持"


class Backwards:
    id = "backwards"

    def scores(self, question, passages):
        return [place / len(passages) for place in range(len(passages))]


class Down:
    id = "down"

    def scores(self, question, passages):
        raise ModelError("http://server/v1/rerank: HTTP 503.")


def with_reranker(pipeline, reranker):
    return Pipeline(pipeline.index, pipeline.generator, reranker=reranker, today=pipeline.today)


def test_the_best_hits_take_its_order(pipeline):
    plain = pipeline.search(QUESTION, count=100)
    again = with_reranker(pipeline, Backwards()).search(QUESTION, count=100)
    assert [hit.clause.id for hit in again[:20]] == [hit.clause.id for hit in plain[:20]][::-1]
    assert [hit.clause.id for hit in again[20:]] == [hit.clause.id for hit in plain[20:]]
    assert [hit.rank for hit in again] == list(range(1, len(again) + 1))
    assert {hit.source for hit in again[:20]} == {"rerank"}


def test_it_is_given_the_question_and_what_clauses_are_found_by(pipeline):
    seen = []

    class Spy(LetterReranker):
        def scores(self, question, passages):
            seen.append((question, passages))
            return super().scores(question, passages)

    with_reranker(pipeline, Spy()).search(QUESTION, count=3)
    [(question, passages)] = seen
    assert question == QUESTION
    assert len(passages) == 3
    assert "四川" in passages[0] or "成都" in passages[0]


def test_what_is_named_by_its_address_is_not_reranked(pipeline):
    named = "川府发〔2021〕48号专栏6说了什么"
    assert with_reranker(pipeline, Backwards()).search(named) == pipeline.search(named)


def test_one_that_is_down_leaves_the_order_and_is_logged(pipeline, caplog):
    with caplog.at_level(logging.WARNING):
        hits = with_reranker(pipeline, Down()).search(QUESTION)
    assert hits == pipeline.search(QUESTION)
    assert "HTTP 503" in caplog.text
    assert QUESTION not in caplog.text


@pytest.mark.parametrize("reranker", [None, LetterReranker()])
def test_an_answer_cites_whatever_the_order(pipeline, reranker):
    answer = with_reranker(pipeline, reranker).answer("成都示范项目能拿多少钱")
    assert answer.status == "answered"
    assert "50万元" in answer.text
