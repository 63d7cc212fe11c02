"""Strings as cases and metrics compare them: folded, whatever the white space; numbers as whole ones."""

import re
from collections.abc import Iterator

from index.text import fold, squeeze


def pattern_of(string: str) -> str:
    """A regular expression for ``string`` in a text without white space; a number only as a whole one: 5年 is not in 15年."""
    wanted = bare(string)
    before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
    behind = r"(?!\.?\d)" if wanted[-1:].isdigit() else ""
    return f"{before}{re.escape(wanted)}{behind}"


def holds(text: str, string: str) -> bool:
    """Whether ``string`` stands in ``text``."""
    return re.search(pattern_of(string), bare(text)) is not None


def is_bare_number(string: str) -> bool:
    """Whether ``string`` is a number without a unit, which stands in many a title and 文号 too."""
    return re.fullmatch(r"\d+(?:\.\d+)?", bare(string)) is not None


def bare(text: str) -> str:
    """``text`` folded and without white space."""
    return squeeze(fold(text))


def letters(text: str) -> str:
    """The letters, figures and ideographs of ``text``, folded."""
    return "".join(character for character in bare(text) if character.isalnum())


def bigrams(text: str) -> Iterator[str]:
    """The character bigrams of the :func:`letters` of ``text``, in order."""
    plain = letters(text)
    return (plain[place : place + 2] for place in range(len(plain) - 1))
