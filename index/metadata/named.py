"""The other texts that a document names: 《…》 with its number, those it rests on (依据) and those it repeals (废止)."""

import re
from collections.abc import Iterator

from index import line_kinds
from index.document_types import ITSELF
from index.text import opens_quotation, sentences, sentences_and_quotations, squeeze
from index.types import NamedText

_NUMBER = re.compile(r"\s*[（(]([^（）()\n]{3,60})[）)]")
_REPEALED = re.compile(
    r"\s*(?:[,，]?(?:自本[^，。；]{2,12}之日起))?(?:均|也|亦)?(?:同时|即行|予以|自行|相应|即)?(?:废止|失效|停止执行)(?=\s*(?:[。；;]|$))"
)
_CONDITION = re.compile(r"(?:如|若|除|在|自|待)$")  # 如《…》废止
_OWN = re.compile(ITSELF)
_ENDS = re.compile("废止|失效|停止执行")
_LISTED = re.compile(r"[、，,；;]?(?:和|及|与|以及)?(?:原)?")
_RESTS_ON = re.compile(r"根据|依据|依照|按照|遵照|贯彻|落实")
_IS_MADE = re.compile(
    r"(?:制定|编制|制订|修订|作出|做出|提出)(?:了|出)?(?:本|如下|以下)|特?制定|[就现].{2,40}(?:解释|规定|决定|通知|提出)如下"
)
_REPEALS_THESE = re.compile(r"(?:决定|现)[^。\n]{0,20}废止(?:下列|以下)[^。\n]{1,30}[：:]")
_LISTED_TEXT = re.compile(r"\n(?:[（(]?[0-9一二三四五六七八九十]{1,3}[）).．、]{1,2})?\s*(《[^《》\n]{2,120}》[^\n]*)")
_FIRST_SENTENCES = 30  # of a text, in which it says what it rests on
_LONGEST_NAME = 120  # characters


def repealed(text: str) -> tuple[NamedText, ...]:
    """The texts that ``text`` says it repeals (《…》同时废止), whole ones alone: not 《…》第三条, not 《…》中的规定."""
    found = list(_listed_below(text))
    of_itself = False
    for start, end, is_quoted in sentences_and_quotations(text):
        before, of_itself = of_itself, _OWN.search(text, start, end) is not None
        if is_quoted or not (before or of_itself) or not _ENDS.search(text, start, end):
            continue  # quoted, or said of other texts' repeals
        run = list[NamedText]()
        for named in named_texts(text, start, end):
            if run and not _LISTED.fullmatch(text[run[-1].end : named.start]):
                run = []
            before_it = text[start : named.start]
            if not _CONDITION.search(before_it) and not opens_quotation(before_it):
                run.append(named)
            if run and run[-1] is named and _REPEALED.match(text, named.end, end):
                found += run
                run = []
    return tuple(found)


def _listed_below(text: str) -> Iterator[NamedText]:
    """The texts listed line by line behind 决定废止下列文件："""
    for match in _REPEALS_THESE.finditer(text):
        end = match.end()
        while (line := _LISTED_TEXT.match(text, end)) is not None:
            end = line.end()
            yield next(named_texts(text, line.start(1), end))


def legal_basis(text: str) -> tuple[NamedText, ...]:
    """The texts on which ``text`` says that it rests (根据《…》，制定本办法)."""
    for place, (start, end) in enumerate(sentences(text)):
        if place == _FIRST_SENTENCES:
            break
        said = text[start:end]
        grounds, made = _RESTS_ON.search(said), list(_IS_MADE.finditer(said))
        if grounds and made and grounds.start() < made[-1].start():
            return tuple(named_texts(text, start + grounds.start(), start + made[-1].start()))
    return ()


def named_texts(text: str, start: int, end: int) -> Iterator[NamedText]:
    """The texts named in ``text[start:end]``, each with the number in brackets behind it if it is one."""
    for opened, closed in _quoted(text, start, end):
        title = squeeze(text[opened + 1 : closed - 1])
        if not 2 <= len(title) <= _LONGEST_NAME:
            continue
        match = _NUMBER.match(text, closed, end)
        number = line_kinds.normalised_number(match[1]) if match else None
        ends = match.end() if match and number else closed
        yield NamedText(title=title, document_number=number, start=opened, end=ends)


def _quoted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The outermost 《…》 in ``text[start:end]``."""
    depth, opened = 0, start
    for match in re.compile("[《》]").finditer(text, start, end):
        if match[0] == "《":
            opened = match.start() if depth == 0 else opened
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield opened, match.end()
