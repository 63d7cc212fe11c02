"""Checked statements put together: the answer's text with markers, and a citation for each."""

from collections.abc import Sequence
from dataclasses import replace

from index.types import Clause
from rag.answering.frames import Frames
from rag.types import Citation, Claim, Evidence, Judgement, Span, Statement

_AROUND_THE_BODY = ("cover", "preamble", "closing")


def assemble(
    statements: Sequence[Statement],
    evidence: Sequence[Evidence],
    frames: Frames,
    *,
    judgements: Sequence[tuple[Claim | None, Judgement | None]] = (),
) -> tuple[str, tuple[Citation, ...]]:
    """``(text, citations)``: statements under the name of their document, each followed by its marker ``[n]``.

    Before them, how they stand to what the question claims. What two parts of a question share is said once.

    Above a statement stands the heading that it stands under in the document, since a target means nothing without the
    industry it is set for. Statements that cite the same stretch share a citation. Spans count Unicode code points.
    """
    by_key = {item.key: item for item in evidence}
    once = {(by_key[s.key].clause.id, s.start, s.end, s.text): s for s in reversed(statements)}
    parts, length = list[str](), 0
    citations: dict[tuple[str, int, int], Citation] = {}
    document_id, section = None, ""

    def add(text: str) -> None:
        nonlocal length
        parts.append(text)
        length += len(text)

    for claim, judgement in judgements:
        if claim and judgement:
            add(frames.judgement(judgement, claim.text) + "\n")
    for statement in reversed(once.values()):
        item = by_key[statement.key]
        if item.document.id != document_id:
            add(("\n\n" if document_id else "") + frames.heading(item.document))
            document_id, section = item.document.id, ""
        if (heading := _heading_above(item.clause)) != section:
            add(f"\n{heading}" if heading else "")
            section = heading
        add("\n· ")
        place = (item.clause.id, statement.start, statement.end)
        span = Span(start=length, end=length + len(statement.text))
        add(statement.text)
        if place in citations:
            known = citations[place]
            citations[place] = replace(known, answer_spans=(*known.answer_spans, span))
        else:
            citations[place] = Citation(
                number=len(citations) + 1,
                clause=item.clause,
                document=item.document,
                cited_text=item.clause.text[statement.start : statement.end],
                source_span=Span(start=statement.start, end=statement.end),
                answer_spans=(span,),
                verdict="supported",
            )
        add(f"[{citations[place].number}]")
    return "".join(parts), tuple(citations.values())


def _heading_above(clause: Clause) -> str:
    """The heading that ``clause`` stands under; none in what opens and closes a document, or is a heading itself."""
    headless = clause.kind == "heading" or clause.eid.startswith(_AROUND_THE_BODY)
    return "" if headless or not clause.path else clause.path[-1]
