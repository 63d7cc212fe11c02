"""Dates as official texts write them: 2021年12月30日, 二〇一三年三月三十一日, and 2024-07-28 in a portal's facts."""

import re
from collections.abc import Iterator
from datetime import date

from index.numerals import to_int

_DIGIT, _NUMERAL = "0-9０-９〇○零一二三四五六七八九", "0-9０-９〇○零一二三四五六七八九十"
WRITTEN_DATE = rf"[{_DIGIT}]{{4}}\s*年\s*[{_NUMERAL}]{{1,3}}\s*月\s*[{_NUMERAL}]{{1,3}}\s*日"
"""A date with 年月日, for use inside a regular expression; it has no group."""

_PARTS = re.compile(rf"([{_DIGIT}]{{4}})\s*年\s*([{_NUMERAL}]{{1,3}})\s*月\s*([{_NUMERAL}]{{1,3}})\s*日")
_NUMERIC = re.compile(r"(?<!\d)((?:19|20)\d{2})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")


def dates_in(text: str) -> Iterator[tuple[int, int, date]]:
    """``(start, end, date)`` of each date of the calendar that ``text`` writes with 年月日, in order."""
    for match in _PARTS.finditer(text):
        found = _date(match[1], match[2], match[3])
        if found is not None:
            yield match.start(), match.end(), found


def date_in(text: str) -> date | None:
    """The first date in ``text``, with 年月日 or else as 2024-07-28, or ``None``."""
    written = next((found for _, _, found in dates_in(text)), None)
    if written is not None:
        return written
    match = _NUMERIC.search(text)
    return _date(match[1], match[3], match[4]) if match else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(*(to_int(part.replace("○", "〇")) for part in (year, month, day)))
    except ValueError:  # 2021年13月40日
        return None
