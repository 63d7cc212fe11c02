"""Text without what tells who somebody is: numbers of identity cards, phones, bank cards, and mail addresses."""

import re

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)"), "[证件号]"),  # GB 11643, and its 15 digits of old
    (re.compile(r"(?<!\d)(?:\d[ -]?){15,18}\d(?!\d)"), "[卡号]"),
    (re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"), "[手机号]"),
    (re.compile(r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"), "[电话]"),
    (re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"), "[邮箱]"),
)


def masked(text: str) -> str:
    """``text`` with each such number replaced by what it was."""
    for pattern, name in _PATTERNS:
        text = pattern.sub(name, text)
    return text
