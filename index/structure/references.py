"""Cross-references inside a document: which place a clause means by 第三条第二款, 前款, 专栏6 or 附件1."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from index.document_types import ITSELF, TYPE
from index.numerals import CIRCLED
from index.structure import grammar
from index.structure.address import Places, address_spans, outer_steps
from index.types import Address, Clause, Reference

_WRITTEN = re.compile(r"第[（(]?[0-9０-９一二三四五六七八九十百千零〇两]|专栏|前[两二三四五]?[款条]|附[件表录]")
_RELATIVE = re.compile(
    r"(?P<before>前)(?P<several>[两二三四五])?(?P<unit>[款条])|(?P<annex>附[件表录])\s*(?P<number>[0-9]{1,2})"
)
_OWN = re.compile(rf"(?:{ITSELF}|本[条款项章节]|[条款项]规定)(?:的)?$")
_NAMES = rf"{TYPE}|公约|条约|通则|合同|协定|协议|标准|文件|分则|编|法律|令第.{{1,6}}号|号"
_OF_ANOTHER = re.compile(
    rf"(?:》[^，。；、《》]{{0,12}}|(?:{_NAMES})(?:[（(][^（）()]{{0,40}}[）)])?)[的中]?$|该[条款项章节]$"
)
"""What stands before an address that lies in another document, 《专利法》第三条, 刑法第三条, unless it is the text's own."""

_MARK = re.compile(rf"(\^)?([{CIRCLED}])")
_COUNTS = re.compile(
    r"修改为|改为|删去|删除|任务|工作|线|届|部分|节|批|路|例|期|阶段|步|类|轮|[：:]"
)  # 第一项任务, 第三条线
_FULL_STOP = re.compile("[。\n]")
_LOOSE = ("条", "点", "项")  # also words for things that are counted
_REFERS = re.compile(r"规定|的|所|[、，。；：）)]|和|及|与|至|或|中|要求|执行|办理|$")
_LIST = re.compile(r"[、，]|和|至|到|或者?|以及|及|与")  # what stands between addresses that share their outer steps
_LOOK_BACK = 60  # characters; as far as the name of another document and its number reach
_UNIT = {"article": "条", "para": "款"}
_IN_ARTICLE, _IN_CHAPTER = ("款", "项"), ("节",)


def with_references(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """``clauses`` of one document, each leaf with the references its text makes."""
    places = Places(clauses)
    articles = [clause for clause in clauses if clause.kind == "article"]
    previous = {after.id: before for before, after in pairwise(articles)}
    marks = _marks(clauses)
    return tuple(
        replace(clause, references=tuple(found))
        if clause.is_leaf and (found := [*marks.get(clause.id, ()), *_references(clause, places, previous)])
        else clause
        for clause in clauses
    )


def _marks(clauses: Sequence[Clause]) -> dict[str, list[Reference]]:
    """By clause id the marks that point at a note: at the next note of their number behind them.

    A bare ① counts things off unless that note stands on the level of its clause or further out; ^① is always a mark.
    """
    notes: dict[str, Clause] = {}
    found: dict[str, list[Reference]] = {}
    for clause in reversed(clauses):
        if clause.kind == "note" and clause.number:
            notes[clause.number] = clause
        elif notes and clause.is_leaf:
            for mark in _MARK.finditer(clause.text, 1):
                note = notes.get(grammar.mark_number(mark[2]))
                if note and (mark[1] or clause.id.startswith(f"{note.parent}__" if note.parent else "")):
                    found.setdefault(clause.id, []).append(
                        Reference(start=mark.start(), end=mark.end(), target=note.eid)
                    )
    return found


def _references(clause: Clause, places: Places, previous: dict[str, Clause]) -> Iterator[Reference]:
    text = clause.text
    if not (text.startswith("前") or _WRITTEN.search(text, 1)):  # what opens it is most often its own number
        return
    written = _written(text, places)
    starting = {span[0]: span for span in written}
    taken = set[int]()
    for match in _RELATIVE.finditer(text):
        if match["annex"] and match.start() == 0:
            continue  # the annex's own heading
        if match["annex"] and _is_of_another(text, match.start()):
            continue
        inner = starting.get(match.end())  # 前款第（一）项
        target, end = _relative(match, clause, places, previous), match.end()
        if inner is not None and target is not None and match["before"]:
            taken.add(inner[0])
            end, target = inner[1], _inside(target, inner[2], places)
        yield Reference(start=match.start(), end=end, target=target.eid if target else None)
    for start, end, address in written:
        if start not in taken:
            found = _named(_whole(address, clause, places), places)
            yield Reference(start=start, end=end, target=found.eid if found else None)


def _named(address: Address, places: Places) -> Clause | None:
    """The one place that ``address`` names; of an article with one 款, its 第一款 is the article."""
    *outer, last = address.steps
    if outer and last == ("款", "1") and not places.named(address):
        return places.only(Address(steps=tuple(outer)))
    return places.only(address)


def _written(text: str, places: Places) -> list[tuple[int, int, Address]]:
    """The addresses in ``text`` that lie in its own document; of 第三条第一款、第二款 the second is of 第三条 too."""
    found = list[tuple[int, int, Address]]()
    last_end, last, is_outside = -1, Address(steps=()), False
    for start, end, stated in address_spans(text):
        if start == 0 or text[start] not in "第专" or _COUNTS.match(text, end):
            continue
        if not places.has_articles and stated.steps[0][0] in _LOOSE and not _REFERS.match(text, end):
            continue  # 建成第二条跨海通道
        follows_on = last_end >= 0 and _LIST.fullmatch(text[last_end:start]) is not None
        is_outside = _is_of_another(text, start) or (is_outside and not _FULL_STOP.search(text, last_end, start))
        if _OWN.search(text, max(0, start - _LOOK_BACK), start):
            is_outside = False
        outer = outer_steps(last, stated) if follows_on else ()
        address = Address(steps=(*outer, *stated.steps))
        if not is_outside:
            found.append((start, end, address))
        last_end, last = end, address
    return found


def _is_of_another(text: str, place: int) -> bool:
    """Whether what stands before ``place`` names another document, and not this one."""
    before = text[max(0, place - _LOOK_BACK) : place]
    return _OF_ANOTHER.search(before) is not None and _OWN.search(before) is None


def _relative(match: re.Match[str], clause: Clause, places: Places, previous: dict[str, Clause]) -> Clause | None:
    """The place that 前款, 前条 or 附件1 means in ``clause``; 前两款 means more than one."""
    if match["annex"]:
        return places.only(Address(steps=(("附件", match["number"]),)))
    above = {place.kind: place for place in places.above(clause)}
    article = above.get("article")
    if article is None or match["several"]:
        return None
    if match["unit"] == "条":
        return previous.get(article.id)
    paragraph = above.get("para")
    number = int(paragraph.number or 1) - 1 if paragraph else 0
    return places.only(Address(steps=(("条", article.number or ""), ("款", str(number))))) if number else None


def _inside(place: Clause, address: Address, places: Places) -> Clause | None:
    """The place that ``address`` names inside ``place``."""
    steps = [
        (unit, outer.number)
        for outer in places.above(place)
        for unit in [_UNIT.get(outer.kind)]
        if unit is not None and outer.number is not None
    ]
    return places.only(Address(steps=(*reversed(steps), *address.steps)))


def _whole(address: Address, clause: Clause, places: Places) -> Address:
    """``address`` from the outside in: 第二款 is of the article it stands in, 第二节 of the chapter."""
    outer = "article" if address.steps[0][0] in _IN_ARTICLE else "chapter" if address.steps[0][0] in _IN_CHAPTER else ""
    place = next((place for place in places.above(clause) if place.kind == outer), None)
    if place is None or place.number is None:
        return address
    return Address(steps=(("条" if outer == "article" else "章", place.number), *address.steps))
