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

_MARKERS = re.compile(r"(?:\[\d{1,3}\])+")
_MARKER = re.compile(r"\[(\d{1,3})\]")
_BULLET = re.compile(r"^\s*(?:[·•\-*+]|\d{1,2}[.)、．]|[（(]\d{1,2}[）)]|[①-⑳])\s*(?=\S)")
_LISTED = re.compile(r"^\s*(?:\[\d{1,3}\])\s*")
_ADDRESS = re.compile(r"https?://\S+|(?<!\w)/documents/\S+")
_LONGEST_LEAD = 200
_LEADS_IN = re.compile(r"[：:]\s*$")
_LEADING = re.compile(
    r"(?:具体|如下|以下|下列|上述|文件|原文|条款|条文|规定|写明|载明|明确|指出|提出|要求|显示|主要|包括|分为|相关|有关|内容|措施|政策|目标|情况|方面"
    r"|依据|来源|参考|资料|注意|说明|回答|答复|答|问题|所问|您|你|好|一致|不一致|根据|按照|依照|针对|关于|对于|对此|与|和|及|有|的|是|为|在|中|里|其中|可以"
    r"|支持|该|此|现有|收录|整理|总结|总的|具体|来说|也就是说|也就是|简单|换言之|需要|提醒|问|供|一|二|三|四|五|六)*"
)
_LEADING_IN_ENGLISH = re.compile(
    r"(?:the|documents?|do|does|not|say|says|they|agree|with|state|states|as|follows|in|original|chinese|of|and|according|to|here|what|is"
    r"|sources?|references?|answer|summary|these|are|a|an)*"
)
_CLOSING = re.compile(
    r"希望.{0,12}(?:帮助|参考)|如(?:有|需).{0,16}(?:提问|咨询|联系.{0,16}|告诉我|了解)|(?:以上|上述)?(?:内容|信息)?仅供参考.{0,16}|(?:请)?以官方文件为准|您好|你好"
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


def names_of(clause: Clause, index: ClauseIndex) -> list[str]:
    """What says where ``clause`` stands: its document's names, number and region, its address and the headings above it."""
    document = index.documents[clause.document_id]
    region = document.region.name if document.region else None
    names = [document.short_name, document.name, document.document_number, clause.address, region, *clause.path]
    return [name for name in names if name]


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
        names.update(names_of(clause, index))
        if region := index.documents[clause.document_id].region:
            names.add(regions.short_name(region.code))
    return frozenset(filter(None, map(_plain, names)))


def _is_frame(line: str, places: frozenset[str], question: str) -> bool:
    """Whether ``line`` states nothing: places alone, a lead-in, or something on validity that gives no amount."""
    rest = _without(_plain(_ADDRESS.sub("", line)), places)
    if not rest:
        return True
    parts = [_plain(part) for part in re.split(r"[，,。；;！!？?]", line) if _plain(part)]
    if says_out_of_date(line):
        # Nothing but when the document holds: whoever adds what follows from it states that.
        announced = all(
            says_out_of_date(part) or is_lead(_without(part, places)) or "准" in part[-1:] for part in parts
        )
        return announced and not any(token[-1] in "元%" for token in tokens_of(rest))
    if all(_CLOSING.fullmatch(part) for part in parts):
        return True
    if not _LEADS_IN.search(line) or not tokens_of(rest) <= tokens_of(question):
        return False
    asked = [_plain(part) for part in re.findall(r"[“\"「『](.{1,100}?)[”\"」』]", line)]
    for part in asked:
        if part in _plain(question):
            rest = rest.replace(part, "")
    return is_lead(rest)


def is_lead(text: str) -> bool:
    """Whether ``text`` is made of words that announce."""
    plain = _plain(text)[:_LONGEST_LEAD]
    return (
        _LEADING.fullmatch(plain) is not None
        if has_chinese(plain)
        else _LEADING_IN_ENGLISH.fullmatch(plain) is not None
    )


def _without(text: str, places: frozenset[str]) -> str:
    """``text`` without ``places``, the longest first."""
    for place in sorted(places, key=len, reverse=True):
        text = text.replace(place, "")
    return text


def _plain(text: str) -> str:
    return "".join(character for character in bare(text) if character.isalnum() or character == "%")
