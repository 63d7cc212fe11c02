"""An answer's text taken apart: what it states, and which markers each statement bears. For any system's text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eval.cases.strings import bare
from eval.metrics.normal_text import normal
from eval.metrics.tokens import tokens_of
from eval.response import Response
from index import regions
from index.search import ClauseIndex
from index.text import has_chinese
from index.types import Clause

_MARKERS = re.compile(r"\s*(?:\[\d{1,3}\])+")
_MARKER = re.compile(r"\[(\d{1,3})\]")
_BULLET = re.compile(r"^\s*(?:[·•\-*+]|\d{1,2}[.)、．]|[（(]\d{1,2}[）)]|[①-⑳])\s*(?=\S)")
_LISTED = re.compile(r"^\s*(?:\[\d{1,3}\])\s*")
_ADDRESS = re.compile(r"(?:https?://)?[\w.:\-]*/documents/\S+|https?://\S+")
_LEADS_IN = re.compile(r"[：:]\s*$")
_LEADING = re.compile(
    r"(?:具体|如下|以下|下列|文件|原文|条款|规定|写明|载明|明确|指出|提出|要求|显示|主要|包括|分为|相关|有关|内容|措施|政策|目标|情况|方面"
    r"|依据|来源|参考资料|资料|注意|说明|回答|答|所问|您|你|一致|不一致|根据|按照|依照|关于|对于|与|和|及|有|的|是|为|在|中|里|其中|可以|参考|支持)*"
)
_LEADING_IN_ENGLISH = re.compile(
    r"(?:the|documents?|do|does|not|say|says|they|agree|with|state|states|as|follows|in|original|chinese|of|and|according|to"
    r"|sources?|references?|answer|these|are|is|a|an)*"
)
_VALIDITY = re.compile(r"失效|废止|到期|届满|有效期|规划期|尚未生效|尚未施行|时效|no longer in force|expired|repealed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something that an answer states, and the numbers of the markers behind it; none if it is not cited."""

    text: str
    numbers: tuple[int, ...]


def statements(response: Response, question: str, index: ClauseIndex) -> tuple[Statement, ...]:
    """What ``response`` states; nothing if it refuses or failed.

    A marker stands for what precedes it in its paragraph or bullet, back to the marker before (after ALCE, Gao et al. 2023).
    A line that only says where something stands (a document's name, a heading above a cited clause, an entry in a list of
    sources) states nothing, nor does a lead-in: words that announce, and those of the question. What is said of a
    document's validity is judged as a notice.
    """
    if not response.is_answer:
        return ()
    places = _places(response, index)
    return tuple(
        statement
        for block in _blocks(normal(response.text))
        for statement in _cut(block)
        if statement.numbers or not _is_frame(statement.text, places, question)
    )


def markers(text: str) -> tuple[int, ...]:
    """The number of every marker in ``text``, in order."""
    return tuple(int(match[1]) for match in _MARKER.finditer(normal(text)))


def cited_clauses(response: Response, index: ClauseIndex) -> list[Clause]:
    """The clauses that exist among those that ``response`` cites."""
    return [clause for clause in map(index.clause, response.cited_ids) if clause is not None]


def says_out_of_date(text: str) -> bool:
    """Whether a line of ``text`` speaks of how long a document holds."""
    return _VALIDITY.search(text) is not None


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs, bullets and entries of a list of sources: a block ends at an empty line or where the next begins."""
    block = list[str]()
    for line in text.split("\n"):
        bullet = _BULLET.match(line)
        if block and (bullet or _LISTED.match(line) or not line.strip()):
            yield "\n".join(block)
            block = []
        if line.strip():
            # The number of a clause (6.创新…) is its own; one set off by a space belongs to the list.
            is_list = bullet is not None and (bullet[0].strip()[0] in "·•-*+" or bullet[0][-1].isspace())
            block.append(line[bullet.end() :] if bullet and is_list else line)
    if block:
        yield "\n".join(block)


def _cut(block: str) -> Iterator[Statement]:
    """The statements of ``block``; without a marker each line is one. What follows a marker that opens is not cited by it."""
    if opening := _LISTED.match(block):
        block = block[opening.end() :]
    start = 0
    for match in _MARKERS.finditer(block):
        if text := block[start : match.start()].strip():
            numbers = tuple(int(marker[1]) for marker in _MARKER.finditer(match[0]))
            yield Statement(text=text, numbers=numbers)
        start = match.end()
    for line in block[start:].split("\n"):
        if any(character.isalnum() for character in line):
            yield Statement(text=line.strip(), numbers=())


def _places(response: Response, index: ClauseIndex) -> frozenset[str]:
    """What a line may hold that only says where something stands, in letters and figures alone."""
    names = set[str]()
    for clause in cited_clauses(response, index):
        document = index.documents[clause.document_id]
        if document.region:
            names.update([document.region.name, regions.short_name(document.region.code)])
        names.update([document.name, document.short_name, document.document_number or "", clause.address, *clause.path])
    return frozenset(filter(None, map(_plain, names)))


def _is_frame(line: str, places: frozenset[str], question: str) -> bool:
    """Whether ``line`` states nothing: places alone, a lead-in, or something on validity that gives no amount."""
    rest = _plain(_ADDRESS.sub("", line))
    for place in sorted(places, key=len, reverse=True):
        rest = rest.replace(place, "")
    if not rest:
        return True
    if says_out_of_date(line) and not any(token[-1] in "元%" for token in tokens_of(rest)):
        return True
    if not _LEADS_IN.search(line) or not tokens_of(rest) <= tokens_of(question):
        return False
    asked = [_plain(part) for part in re.findall(r"[“\"「『](.+?)[”\"」』]", line)]
    for part in asked:
        if part and part in _plain(question):
            rest = rest.replace(part, "")
    return (
        _LEADING.fullmatch(rest) is not None if has_chinese(rest) else _LEADING_IN_ENGLISH.fullmatch(rest) is not None
    )


def _plain(text: str) -> str:
    return "".join(character for character in bare(text) if character.isalnum() or character == "%")
