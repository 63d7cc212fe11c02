"""Documents that a question calls by their kind with their subject or their year: 战略性新兴产业那份意见, 2013年的意见."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index import regions
from index.document_types import TYPES
from index.metadata.number import year_of_number
from index.parse import NOTICE
from index.text import fold
from index.types import Document, Region

_BETWEEN = r"(?:的|之|那|这|该|[一两几]?[份个部项]|实施|若干|工作|方面|关于)*"
_KIND = "|".join(sorted(TYPES, key=len, reverse=True))
_CALLED = re.compile(rf"(?P<before>[^，,。；;？?、：:《》]{{0,40}}?)(?P<between>{_BETWEEN})(?P<kind>{_KIND})(?!金|中)")
_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})年?(?:\d{1,2}月)?(?:由|是)?[^，,。；;？?\d]{0,10}$")
_LEAST = 4  # characters of a subject; fewer are in every title


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """The documents called so, and the question without what it calls them by."""

    document_ids: tuple[str, ...]
    rest: str


def called(question: str, places: Sequence[Region], documents: Mapping[str, Document]) -> Called:
    """Which of ``documents`` that apply in ``places`` the question calls by kind with subject or year.

    No ids where it calls none so, or where what it says fits all of that kind: then it tells nothing.
    """
    applying = {code for place in places for code in regions.lineage(place.code)}
    held = [d for d in documents.values() if not d.id.endswith(NOTICE) and (not places or d.region_code in applying)]
    found, cut = list[str](), list[tuple[int, int]]()
    for match in _CALLED.finditer(question):
        of_kind = [d for d in held if d.document_type and match["kind"] in (d.document_type, fold(d.document_type))]
        subject = _subject(match["before"], of_kind)
        meant = [d for d in of_kind if subject and subject in fold(d.title or "")]
        start = match.end("before") - len(subject)
        if year := _YEAR.search(question[: match.end("between")]):
            of_year = [d for d in (meant or of_kind) if _year_of(d, documents) == int(year["year"])]
            meant, start = (of_year, min(start, year.start())) if of_year else (meant, start)
        if meant:
            found += [document.id for document in meant]
            cut.append((start, match.end()))
    for start, end in reversed(cut):
        question = f"{question[:start]} {question[end:]}"
    return Called(document_ids=tuple(dict.fromkeys(found)), rest=question)


def _subject(before: str, documents: Sequence[Document]) -> str:
    """The longest end of ``before`` that stands in the title of one of ``documents``; empty below four characters."""
    folded = fold(before)
    if len(folded) != len(before):
        return ""
    ends = (folded[start:] for start in range(len(folded) - _LEAST + 1))
    return next((end for end in ends if any(end in fold(document.title or "") for document in documents)), "")


def _year_of(document: Document, documents: Mapping[str, Document]) -> int | None:
    """The year of ``document``: of its day, or of that of the notice that forwards it, or of its number."""
    notice = documents.get(document.forwarded_by.document_id) if document.forwarded_by else None
    dated = (d.written_date or d.publish_date for d in (document, notice) if d)
    day = next(filter(None, dated), None)
    return day.year if day else year_of_number(document.document_number)
