"""Addresses inside documents as people write them (第五章第三节, 专栏6, 第14条, 三、（二）) and the places they name."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from index.numerals import NUMERAL, to_int
from index.types import Address, Clause

# Written unit → the level it names. 条 and 节 name other levels where a document has no 条 or 节 (see _LEVELS).
_STEP = re.compile(
    rf"第(?P<ordinal>[{NUMERAL}]{{1,12}}|[（(][{NUMERAL}]{{1,12}}[）)])\s*(?P<unit>编|分编|章|节|条|款|项|部分|点|段|行)(?:之(?P<extra>[{NUMERAL}]{{1,4}}))?"
    rf"|(?P<box>专栏\s*(?P<box_number>[{NUMERAL}]{{1,4}}))"
    rf"|(?<![一二三四五六七八九十第其之])(?P<h1>[一二三四五六七八九十]{{1,3}})、(?=[（(]|$|[^一-龥]|[的是讲说里中有])"
    rf"|[（(](?P<h2>[一二三四五六七八九十]{{1,3}})[）)]"
)
_LEVELS: dict[str, tuple[str, ...]] = {
    "编": ("part",),
    "分编": ("subpart",),
    "章": ("chapter",),
    "节": ("section", "h1"),
    "条": ("article", "h3", "h2"),
    "款": ("para", "p"),
    "项": ("item", "h2", "h3", "row"),
    "部分": ("h1",),
    "点": ("h3", "h2"),
    "段": ("p",),
    "行": ("row",),
    "专栏": ("box",),
    "附件": ("annex",),
    "一、": ("h1",),
    "（一）": ("h2", "item"),
}
_OUTSIDE_IN = ("编", "分编", "章", "节", "条", "一、/部分", "（一）", "专栏", "款", "项/点", "段/行")
_DEPTH = {unit: depth for depth, units in enumerate(_OUTSIDE_IN) for unit in units.split("/")}
"""How far inside a document each unit stands: a step that goes no deeper than the last begins another address."""

_BETWEEN = re.compile(r"[\s的，,]{0,4}")
_MOST_PLACES = 6  # an address that names more places than this names none
_MOST_OUTER = 64  # as does one whose outer steps name more; many chapters have a 第一节


def addresses_in(text: str) -> tuple[Address, ...]:
    """The addresses that ``text`` names; steps that stand together (第五章第三节) make one address."""
    return tuple(address for _, _, address in address_spans(text))


def address_spans(text: str) -> list[tuple[int, int, Address]]:
    """``(start, end, address)`` for each address that ``text`` names, in order."""
    groups: list[list[re.Match[str]]] = []
    for match in _STEP.finditer(text):
        apart = text[groups[-1][-1].end() : match.start()] if groups else "-"
        if _BETWEEN.fullmatch(apart) and _DEPTH[_step(match)[0]] > _DEPTH[_step(groups[-1][-1])[0]]:
            groups[-1].append(match)
        else:
            groups.append([match])
    return [(group[0].start(), group[-1].end(), Address(steps=tuple(map(_step, group)))) for group in groups]


def without_addresses(text: str) -> str:
    """``text`` with its addresses blanked, its length kept."""
    return _STEP.sub(lambda match: " " * len(match[0]), text)


def outer_steps(before: Address, address: Address) -> tuple[tuple[str, str], ...]:
    """The steps of ``before`` that lie outside the first step of ``address``: 第三条 for 第二款 behind 第三条第一款."""
    depth = _DEPTH[address.steps[0][0]]
    return tuple(step for step in before.steps if _DEPTH[step[0]] < depth)


class Places:
    """The places of one document, to be found by address.

    Clauses stand in document order, so what lies below one is a run behind it: an address is followed from the outside in,
    each step a search in sorted numbers, and its cost does not grow with the document.
    """

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = clauses
        self._by_id = {clause.id: clause for clause in clauses}
        self._ends = _ends(clauses)
        self.has_articles = any(clause.kind == "article" for clause in clauses)
        self._by_number = defaultdict[tuple[str, str], list[int]](list)
        for place, clause in enumerate(clauses):
            if clause.number is not None:
                self._by_number[clause.kind, clause.number].append(place)

    def named(self, address: Address) -> tuple[Clause, ...]:
        """The clauses that ``address`` names, in order; none if it names none or too many to be meant."""
        runs = [(0, len(self._clauses))]
        for unit, number in address.steps[:-1]:
            outer = [place for level in _LEVELS[unit] for place in self._within(runs, level, number)]
            if not 0 < len(outer) <= _MOST_OUTER:
                return ()
            runs = [(place + 1, self._ends[place]) for place in outer]
        unit, number = address.steps[-1]
        for level in _LEVELS[unit]:
            found = dict.fromkeys(self._within(runs, level, number))
            if found:
                return tuple(self._clauses[place] for place in found) if len(found) <= _MOST_PLACES else ()
        return ()

    def only(self, address: Address) -> Clause | None:
        """The one clause that ``address`` names, ``None`` if it names none or several."""
        found = self.named(address)
        return found[0] if len(found) == 1 else None

    def above(self, clause: Clause) -> Iterator[Clause]:
        """``clause`` and the clauses it stands in, from the inside out."""
        place: Clause | None = clause
        while place is not None:
            yield place
            place = self._by_id.get(place.parent or "")

    def _within(self, runs: Sequence[tuple[int, int]], kind: str, number: str) -> Iterator[int]:
        """The clauses of that kind and number in each of ``runs``, one more than can be meant at most."""
        every = self._by_number.get((kind, number), [])
        for start, end in runs:
            first, last = bisect_left(every, start), bisect_left(every, end)
            yield from every[first : min(last, first + _MOST_OUTER + 1)]


def _ends(clauses: Sequence[Clause]) -> list[int]:
    """For each clause the place behind the last one that lies below it."""
    ends, places = list(range(1, len(clauses) + 1)), {clause.id: place for place, clause in enumerate(clauses)}
    for place in reversed(range(len(clauses))):
        parent = places.get(clauses[place].parent or "")
        if parent is not None:
            ends[parent] = max(ends[parent], ends[place])
    return ends


def _step(match: re.Match[str]) -> tuple[str, str]:
    if match["box"]:
        return "专栏", str(to_int(match["box_number"]))
    if match["h1"]:
        return "一、", str(to_int(match["h1"]))
    if match["h2"]:
        return "（一）", str(to_int(match["h2"]))
    number = str(to_int(match["ordinal"].strip("（()）")))
    if match["unit"] == "条" and match["ordinal"][0] in "（(":
        return "（一）", number  # 第（七）条 is the heading （七）
    return match["unit"], f"{number}-{to_int(match['extra'])}" if match["extra"] else number
