"""The levels of Chinese official text: which line opens which level, and what that level is called.

Sources: GB/T 9704-2012 §7.3.3 for 公文 (一、（一） 1. （1）), 立法法 for laws (编 章 节 条), and the practice of plans
(专栏N, notes ①). A glyph's meaning depends on what it stands in, so a marker names a level and the structure parser
decides where it belongs.
"""

import re
from dataclasses import dataclass

from index.dates import WRITTEN_DATE
from index.numerals import NUMERAL, to_int

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
"""The marks of notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of structure. ``rank`` orders levels from the outside in; a marker closes every open level not above it.

    ``pattern`` has one group, the number.
    """

    kind: str
    token: str
    rank: int
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """The marker that a line opens with: its level, number and end; ``label`` is how people write it (第五章, （七）)."""

    level: Level
    number: str
    label: str
    end: int


class Levels:
    """Levels in the order they are tried, matched all at once."""

    def __init__(self, *levels: Level) -> None:
        self.levels = levels
        self.pattern = re.compile("|".join(level.pattern for level in levels))


def _level(kind: str, token: str, rank: int, pattern: str) -> Level:
    return Level(kind=kind, token=token, rank=rank, pattern=pattern)


LEVELS = Levels(
    _level("part", "part", 10, rf"第([{NUMERAL}]{{1,12}})编(?=\s|$)"),
    _level("subpart", "subpart", 15, rf"第([{NUMERAL}]{{1,12}})分编(?=\s|$)"),
    _level("chapter", "chp", 20, rf"第([{NUMERAL}]{{1,12}})章(?=\s|$)"),
    _level("section", "sec", 30, rf"第([{NUMERAL}]{{1,12}})节(?=\s|$)"),
    _level("article", "art", 40, rf"第([{NUMERAL}]{{1,12}}条(?:之[{NUMERAL}]{{1,12}})?)(?=\s|$)"),
    _level("annex", "annex", 10, rf"附[件表录]\s*([{NUMERAL}]{{0,3}})(?=[\s:：]|$)"),
    _level("box", "box", 90, r"专栏\s*([0-9０-９]{1,4})(?=\s|$)"),
    _level("h1", "h1", 50, r"([一二三四五六七八九十]{1,4})、"),
    _level("h2", "h2", 60, r"[（(]([一二三四五六七八九十]{1,4})[）)]"),
    _level("h3", "h3", 70, r"([0-9０-９]{1,3})[.．、](?![0-9０-９])"),
    _level("h4", "h4", 80, r"[（(]([0-9０-９]{1,3})[）)]"),
    _level("note", "note", 90, rf"([{CIRCLED}])"),
)

ABOVE_ARTICLES = {"h1": 33, "h2": 36}
"""Ranks of 一、 and （一） where they head groups of articles, as in judicial interpretations (司法解释)."""

IN_ARTICLE = {
    "h1": _level("item", "item", 60, r"(?!)"),
    "h2": _level("item", "item", 60, r"(?!)"),
    "h3": _level("sub", "sub", 70, r"(?!)"),
    "h4": _level("sub", "sub", 70, r"(?!)"),
}
"""What the same glyphs mean below an article: 项 and 目 (立法法)."""

PARAGRAPH_RANK = 45
"""Of a 款: an unnumbered paragraph of an article."""

_ABOUT = r"(?![第、，,；;。的规所和与至中或之]|适用|处罚|以)"  # 第二十五条规定: words about a place, not the place
GLUED = Levels(
    _level("part", "part", 10, rf"第([{NUMERAL}]{{1,12}})编{_ABOUT}"),
    _level("chapter", "chp", 20, rf"第([{NUMERAL}]{{1,12}})章{_ABOUT}"),
    _level("section", "sec", 30, rf"第([{NUMERAL}]{{1,12}})节{_ABOUT}"),
    _level("article", "art", 40, rf"第([{NUMERAL}]{{1,12}}条(?:之[{NUMERAL}]{{1,12}})?){_ABOUT}"),
)
"""Markers with their text right behind them: an article only where its number is the next one, a chapter only on a short line."""

_DOTTED = tuple(
    _level(
        f"n{depth}",
        "n",
        50 + depth,
        rf"([0-9]{{1,2}}(?:[.．][0-9]{{1,2}}){{{depth - 1}}})(?:\s+|(?=[㐀-鿿]))(?![0-9.．%])",
    )
    for depth in range(1, 6)
)
NUMBERED, SUBNUMBERED = Levels(*_DOTTED[::-1]), Levels(*_DOTTED[:0:-1])
"""The levels of standards (GB/T 1.1-2020), 1, 1.1, 1.1.1, and those of them with a dot."""

UNNUMBERED = frozenset({"序言", "前言", "引言", "附则"})
"""Headings that stand without a number on a line of their own."""

_HEADING_MAX = 40  # characters; a marker line longer than this, or one that holds a sentence, carries its own text
_TYPES = (
    "通知|意见|规划|计划|纲要|方案|办法|细则|规定|规则|条例|决定|决议|公告|通告|通报|批复|函|报告|指南|若干措施|措施"
    "|法典|修正案|解释|章程|准则|规程|守则|安排|法"
)
DOCUMENT_TYPE = re.compile(rf"({_TYPES})(?:[（(][^（）()。；]{{1,12}}[）)])?$")
"""The 文种 that a title ends with; behind it may stand （试行）, （三）, （2021年修订）."""

DOCUMENT_NUMBER = re.compile(
    r"(?P<agency>[一-龥]{1,12}?)\s*[〔\[［(（﹝【]\s*(?P<year>(?:19|20)\d{2})\s*[〕\]］)）﹞】]\s*(?P<serial>\d{1,5})\s*号"
)
"""A 发文字号 in any of the brackets people type; GB/T 9704 wants 〔〕."""

_DATE_LINE = re.compile(rf"[（(]?{WRITTEN_DATE}[）)]?")
_FACTS = {
    "document_number": "发文字号|发文文号|文号",
    "issuing_authority": "发文机关|发文单位|发布机构|发布机关|制定机关",
    "written_date": "成文日期|成文时间|发文日期|印发日期",
    "publish_date": "发布日期|发布时间|公布日期|发文时间",
    "": "索引号|主题分类|主题词|信息来源|来源|浏览次数|字体|有效性|公开方式|公开范围|文件名称|名称|标题|关键词",
}
_FACT = re.compile(rf"[【\[]?\s*({'|'.join(_FACTS.values())})\s*[】\]]?\s*[：:]\s*([^：:。]{{0,80}}(?::\d\d)*)")
_NAME_OF_AUTHORITY = re.compile(r"[一-龥、（）()\s]{2,40}(?:政府|办公厅|办公室|委员会|委|局|厅|部|院|会|署)")
_ADDRESSEE = re.compile(r"^[^。；;]{4,200}[：:]$")
_BYLINE = re.compile(r"^[（(][^（）()]*[）)]$")
_DISCLOSURE = re.compile(r"^[（(]此件[^）)]*[）)]$")
_TERMINAL = re.compile(r"[。！？!?；;：:]['\"”’」』）)]*$")


def marker_of(line: str, levels: Levels = LEVELS) -> Marker | None:
    """The marker that ``line`` opens with, if it opens one of ``levels``."""
    match = levels.pattern.match(line)
    if match is None or match.lastindex is None:
        return None
    level = levels.levels[match.lastindex - 1]
    label = "".join(match[0].split())
    return Marker(level=level, number=_number(level, match[match.lastindex]), label=label, end=match.end())


def normalised_number(raw: str) -> str | None:
    """``raw`` as GB/T 9704 writes a 发文字号 (川府发〔2021〕48号), or ``None`` if it is none."""
    match = DOCUMENT_NUMBER.search(raw)
    return f"{match['agency']}〔{match['year']}〕{int(match['serial'])}号" if match else None


def fact_of(line: str) -> tuple[str, str] | None:
    """``(field, value)`` of a line in which a portal says something about the text (发布日期：2021-12-31), if it is one.

    The field is a name of :class:`index.types.Document`, or empty for a fact that is none of them.
    """
    match = _FACT.fullmatch(line.strip())
    if match is None:
        return None
    return next(name for name, labels in _FACTS.items() if match[1] in labels.split("|")), match[2].strip()


def mark_number(mark: str) -> str:
    """The number that a circled ``mark`` bears."""
    return str(CIRCLED.index(mark) + 1)


def is_unnumbered_heading(line: str) -> bool:
    """Whether ``line`` is a heading that bears no number (附　则)."""
    return len(line) <= 8 and "".join(line.split()) in UNNUMBERED


def is_heading_line(line: str) -> bool:
    """Whether ``line`` opens a level and is nothing but its heading."""
    marker = marker_of(line)
    return marker is not None and marker.level.kind != "note" and is_short(line)


def is_short(line: str) -> bool:
    """Whether ``line`` could be a heading by its length and holds no sentence."""
    return len(line) <= _HEADING_MAX and not _has_sentence(line)


def is_table_row(line: str) -> bool:
    """Whether ``line`` is a row of a table (cells apart by tabs)."""
    return "\t" in line


def is_table_note(line: str) -> bool:
    """Whether ``line``, below a table, explains it (注：…, 资料来源：…)."""
    return re.match(r"(?:注|备注|说明|附注|资料来源|数据来源)\s*[0-9０-９]?\s*[：:]", line) is not None


def is_document_number(line: str) -> bool:
    """Whether ``line`` is a 发文字号 and nothing else."""
    return DOCUMENT_NUMBER.fullmatch(line.strip()) is not None


def is_date(line: str) -> bool:
    """Whether ``line`` is a date and nothing else; one stray mark behind it is let pass."""
    return _DATE_LINE.fullmatch(line[:-1] if line.endswith(("?", "？")) else line) is not None


def is_title(line: str) -> bool:
    """Whether ``line`` could be a document's title: it ends with a 文种 and holds no sentence."""
    return len(line) <= 80 and DOCUMENT_TYPE.search(line) is not None and not re.search(r"[。；;：:，]", line)


def is_addressee(line: str) -> bool:
    """Whether ``line`` names whom the document is sent to (主送机关)."""
    return _ADDRESSEE.match(line) is not None and re.match(r"[^《]*(?:各|有关|单位|政府|部门)[^《]*$", line) is not None


def is_byline(line: str) -> bool:
    """Whether ``line`` is a bracketed line, such as the authorities under a title."""
    return _BYLINE.match(line) is not None


def is_disclosure(line: str) -> bool:
    """Whether ``line`` is the note on publication, （此件公开发布）."""
    return _DISCLOSURE.match(line) is not None


def is_authority(line: str) -> bool:
    """Whether ``line`` is the name of an authority and nothing else, as in a signature (落款)."""
    return _NAME_OF_AUTHORITY.fullmatch(line) is not None


def is_closing_provision(line: str) -> bool:
    """Whether ``line`` says from when the document applies (本意见自…起施行): it closes the text, whatever it follows."""
    return re.match(rf"本(?:实施)?(?:{_TYPES})自.{{1,30}}起(?:施行|实施|执行|生效)", line) is not None


def is_finished(line: str) -> bool:
    """Whether a line break after ``line`` ends a paragraph, as against one that a page or a line width forced."""
    if _open_bracket(line) or line.endswith(("、", "，", ",")):
        return False
    if _TERMINAL.search(line) or is_table_row(line) or is_heading_line(line) or is_title(line):
        return True
    return not _has_sentence(line)


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
    return marker_of(line) is not None or is_table_row(line) or is_document_number(line) or is_date(line)


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


def _number(level: Level, raw: str) -> str:
    if level.kind == "note":
        return mark_number(raw)
    if level.kind == "article":
        main, _, extra = raw.partition("条之")
        return f"{to_int(main.removesuffix('条'))}" + (f"-{to_int(extra)}" if extra else "")
    if level.token == "n":
        return raw.replace("．", ".")
    return str(to_int(raw)) if raw else "1"


def _has_sentence(line: str) -> bool:
    return re.search(r"[。；;]|[，,].*[，,]", line) is not None


def _open_bracket(line: str) -> bool:
    return any(line.count(left) > line.count(right) for left, right in ("（）", "《》", "“”", "()"))
