"""An answer's text taken apart: what it states, and which markers each statement bears. For any system's text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eval.metrics.tokens import tokens_of
from eval.targets.contract import Response
from index import regions
from index.search import ClauseIndex
from index.text import fold, has_chinese, squeeze
from index.types import Clause

_MARKERS = re.compile(r"\s*(?:\[(\d{1,3})\])+")
_MARKER = re.compile(r"\[(\d{1,3})\]")
_BULLET = re.compile(r"^\s*(?:[·•\-*]|\d{1,2}[.)、])\s+")
_SOURCES = re.compile(r"\n\s*(?:依据|参考资料|来源|Sources|References)\s*[：:]?\s*\n\s*\[1\]", re.IGNORECASE)
_LEADS_IN = re.compile(r"[：:]\s*$")
_LONGEST_LEAD_IN = 20  # Chinese characters, names of documents and words of the question left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something that an answer states, and the numbers of the markers behind it; none if it is not cited."""

    text: str
    numbers: tuple[int, ...]


def statements(response: Response, question: str, index: ClauseIndex) -> tuple[Statement, ...]:
    """What ``response`` states; nothing if it refuses or failed.

    A marker stands for what precedes it in its paragraph or bullet, back to the marker before (after ALCE, Gao et al. 2023).
    A line that only says where what follows stands (a document's name, a heading above a cited clause) states nothing,
    nor does a short one that ends in a colon, unless it holds a figure that the question does not.
    """
    if response.status not in ("answered", "partial"):
        return ()
    end = _SOURCES.search(response.text)
    body = response.text[: end.start()] if end else response.text
    places = _places(response, index)
    return tuple(
        statement
        for block in _blocks(body)
        for statement in _cut(block)
        if statement.numbers or not _says_where(statement.text, places, question)
    )


def markers(text: str) -> tuple[int, ...]:
    """The number of every marker in ``text``, in order."""
    return tuple(int(match[1]) for match in _MARKER.finditer(text))


def cited_clauses(response: Response, index: ClauseIndex) -> list[Clause]:
    """The clauses that exist among those that ``response`` cites."""
    found = (index.clause(identifier) for citation in response.citations for identifier in citation.clause_ids)
    return [clause for clause in found if clause is not None]


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs and bullets: a block ends at an empty line or where a bullet begins."""
    block = list[str]()
    for line in text.split("\n"):
        bullet = _BULLET.match(line)
        if block and (bullet or not line.strip()):
            yield "\n".join(block)
            block = []
        if line.strip():
            block.append(line[bullet.end() :] if bullet and not bullet[0].strip()[0].isdigit() else line)
    if block:
        yield "\n".join(block)


def _cut(block: str) -> Iterator[Statement]:
    """The statements of ``block``; without a marker each line is one."""
    start = 0
    for match in _MARKERS.finditer(block):
        if text := block[start : match.start()].strip():
            yield Statement(text=text, numbers=markers(match[0]))
        start = match.end()
    for line in block[start:].split("\n"):
        if any(character.isalnum() for character in line):
            yield Statement(text=line.strip(), numbers=())


def _places(response: Response, index: ClauseIndex) -> frozenset[str]:
    """What a line may hold that only says where something stands, without white space and punctuation."""
    names = set[str]()
    for clause in cited_clauses(response, index):
        document = index.documents[clause.document_id]
        if document.region:
            names.update([document.region.name, regions.short_name(document.region.code)])
        names.update([document.name, document.short_name, clause.address, *clause.path])
    return frozenset(filter(None, map(_bare, names)))


def _says_where(line: str, places: frozenset[str], question: str) -> bool:
    if _bare(line) in places:
        return True
    if not _LEADS_IN.search(line):
        return False
    rest = _without(line, places)
    new = [character for character in rest if has_chinese(character) and character not in question]
    return len(new) <= _LONGEST_LEAD_IN and tokens_of(rest) <= tokens_of(question)


def _without(line: str, places: frozenset[str]) -> str:
    bare = _bare(line)
    for place in sorted(places, key=len, reverse=True):
        bare = bare.replace(place, "，")
    return bare


def _bare(text: str) -> str:
    return "".join(c for c in squeeze(fold(text)) if c.isalnum() or c in "%.")
