"""What readers think of an answer: ``POST /v1/feedback``, bound to the answer's id."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from service.api.schemas import Text
from service.parts import PartsNow
from service.problems import RESPONSES

router = APIRouter(prefix="/v1", responses=RESPONSES)

Why = Literal["wrong_citation", "outdated", "not_answered", "incomplete", "unclear", "other"]
KEPT_DAYS = 366


class FeedbackRequest(BaseModel):
    """A thumb up (1) or down (-1), and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    answer_id: Annotated[str, Field(pattern=r"^ans_[0-9a-f]{24}$")]
    value: Literal[1, -1]
    reasons: Annotated[list[Why], Field(max_length=6)] = []
    text: Annotated[Text, Field(max_length=500)] = ""


class FeedbackOut(BaseModel):
    """It was kept."""

    status: Literal["kept"] = "kept"


@router.post("/feedback", operation_id="feedback", status_code=201)
def feedback(body: FeedbackRequest, parts: PartsNow) -> FeedbackOut:
    """Keep what a reader thinks of an answer; numbers that tell who somebody is are masked."""
    parts.feedback.add(body.model_dump())
    return FeedbackOut()
