"""The perfect system: it knows the gold clauses, quotes them, and refuses for the right reason."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from eval.cases.case import Case
from eval.cases.references import Quoted, quotations
from eval.metrics.gold import sets_met
from eval.metrics.validity import is_doubtful
from eval.response import Cited, Noticed, Response
from index import regions
from index.search import ClauseIndex
from index.types import Document


def oracle(case: Case, index: ClauseIndex, as_of: date) -> Response:
    """What should be said to ``case``."""
    if not case.answerable:
        return Response(
            status="not_found", text="收录的文件中没有规定。", reason=case.reason, retrieved=(), confidence=0.0
        )
    quoted = quotations(case, index)
    documents = [index.documents[each.clause.document_id] for each in quoted]
    return Response(
        status="answered",
        text=text_of(quoted, index),
        citations=tuple(citation(number, each) for number, each in enumerate(quoted, 1)),
        notices=notices_on(documents, as_of),
        retrieved=_retrieved(quoted, case),
        confidence=1.0,
    )


def citation(number: int, quoted: Quoted) -> Cited:
    """The citation of ``quoted`` under ``number``."""
    return Cited(number=number, clause_ids=(quoted.clause.id,), text=quoted.clause.text[quoted.start : quoted.end])


def text_of(quoted: Sequence[Quoted], index: ClauseIndex) -> str:
    """``quoted`` as an answer: under the name of its document, each with its marker."""
    numbered = list(enumerate(quoted, 1))
    blocks = list[str]()
    for identifier, group in groupby(numbered, key=lambda pair: pair[1].clause.document_id):
        lines = [f"· {each.text}[{number}]" for number, each in group]
        blocks.append("\n".join([_heading(index.documents[identifier]), *lines]))
    return "\n\n".join(blocks)


def notices_on(documents: Sequence[Document], as_of: date) -> tuple[Noticed, ...]:
    """A notice on each document that is not plainly in force."""
    doubtful = (document for document in documents if is_doubtful(document, as_of))
    return tuple(dict.fromkeys(Noticed(code="out_of_date", document_id=document.id) for document in doubtful))


def _retrieved(quoted: Sequence[Quoted], case: Case) -> tuple[tuple[str, ...], ...]:
    """The clauses quoted, one of each gold set before the rest."""
    ids = list(dict.fromkeys(each.clause.id for each in quoted))
    firsts = {place: identifier for identifier in reversed(ids) for place in sets_met([identifier], case.gold)}
    return tuple((identifier,) for identifier in dict.fromkeys([*firsts.values(), *ids]))


def _heading(document: Document) -> str:
    place = f"【{regions.short_name(document.region.code)}】" if document.region else ""
    return f"{place}{document.short_name}："
