"""Administrative divisions (GB/T 2260): who lies in whom, and which of them a text names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from index.types import Region

# Short names that are also ordinary words or other divisions' names (朝阳产业): only their full names count.
_AMBIGUOUS = frozenset(
    {"朝阳", "海南", "吉林", "中山", "海东", "山南", "海西", "海北", "黄南", "安康", "大理", "文山", "白银"}
    | {"东方", "长治", "大同", "保山", "和田"}
)
# Names that words run into: 独自贡献, 国内江苏企业.
_RUN_INTO = {"自贡": "(?!献)", "内江": "(?!苏|西|河)", "南通": "(?!过|知)", "海口": "(?!岸)"}
NATION = Region(code="000000", name="全国")
"""The whole country: what its organs issue applies in every division. No question is taken to name it."""

_EVERYDAY_LETTERS = "新黑青宁台港吉甘藏蒙澳桂"  # 新企业, 在黑名单, 青年: no region is meant
_GROUPS = ("粤港澳", "陕甘宁", "甘青宁", "闽台")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    region: Region
    short: str
    abbreviation: str


@cache
def _entries() -> tuple[_Entry, ...]:
    rows = resources.files("index").joinpath("data/regions.tsv").read_text(encoding="utf-8").splitlines()
    fields = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return tuple(
        _Entry(region=Region(code=f[0], name=f[1]), short=f[2], abbreviation=f[3] if len(f) > 3 else "") for f in fields
    )


@cache
def _by_code() -> dict[str, _Entry]:
    return {entry.region.code: entry for entry in _entries()}


@cache
def _name_pattern() -> tuple[re.Pattern[str], dict[str, Region]]:
    names: dict[str, Region] = {}
    for entry in _entries():
        province = entry.region.code.endswith("0000")
        names[entry.region.name] = entry.region
        if province or entry.short not in _AMBIGUOUS:
            names.setdefault(entry.short, entry.region)
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile("|".join(name + _RUN_INTO.get(name, "") for name in longest_first)), names


@cache
def _english_pattern() -> tuple[re.Pattern[str], dict[str, Region]]:
    rows = resources.files("index").joinpath("data/places_en.tsv").read_text(encoding="utf-8").splitlines()
    places = {name: region(code) for name, code in (row.split("\t") for row in rows if row and not row.startswith("#"))}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, places))})\b", re.IGNORECASE), places


@cache
def _abbreviation_pattern() -> tuple[re.Pattern[str], dict[str, Region]]:
    letters = {e.abbreviation: e.region for e in _entries() if e.abbreviation}
    plain = "".join(letter for letter in letters if letter not in _EVERYDAY_LETTERS)
    # 川渝, 在蓉, 渝企, 川府发: an abbreviation counts only in such company, and everyday words' letters not even there.
    pattern = re.compile(rf"[{plain}]{{2,}}|{'|'.join(_GROUPS)}|(?<=[在来驻赴])[{plain}]|[{plain}](?=[企府商籍])")
    return pattern, letters


def region(code: str) -> Region:
    """The division with ``code``.

    Raises:
        KeyError: No province or prefecture has that code, and it is not :data:`NATION`'s.
    """
    return NATION if code == NATION.code else _by_code()[code].region


def lineage(code: str) -> tuple[str, ...]:
    """``code`` and the codes above it, innermost first: 510100 → (510100, 510000, 000000)."""
    return tuple(dict.fromkeys((code, f"{code[:2]}0000", NATION.code)))


def short_name(code: str) -> str:
    """The everyday name: 四川 for 510000."""
    return NATION.name if code == NATION.code else _by_code()[code].short


def named_regions(text: str) -> tuple[Region, ...]:
    """The divisions that ``text`` names, in order, each once: by full, short or English name, or abbreviated (川渝, 在蓉)."""
    found: dict[str, tuple[int, Region]] = {}
    for position, place in _mentions(text):
        if place.code not in found:
            found[place.code] = (position, place)
    return tuple(place for _, place in sorted(found.values(), key=lambda item: item[0]))


def without_regions(text: str) -> str:
    """``text`` with the names of divisions blanked, its length kept."""
    for pattern, _ in (_name_pattern(), _english_pattern(), _abbreviation_pattern()):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text


def _mentions(text: str) -> Iterator[tuple[int, Region]]:
    names, by_name = _name_pattern()
    masked = list(text)
    for match in names.finditer(text):
        masked[match.start() : match.end()] = " " * len(match[0])
        yield match.start(), by_name[match[0]]
    english, by_english = _english_pattern()
    for match in english.finditer(text):
        yield match.start(), by_english[match[0].lower()]
    letters, by_letter = _abbreviation_pattern()
    for match in letters.finditer("".join(masked)):
        for offset, letter in enumerate(match[0]):
            if letter in by_letter:
                yield match.start() + offset, by_letter[letter]
