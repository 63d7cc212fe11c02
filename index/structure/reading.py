"""From a source to the reading text: lines re-joined, contents page and page numbers out, every repair recorded.

The text is a sequence of stretches of the source in order; each gap between two stretches is one :class:`Repair`. So the
text with its repairs undone is the source again, character for character, and nothing can get lost unrecorded.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from index import line_kinds
from index.formats.source import Breaks, Source
from index.structure import paragraphs
from index.text import has_chinese, squeeze
from index.types import Repair

_MOST_CONTENTS = 5  # lines 目录 that may head the contents page; a list of catalogues has more
_LONGEST_CONTENTS = 500  # entries; the civil code has about 150
_CONTENTS_TITLE = re.compile(r"目\s*[录次]")
_ORDER, _NUMBER_OF_ORDER = re.compile("(?:令|公告)$"), re.compile(r"第\s*[0-9０-９]{1,5}\s*号")  # set in two lines
_PAGE_NUMBER = re.compile(r"[-—–－]\s*\d{1,4}\s*[-—–－]|第\s*\d{1,4}\s*页(?:\s*共\s*\d{1,4}\s*页)?")
_PAIR = re.compile(r"([㐀-鿿豈-﫿])(?=\1)")  # a character that stands twice in a row somewhere
_INDENTS = "\u3000 \t"
_FEWEST_INDENTED = 3  # paragraphs, and lines that go on, that show a text to be broken at one width
_WIDEST, _SLACK = 120, 4  # half-width characters of a line, and by how much rules on line breaks shorten one
_TAIL = 1_000  # characters of a paragraph that tell whether it is finished; a page of unbroken lines stays linear
_BLANK = " \t\u3000\xa0\u200b\ufeff\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The reading text of a source (paragraphs apart by one line feed), the repairs that made it, its drawn frames.

    ``frames`` are stretches of the text, ``(start, end)`` each, in order.
    """

    text: str
    repairs: tuple[Repair, ...]
    frames: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    glue: str  # what joins it to the stretch before: "\n" a new paragraph, "" the same one
    kind: str  # the kind of repair that the gap before it is


def read(source: Source) -> Reading:
    """The reading text of ``source`` and its repairs."""
    text = source.text
    parts, repairs, position = list[str](), list[Repair](), 0
    length, starts = 0, list[tuple[int, int]]()  # of the reading text; where stretches start in the source and in it
    for stretch in _stretches(source):
        glue = stretch.glue if position else ""
        before = text[position : stretch.start]
        if before != glue:
            kind = "bom" if before.startswith("\ufeff") else stretch.kind
            repairs.append(Repair(kind=kind, start=position, before=before, after=glue))
        parts += [glue, text[stretch.start : stretch.end]]
        position = stretch.end
        starts.append((stretch.start, length + len(glue)))
        length += len(glue) + stretch.end - stretch.start
    return Reading(text="".join(parts), repairs=tuple(repairs), frames=tuple(_frames(source, starts)))


def _frames(source: Source, starts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The frames of ``source`` in the reading text: from the first stretch that starts in one to the first behind it."""
    for first, last in source.frames:
        inner = bisect_left(starts, (first, 0))
        behind = bisect_left(starts, (last, 0))
        if inner < behind:
            yield starts[inner][1], starts[behind][1] if behind < len(starts) else starts[-1][1]


def split(reading: Reading, at: int) -> tuple[Reading, Reading]:
    """``reading`` as two, apart at the line feed before ``at``: undone one after the other they are the same source."""
    before, shift = list[Repair](), 0  # shift: what to add to a place in the text to have it in the source
    for repair in reading.repairs:
        place = repair.start - shift
        if place > at - 1 or (place == at - 1 and repair.after):  # what was only taken out there belongs before
            break
        before.append(repair)
        shift += len(repair.before) - len(repair.after)
    behind, start = reading.repairs[len(before) :], at - 1 + shift
    gap = Repair(kind="spacing", start=start, before="\n", after="")
    if behind and behind[0].start == start:
        gap, behind = replace(behind[0], after=""), behind[1:]
    end = start + len(gap.before)
    first = Reading(
        text=reading.text[: at - 1],
        repairs=(*before, gap),
        frames=tuple((left, min(right, at - 1)) for left, right in reading.frames if left < at),
    )
    second = Reading(
        text=reading.text[at:],
        repairs=tuple(replace(repair, start=repair.start - end) for repair in behind),
        frames=tuple((left - at, right - at) for left, right in reading.frames if left >= at),
    )
    return first, second


def undo(text: str, repairs: tuple[Repair, ...]) -> str:
    """The source that ``text`` was read from: the inverse of :func:`read`."""
    parts, position, source_length = list[str](), 0, 0
    for repair in repairs:
        kept = repair.start - source_length
        parts += [text[position : position + kept], repair.before]
        position += kept + len(repair.after)
        source_length = repair.start + len(repair.before)
    return "".join([*parts, text[position:]])


def _stretches(source: Source) -> Iterator[_Stretch]:
    """The kept stretches of ``source``, each with how it joins the one before; at the end an empty one."""
    text = source.text
    lines = list(_lines(text))
    dropped = dict.fromkeys(_contents_page(text, lines), "contents") | _left_out(source, lines)
    usual = frozenset(_PAIR.findall(text))
    wrapped = _wrapped(text, lines) if source.breaks is Breaks.ANY else frozenset[int]()
    previous, previous_end, removed = "", 0, None
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        if number in dropped or _PAGE_NUMBER.fullmatch(line):
            removed = dropped.get(number, "page_number")
            continue
        if _may_join(source, previous_end, start) and (number in wrapped or _joins(previous, line)):
            doubled = _doubled(previous, line, usual)
            yield _Stretch(start + doubled, end, "", removed or ("doubled" if doubled else "join"))
            previous = (previous + line[doubled:])[-_TAIL:]
        else:
            yield _Stretch(start, end, "\n", removed or "spacing")
            previous = line
        previous_end, removed = end, None
    yield _Stretch(len(text), len(text), "", removed or "spacing")


def _left_out(source: Source, lines: list[tuple[int, int]]) -> dict[int, str]:
    """The numbers of the lines that the source says are no part of the document, with the reason."""
    reasons = {stretch.start: stretch for stretch in source.left_out}
    starts = sorted(reasons)
    found = dict[int, str]()
    for number, (start, _) in enumerate(lines):
        place = bisect_right(starts, start) - 1
        if place >= 0 and start < reasons[starts[place]].end:
            found[number] = reasons[starts[place]].kind
    return found


def _may_join(source: Source, previous_end: int, start: int) -> bool:
    """Whether the line break before ``start`` may stand inside a paragraph."""
    if source.breaks is Breaks.NONE:
        return False
    return source.breaks is Breaks.ANY or source.text.count("\n", previous_end, start) < 2


def _lines(source: str) -> Iterator[tuple[int, int]]:
    """``(start, end)`` of each line that has visible text, blanks at both ends left out."""
    start, in_table = 0, False
    for line in source.splitlines(keepends=True):
        content = line.strip(_BLANK)
        in_table = "\t" in content or (in_table and content != "" and "\t" in line)
        if in_table:
            content = line.strip(_BLANK.replace("\t", ""))  # the first and the last cell of a row may be empty
        if content:
            offset = start + line.index(content)
            yield offset, offset + len(content)
        start += len(line)


def _wrapped(text: str, lines: list[tuple[int, int]]) -> frozenset[int]:
    """The numbers of the lines that go on with the one before, in a text broken at one width with indented paragraphs.

    There an unindented line behind a full one goes on with it, whatever it ends with; unless it opens a level.
    """
    indented = [start > 0 and text[start - 1] in _INDENTS for start, _ in lines]
    if sum(indented) < _FEWEST_INDENTED:
        return frozenset()
    widths = [_width(text[slice(*line)]) + 4 * is_indented for line, is_indented in zip(lines, indented, strict=True)]
    full = max((w for w in widths if w <= _WIDEST), default=0) - _SLACK
    goes_on = [
        number
        for number in range(1, len(lines))
        if not indented[number] and full <= widths[number - 1] <= full + _SLACK
    ]
    if len(goes_on) < _FEWEST_INDENTED or max(widths) > _WIDEST:
        return frozenset()
    return frozenset(n for n in goes_on if not _stands_alone(text, lines, n))


def _stands_alone(text: str, lines: list[tuple[int, int]], number: int) -> bool:
    """Whether the line cannot go on with the one before it, full as that is: a heading, or a part beside the body."""
    line, before = text[slice(*lines[number])], text[slice(*lines[number - 1])]
    return (
        paragraphs.starts_paragraph(line)
        or line_kinds.kind_of(line) is not None
        or line_kinds.kind_of(before) in ("title", "number", "addressee")
    )


def _width(line: str) -> int:
    """How many half-width characters ``line`` takes."""
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def _contents_page(source: str, lines: list[tuple[int, int]]) -> set[int]:
    """The numbers of the lines that make up a contents page: a 目录 line and the entries behind it.

    Entries are the lines that end in page numbers; where there are none, those up to the one that the text itself begins
    with, which repeats the first entry.
    """
    tried = 0
    for first, (start, end) in enumerate(lines):
        if tried < _MOST_CONTENTS and _CONTENTS_TITLE.fullmatch(source[start:end]):
            tried += 1
            last = first
            while last + 1 < len(lines) and _ends_in_page_number(source[slice(*lines[last + 1])]):
                last += 1
            last = max(last, _before_repeat(source, lines, first + 1))
            if last > first:
                return set(range(first, last + 1))
    return set()


def _before_repeat(source: str, lines: list[tuple[int, int]], first: int) -> int:
    """The last of the short lines from ``first`` on before one that repeats the first of them; 0 if none does."""
    opening = ""
    for number in range(first, min(len(lines), first + _LONGEST_CONTENTS)):
        line = squeeze(source[slice(*lines[number])])
        if opening and line == opening:
            return number - 1
        if not paragraphs.is_short(line):
            return 0
        opening = opening or line
    return 0


def _ends_in_page_number(line: str) -> bool:
    """Whether ``line`` ends in a number set apart by a tab, dots or spaces, as in a contents page."""
    text = line.rstrip("0123456789")
    gap = text[len(text.rstrip(" \t.…·")) :]
    return 0 < len(line) - len(text) <= 4 and (len(gap) > 1 or gap in ("\t", "…"))


def _joins(previous: str, line: str) -> bool:
    """Whether ``line`` goes on with the paragraph that ``previous`` belongs to."""
    if not previous or paragraphs.starts_paragraph(line):
        return False
    if paragraphs.must_join(previous, line) or (_ORDER.search(previous) and _NUMBER_OF_ORDER.fullmatch(line)):
        return True
    if paragraphs.refers_to_article(line) and not paragraphs.ends_sentence(previous):
        return True  # 依照本法⏎第二十五条规定
    if (
        previous.startswith("关于")
        and len(previous) < 40
        and not line_kinds.is_title(previous)
        and line_kinds.is_title(line)
    ):
        return True  # a title set in two lines
    return not paragraphs.is_finished(previous)


def _doubled(previous: str, line: str, usual: Collection[str]) -> int:
    """How many characters at the start of ``line`` repeat the end of ``previous`` by a fault of the page break (0 or 1).

    A character counts as doubled when the pair it would form stands nowhere else in the document (人人 may).
    """
    last, first = previous[-1], line[0]
    return int(last == first and has_chinese(first) and first not in usual)
