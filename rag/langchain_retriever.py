"""The clauses for those who build on LangChain: a ``BaseRetriever`` over a pipeline."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from rag.pipeline import Pipeline
from rag.types import page_of


class ClauseRetriever(BaseRetriever):
    """Finds the ``k`` clauses that an answer would be looked for in, best first.

    A document's ``page_content`` is the clause as it reads, its ``id`` the clause's; its metadata name the document, the
    address within it and where it can be read.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    pipeline: Pipeline
    k: int = 5
    region: str | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **given: Any
    ) -> list[Document]:
        del run_manager
        hits = self.pipeline.search(query, region=self.region, count=given.get("k", self.k))
        documents = self.pipeline.library.documents
        return [
            Document(
                id=hit.clause.id,
                page_content=hit.clause.reading,
                metadata={
                    "document_id": hit.clause.document_id,
                    "title": documents[hit.clause.document_id].name,
                    "document_number": documents[hit.clause.document_id].document_number,
                    "address": hit.clause.address,
                    "path": page_of(hit.clause),
                    "score": round(hit.score, 4),
                },
            )
            for hit in hits
        ]
