"""Dify's external knowledge: ``POST /retrieval`` gives the clauses that a question is answered from."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from rag import Pipeline
from rag.types import page_of
from service.api.schemas import Text
from service.parts import PartsNow
from service.problems import RESPONSES

router = APIRouter(responses=RESPONSES)


class RetrievalSetting(BaseModel):
    """How many clauses, and how near."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    top_k: Annotated[int, Field(ge=1, le=50)] = 5
    score_threshold: Annotated[float, Field(ge=0, le=1)] = 0.0


class RetrievalRequest(BaseModel):
    """A query of a Dify knowledge base. ``knowledge_id`` is a region's GB/T 2260 code, or ``all``."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    knowledge_id: Annotated[str, Field(pattern=r"^(?:all|\d{6})$")]
    query: Annotated[Text, Field(min_length=1, max_length=500)]
    retrieval_setting: RetrievalSetting = RetrievalSetting()


class Record(BaseModel):
    """A clause: what it says, how near it is (0–1), and where it stands."""

    content: str
    score: float
    title: str
    metadata: dict[str, Any]


class RetrievalOut(BaseModel):
    """The clauses, nearest first."""

    records: list[Record]


@router.post("/retrieval", operation_id="dify_retrieval")
async def retrieval(body: RetrievalRequest, request: Request, parts: PartsNow) -> RetrievalOut:
    """Find clauses for a Dify application."""
    setting = body.retrieval_setting
    base = parts.settings.base_url
    region = None if body.knowledge_id == "all" else body.knowledge_id

    def work(pipeline: Pipeline) -> RetrievalOut:
        hits = pipeline.search(body.query, region=region, count=setting.top_k)
        records = [
            Record(
                content=hit.clause.reading,
                score=round(min(1.0, max(0.0, hit.score)), 4),
                title=f"{pipeline.library.documents[hit.clause.document_id].name} {hit.clause.address}",
                metadata={
                    "clause_id": hit.clause.id,
                    "document_id": hit.clause.document_id,
                    "document_number": pipeline.library.documents[hit.clause.document_id].document_number,
                    "url": base + page_of(hit.clause),
                },
            )
            for hit in hits
        ]
        return RetrievalOut(records=[record for record in records if record.score >= setting.score_threshold])

    return await parts.serving.run(work, request.is_disconnected)
