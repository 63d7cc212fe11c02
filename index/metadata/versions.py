"""Which documents of a corpus another one repeals (废止), and which are earlier versions of another (修改)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.document_types import LEGISLATION
from index.text import squeeze
from index.types import Document, NamedText, OtherDocument

_STATE = "中华人民共和国"


def with_successors(documents: Sequence[Document]) -> tuple[Document, ...]:
    """``documents``, each with the one that repeals it and the one that replaces it, if the corpus holds them."""
    by_name: dict[str, list[Document]] = {}
    by_number: dict[str, list[Document]] = {}
    for document in documents:
        if document.title is not None:
            by_name.setdefault(_name(document.title), []).append(document)
        if document.document_number is not None:
            by_number.setdefault(document.document_number, []).append(document)
    repealing: dict[str, list[Document]] = {}
    for by in documents:
        for named in by.repeals:
            meant = [*by_number.get(named.document_number or "", ()), *by_name.get(_name(named.title), ())]
            for document in meant:
                if document.id != by.id and _means(named, document, by):
                    repealing.setdefault(document.id, []).append(by)
    return tuple(
        replace(
            document,
            repealed_by=_first(repealing.get(document.id, ())),
            replaced_by=_first(
                [o for o in by_name.get(_name(document.title or ""), ()) if _is_later_version(o, document)]
            ),
        )
        for document in documents
    )


def _means(named: NamedText, document: Document, by: Document) -> bool:
    """Whether ``by``, naming ``named`` among what it repeals, means ``document``, which bears that number or title.

    A text means what was there when it first took effect, not a later version of its own that bears the same title.
    """
    if named.document_number and document.document_number:
        return named.document_number == document.document_number
    if not _applies_where(by, document):
        return False
    made, ended = _made(document), by.effective_date or _made(by)
    return made is None or ended is None or made < ended


def _is_later_version(other: Document, document: Document) -> bool:
    """Whether ``other``, which bears the same title, is of the same place and authority and was made later."""
    made, remade = _made(document), _made(other)
    if document.title is None or other.title is None or made is None or remade is None:
        return False
    if document.document_type not in LEGISLATION or document.title.startswith("关于") or "征求意见" in other.title:
        return False  # announcements and reports of the same name follow each other without ending each other
    issued, reissued = set(document.issuing_authority), set(other.issuing_authority)
    may_issue = not (issued and reissued) or bool(issued & reissued)
    return may_issue and _applies_where(other, document) and made < remade


def _name(title: str) -> str:
    """``title`` as another text may write it: without spaces and the name of the state."""
    return squeeze(title).replace("〈", "《").replace("〉", "》").removeprefix(_STATE)


def _made(document: Document) -> date | None:
    return document.written_date or document.publish_date


def _applies_where(by: Document, document: Document) -> bool:
    """Whether ``by`` is of the same place as ``document``: a province has namesakes of its cities' texts."""
    return by.region is not None and by.region == document.region


def _first(documents: Sequence[Document]) -> OtherDocument | None:
    """The earliest of ``documents`` as a successor."""
    each = [(start_of(document), document) for document in documents]
    if not each:
        return None
    since, document = min(each, key=lambda pair: pair[0] or date.max)
    return OtherDocument(document_id=document.id, name=document.short_name, since=since)


def start_of(document: Document) -> date | None:
    """The first day on which ``document`` can apply: an amended law still states when its first version took effect."""
    forwarded = document.forwarded_by.since if document.forwarded_by else None
    stated = document.effective_date or document.publish_date  # a portal may publish long after a text took effect
    days = (stated, document.written_date, forwarded)
    return max((day for day in days if day is not None), default=None)
