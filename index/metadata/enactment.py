"""The note under a law's title (题注): who adopted, approved, published and amended it, and when."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.dates import dates_in
from index.line_kinds import ENACTING
from index.text import squeeze

_ACT = re.compile("|".join(ENACTING))
_NUMBER = re.compile(
    r"((?:[一-龥]{2,20}?、)?[一-龥]{2,30}?(?:令|公告))\s*[（(〔\[]?\s*(第\s*[0-9一二三四五六七八九十百〇零]{1,6}\s*号)"
)
_QUOTED = re.compile(r"《[^》]*(?:》|$)")
_SESSION = re.compile(
    r"第[0-9一二三四五六七八九十百零〇]{1,5}届|(?:第[0-9一二三四五六七八九十百零〇]{1,5}次)?(?:常务)?会议.*|主席团.*"
)
_BODY = re.compile(r"审判委员会|检察委员会")
_BY_ORDER = re.compile(r"(?:主席)?(?:令|公告)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One event in the making of a law; ``authority`` and ``number`` (国务院令第355号) where it names them."""

    day: date
    what: str
    authority: str | None
    number: str | None
    start: int
    end: int


def acts_in(text: str) -> Sequence[Act]:
    """The acts that ``text``, a note under a title, records, in order; offsets in ``text``."""
    quoted = list(_QUOTED.finditer(text))
    starts = [span.start() for span in quoted]
    days = [
        (start, end, day)
        for start, end, day in dates_in(text)
        if not (place := bisect_right(starts, start)) or quoted[place - 1].end() <= start
    ]
    found = list[Act]()
    ends = [*(start for start, _, _ in days[1:]), len(text)]
    for (start, end, day), following in zip(days, ends, strict=False):
        said = text[end:following]
        act = next((match for match in _ACT.finditer(said) if not _is_quoted(said, match.start())), None)
        if act is None:
            continue
        before = said[: act.start()].strip(" \u3000")
        number = _NUMBER.search(said[: act.start()])
        found.append(
            Act(
                day=day,
                what=act[0],
                authority=_authority(number[1] if number else before.partition("《")[0]),
                number=squeeze(f"{number[1]}{number[2]}") if number else None,
                start=start,
                end=end + act.end(),
            )
        )
    return found


def _is_quoted(text: str, place: int) -> bool:
    """Whether ``place`` lies inside 《…》."""
    return text.count("《", 0, place) > text.count("》", 0, place)


def _authority(said: str) -> str | None:
    """Who acted: 山东省第八届人民代表大会常务委员会第二次会议 → 山东省人民代表大会常务委员会; of an order, who gave it."""
    name = _BY_ORDER.sub("", _BODY.sub("", _SESSION.sub("", said)).strip(" \u3000、，"))
    return name if 2 <= len(name) <= 40 else None
