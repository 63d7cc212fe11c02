"""Chinese numerals and Arabic ones: 第一百二十条, 第１２０条 and 第120条 name the same article."""

import unicodedata
from functools import lru_cache

NUMERAL = "0-9０-９一二三四五六七八九十百千万零〇两"
"""The characters a number may be written with, for use inside a regular expression's class."""

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
"""The marks of notes, 1 to 20."""

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2} | {str(i): i for i in range(10)}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}


@lru_cache(maxsize=4096)
def to_int(numeral: str) -> int:
    """The value of ``numeral``, Arabic (any width), positional (二〇三五), with units (一百二十) or mixed (1百).

    Raises:
        ValueError: ``numeral`` is empty or holds another character.
    """
    text = unicodedata.normalize("NFKC", numeral)
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or any(c not in _DIGITS and c not in _UNITS for c in text):
        raise ValueError(f"not a numeral: {numeral!r}")
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, section, digit = 0, 0, 0
    for character in text:
        if character in _DIGITS:
            digit = (digit * 10 if character.isascii() else 0) + _DIGITS[character]
        elif character == "万":
            total, section, digit = total + (section + digit) * 10_000, 0, 0
        else:
            section += (digit or 1) * _UNITS[character]
            digit = 0
    return total + section + digit


def to_chinese(number: int) -> str:
    """``number`` (0–9999) as official texts write it: 十一, 一百零五, 一千二百六十; digits beyond."""
    if not 0 <= number <= 9999:
        return str(number)
    if number < 10:
        return "〇一二三四五六七八九"[number]
    parts, pending_zero = list[str](), False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            parts.append("零" if pending_zero else "")
            parts.append("一二三四五六七八九"[digit - 1] + unit)
        pending_zero = not digit and bool(parts)
    text = "".join(parts)
    return text.removeprefix("一") if number < 20 else text
