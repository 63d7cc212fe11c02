"""Whether a text holds a string that a case requires or forbids."""

import re

from index.text import squeeze


def holds(text: str, string: str) -> bool:
    """Whether ``string`` stands in ``text``, whatever the white space; a number only as a whole one: 5年 is not in 15年."""
    wanted = squeeze(string)
    before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
    behind = r"(?!\.?\d)" if wanted[-1:].isdigit() else ""
    return re.search(f"{before}{re.escape(wanted)}{behind}", squeeze(text)) is not None


def is_bare_number(string: str) -> bool:
    """Whether ``string`` is a number without a unit, which stands in many a title and 文号 too."""
    return re.fullmatch(r"\d+(?:\.\d+)?", squeeze(string)) is not None
