"""An answer's text in one form, whatever marks it up: so that nobody is better or worse off by formatting."""

import re

_WIDE_MARKER = re.compile(r"[【［\[〔]\^?(\d{1,3}(?:\s*[,，、\-–~至]\s*\d{1,3})*)[】］\]〕](?!\s*\d+号)")
_RANGE = re.compile(r"(\d+)\s*[\-–~至]\s*(\d+)")
_LONGEST_RANGE = 50
_EMPHASIS = re.compile(r"\*\*|__|`+|(?<!\*)\*(?!\*)(?=\S)|(?<=\S)\*(?!\*)")
_HEADING = re.compile(r"(?m)^\s*#{1,6}\s*")
_TABLE_RULE = re.compile(r"(?m)^\s*\|?(?:\s*:?-{2,}:?\s*\|?)+\s*$\n?")


def normal(text: str) -> str:
    """``text`` with its markers as ``[n]`` each, without Markdown's emphasis, headings and table rules."""
    text = _WIDE_MARKER.sub(lambda match: "".join(f"[{number}]" for number in _numbers(match[1])), text)
    text = re.sub(r"(?<=\])\s*[、,，]?\s*(?=\[\d)", "", text)
    text = _TABLE_RULE.sub("", _HEADING.sub("", _EMPHASIS.sub("", text)))
    return re.sub(r"(?m)^\s*\|(.*)\|\s*$", lambda match: match[1].strip().replace("|", "，"), text)


def _numbers(inside: str) -> list[int]:
    """The numbers that a marker names: [1,2] and [1-3] too."""
    found = list[int]()
    for part in re.split(r"\s*[,，、]\s*", inside):
        if (span := _RANGE.fullmatch(part)) and int(span[2]) - int(span[1]) <= _LONGEST_RANGE:
            found += range(int(span[1]), int(span[2]) + 1)
        elif part.isdigit():
            found.append(int(part))
    return found
