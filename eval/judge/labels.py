"""What can be said of an answer in three labels: by readers, by a model, or by the metrics."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.errors import DatasetError
from eval.json_lines import read_lines
from eval.metrics.scores import Scores
from eval.runs.records import Quotation

Label = Literal["yes", "partly", "no"]
ASPECTS = ("faithful", "relevant", "complete")


class Labels(BaseModel):
    """Whether an answer says what it cites, is about what was asked, and says all that there is to say."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    faithful: Label
    relevant: Label
    complete: Label


class Labelled(BaseModel):
    """An answer to the case ``id`` of the project's dataset by some system, as it was labelled by each of its readers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    system: str
    answer: str
    citations: tuple[Quotation, ...]
    labels: tuple[Labels, ...]

    def agreed(self, aspect: str) -> Label | None:
        """The label of ``aspect`` if all readers gave the same."""
        given = {getattr(labels, aspect) for labels in self.labels}
        return given.pop() if len(given) == 1 else None


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """The answers in a file of labels.

    Raises:
        DatasetError: It cannot be read, or a line is none.
    """
    found = list[Labelled]()
    for place, values in read_lines(path, "labelled answers"):
        try:
            found.append(Labelled.model_validate(values))
        except ValidationError as error:
            raise DatasetError(f"{place}: is no labelled answer ({str(error).splitlines()[0]}).") from error
    return tuple(found)


def by_metrics(scores: Scores) -> Labels:
    """What the deterministic metrics say in the same words.

    Faithful if every statement is; relevant so far as the citations lie in gold sets; complete if it is faithful, every
    gold set is cited and every string required is there, partly if some set is.
    """
    faithful = scores.get("faithfulness", 1.0) == 1.0
    recall, strings = scores.get("citation_recall", 0.0), scores.get("required_strings", 1.0)
    complete: Label = "yes" if faithful and recall == strings == 1.0 else "partly" if recall > 0 else "no"
    precision = scores.get("citation_precision", 0.0)
    relevant: Label = "yes" if precision == 1.0 else "partly" if precision > 0 else "no"
    return Labels(faithful="yes" if faithful else "no", relevant=relevant, complete=complete)


def share(labels: Sequence[Labels], aspect: str) -> float:
    """How much of ``aspect`` there is, ``partly`` counting as half; 0 of nothing."""
    worth = {"yes": 1.0, "partly": 0.5, "no": 0.0}
    return sum(worth[getattr(each, aspect)] for each in labels) / len(labels) if labels else 0.0
