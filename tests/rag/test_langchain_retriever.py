"""LangChain's own standard tests of a retriever, and what a clause is to it."""

import pytest
from langchain_tests.integration_tests import RetrieversIntegrationTests

from rag.langchain_retriever import ClauseRetriever


class TestStandard(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _with_pipeline(self, pipeline):
        self.pipeline = pipeline

    @property
    def retriever_constructor(self):
        return ClauseRetriever

    @property
    def retriever_constructor_params(self):
        return {"pipeline": self.pipeline}

    @property
    def retriever_query_example(self):
        return "质押融资有什么支持"


def test_a_clause_is_a_document_with_its_address(pipeline):
    found = ClauseRetriever(pipeline=pipeline, region="500000", k=2).invoke("质押融资")
    assert len(found) == 2
    clause = pipeline.index.clause(found[0].id)
    assert found[0].page_content == clause.reading
    assert found[0].metadata["document_number"] == "渝府发〔2016〕25号"
    assert found[0].metadata["path"].endswith(f"#{clause.eid}")
