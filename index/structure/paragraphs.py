"""Where paragraphs begin and end, and which of their words are a heading."""

import re

from index import line_kinds
from index.numerals import NUMERAL
from index.structure.grammar import marker_of

_HEADING_MAX = 40  # characters; a marker line longer than this, or one that holds a sentence, carries its own text
_NEVER_FIRST = "，。、；：！？》”’）」』〉】,;:!?)%％"
_TERMINAL = re.compile(r"[。！？!?；;：:]['\"”’」』）)]*$")


def is_short(line: str) -> bool:
    """Whether ``line`` could be a heading by its length and holds no sentence."""
    return len(line) <= _HEADING_MAX and not _has_sentence(line)


def is_heading_line(line: str) -> bool:
    """Whether ``line`` opens a level and is nothing but its heading."""
    marker = marker_of(line)
    return marker is not None and marker.level.kind != "note" and is_short(line)


def is_finished(line: str) -> bool:
    """Whether a line break after ``line`` ends a paragraph, as against one that a page or a line width forced."""
    if _open_bracket(line) or line.endswith(("、", "，", ",")):
        return False
    if line.count("“") > line.count("”") and not _TERMINAL.search(line):
        return False  # a quotation of several paragraphs opens each of them and closes only the last
    if _TERMINAL.search(line) or line_kinds.is_table_row(line) or is_heading_line(line) or line_kinds.is_title(line):
        return True
    return not _has_sentence(line)


def must_join(previous: str, line: str) -> bool:
    """Whether the break between the two stands inside a word, whatever their ends: 2 / 0%, or before a closing mark."""
    return line[0] in _NEVER_FIRST or (previous[-1].isdigit() and re.match(r"[0-9０-９.．%％年月日]", line) is not None)


def refers_to_article(line: str) -> bool:
    """Whether ``line`` opens with 第X条 as words about an article do (第二十五条规定…), not as the article itself does."""
    return (
        re.match(rf"第[{NUMERAL}]{{1,12}}条(?:之[{NUMERAL}]{{1,12}})?(?:第|规定|所|、|和|至|的|中|或者)", line)
        is not None
    )


def ends_sentence(line: str) -> bool:
    """Whether ``line`` ends with a mark that may end a paragraph."""
    return _TERMINAL.search(line) is not None


def starts_paragraph(line: str) -> bool:
    """Whether ``line`` must begin a paragraph of its own, whatever stands before it."""
    return (
        marker_of(line) is not None
        or line_kinds.is_table_row(line)
        or line_kinds.is_document_number(line)
        or line_kinds.is_date(line)
    )


def leaves_quotation_open(line: str, was_open: bool) -> bool:
    """Whether a quotation is open behind ``line``: what an amendment quotes is no article of its own."""
    opened, closed = line.rfind("“"), line.rfind("”")
    if opened == closed == -1:
        return was_open
    return opened > closed


def lead_sentence(text: str, *, longest: int = 40) -> str | None:
    """The first sentence of ``text`` without its 。 if it is short enough to head the rest, else ``None``."""
    head, stop, rest = text.partition("。")
    return head.strip() if stop and rest.strip() and 2 <= len(head.strip()) <= longest else None


def _has_sentence(line: str) -> bool:
    return re.search(r"[。；;]|[，,].*[，,]", line) is not None


def _open_bracket(line: str) -> bool:
    return any(line.count(left) > line.count(right) for left, right in ("（）", "《》", "()"))
