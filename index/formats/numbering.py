"""Word's automatic numbers as text: 第一章, （二）, 3. — what the reader of a .docx sees but its paragraphs do not hold.

Source: ECMA-376-1 §17.9 (numbering) and §17.18.59 (ST_NumberFormat).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from index.numerals import CIRCLED, to_chinese

_DIGITS = "〇一二三四五六七八九"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LEVELS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLevel:
    """One level of a list: ``%1`` in ``text`` stands for the number of level 1.

    ``restarts_after`` is 0 for never; ``is_legal`` writes the numbers of all levels in digits.
    """

    format: str
    text: str
    start: int = 1
    restarts_after: int | None = None
    is_legal: bool = False


@dataclass(slots=True)
class Counters:
    """The running numbers of every list of a document, in the order its paragraphs come."""

    lists: Mapping[str, Mapping[int, NumberLevel]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def next(self, list_id: str, level: int) -> str:
        """The label of the next paragraph of ``list_id`` at ``level`` (0-based); empty for bullets and unknown lists."""
        levels = self.lists.get(list_id, {})
        if level not in levels or levels[level].format in ("bullet", "none"):
            return ""
        counts = self._counts.setdefault(list_id, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [place for place in counts if place > level]:
            after = levels[deeper].restarts_after if deeper in levels else None
            if after is None or level < after:
                del counts[deeper]
        label = levels[level].text
        for place in range(_LEVELS):
            if f"%{place + 1}" in label and place in levels:
                count = counts.get(place, levels[place].start)
                number_format = "decimal" if levels[level].is_legal else levels[place].format
                label = label.replace(f"%{place + 1}", written(count, number_format))
        return label


def written(number: int, number_format: str) -> str:
    """``number`` in a number format of Word; digits for formats that official documents do not use."""
    if number_format in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"):
        return to_chinese(number)
    if number_format in ("ideographDigital", "taiwaneseDigital", "taiwaneseCounting"):
        return "".join(_DIGITS[int(digit)] for digit in str(number)) if number > 10 else to_chinese(number)
    if number_format.startswith("decimalEnclosedCircle"):
        return CIRCLED[number - 1] if 1 <= number <= len(CIRCLED) else str(number)
    if number_format == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if number_format == "decimalZero":
        return f"{number:02d}"
    if number_format in ("lowerRoman", "upperRoman"):
        return _roman(number).upper() if number_format == "upperRoman" else _roman(number)
    if number_format in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if number_format == "upperLetter" else letter
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text
