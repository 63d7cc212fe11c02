"""Chinese numerals and Arabic ones: 第一百二十条, 第１２０条 and 第120条 name the same article."""

import unicodedata

NUMERAL = "0-9０-９一二三四五六七八九十百千万零〇两"
"""The characters a number may be written with, for use inside a regular expression's class."""

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2} | {str(i): i for i in range(10)}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}


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
