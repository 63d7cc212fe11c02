"""What to know beside an answer: whether its documents are in force, which places it does not cover."""

from collections.abc import Iterable, Sequence, Set
from datetime import date

from index.metadata.status import period_ended, status_of
from index.types import Document, Status
from rag.answering.frames import Frames, frames_for
from rag.types import Citation, Intent, Notice, Particular, Question, Reason, Scope

_APPLYING = ("申报", "申请")
_STEPS = ("申报", "申请", "工作程序", "办理流程")


AskedOf = Sequence[tuple[Question, Scope]]
"""The parts of a question, each with the documents that it was asked of."""


def notices_for(asked_of: AskedOf, citations: Sequence[Citation]) -> tuple[Notice, ...]:
    """The notices of an answer with these ``citations``, documents in order of first citation."""
    first = asked_of[0][0]
    frames = frames_for(first.language)
    uncovered = {region.code: region.name for _, scope in asked_of for region in scope.uncovered}
    unknown = dict.fromkeys(number for question, _ in asked_of for number in question.unknown_documents)
    documents = {citation.document.id: citation.document for citation in citations}
    notices = [*validity_notices(first, documents.values())]
    if any(Particular.VALIDITY in question.particulars for question, _ in asked_of):
        notices += _in_force(first, documents.values())
    notices += [
        Notice(code="region_not_covered", text=frames.notice("region_not_covered", region=name))
        for name in uncovered.values()
    ]
    notices += [
        Notice(code="document_not_held", text=frames.notice("document_not_held", number=number)) for number in unknown
    ]
    notices += [
        Notice(code="side_missing", text=frames.notice("side_missing", region=name))
        for name in _silent_sides(asked_of, set(documents))
    ]
    if any(_lacks_procedure(question, citations) for question, _ in asked_of):
        notices.append(Notice(code="no_procedure", text=frames.notice("no_procedure")))
    return tuple(notices)


def partial_reason(asked_of: AskedOf) -> Reason | None:
    """Why an answer is only a part of what was asked: a place or a document that is not held here."""
    if any(scope.uncovered for _, scope in asked_of):
        return Reason.OUTSIDE_COVERAGE
    return Reason.UNKNOWN_REFERENCE if any(question.unknown_documents for question, _ in asked_of) else None


def missing_notices(questions: Sequence[Question]) -> tuple[Notice, ...]:
    """One notice for each part of a question that nothing was found for."""
    return tuple(
        Notice(code="part_missing", text=frames_for(q.language).notice("part_missing", part=q.part)) for q in questions
    )


def validity_notices(question: Question, documents: Iterable[Document]) -> tuple[Notice, ...]:
    """What to know of each of ``documents``: out of date, silent on how long it is valid, read off a scan."""
    frames = frames_for(question.language)
    each = {document.id: document for document in documents}
    found = [_validity(document, question.as_of, frames) for document in each.values()]
    found += [_recognised(document, frames) for document in each.values() if document.recognised]
    return tuple(notice for notice in found if notice is not None)


def _silent_sides(asked_of: AskedOf, cited: Set[str]) -> list[str]:
    """The names of the places compared of whose own documents none is cited, where that of another place is."""
    return [
        region.name
        for question, scope in asked_of
        for region, documents in scope.groups
        if question.intent is Intent.COMPARE and region and cited and cited.isdisjoint(documents)
    ]


def _in_force(question: Question, documents: Iterable[Document]) -> list[Notice]:
    """For each of ``documents`` in force that says until when: that it is, and until when."""
    frames, day = frames_for(question.language), question.as_of
    return [
        Notice(
            code="in_force",
            text=frames.notice(
                "in_force", title=d.title or d.name, as_of=day.isoformat(), day=d.expiry_date.isoformat()
            ),
            document_id=d.id,
        )
        for d in documents
        if d.expiry_date and status_of(d, day) is Status.IN_FORCE
    ]


def _validity(document: Document, as_of: date, frames: Frames) -> Notice | None:
    status, code, values = status_of(document, as_of), "", {"title": document.title or document.name}
    if status is Status.EXPIRED and document.expiry_date:
        code, values["day"] = "expired", document.expiry_date.isoformat()
    elif status is Status.NOT_YET_EFFECTIVE:
        code, values["day"] = "not_yet_effective", (document.effective_date or as_of).isoformat()
    elif status is Status.REPEALED and document.repealed_by:
        code, values["successor"] = "repealed", document.repealed_by.name
    elif status is Status.AMENDED and document.replaced_by:
        code, values["successor"] = "amended", document.replaced_by.name
    elif document.target_period and period_ended(document, as_of):
        code, values["year"] = "period_ended", str(document.target_period[1])
    elif status is Status.UNKNOWN:
        code = "status_unknown"
    return Notice(code=code, text=frames.notice(code, **values), document_id=document.id) if code else None


def _recognised(document: Document, frames: Frames) -> Notice:
    text = frames.notice("recognised", title=document.title or document.name)
    return Notice(code="recognised", text=text, document_id=document.id)


def _lacks_procedure(question: Question, citations: Sequence[Citation]) -> bool:
    """Whether the question asks how to apply and nothing cited speaks of applying."""
    asked = {word for term in question.terms for word in (term.text, *term.alternatives)}
    quoted = "".join(citation.cited_text + "".join(citation.clause.path) for citation in citations)
    applies = question.intent is Intent.PROCEDURE and not asked.isdisjoint(_APPLYING)
    return applies and bool(citations) and not any(word in quoted for word in _STEPS)
