"""An answer's text in one form, whatever marks it up: so that nobody is better or worse off by formatting."""

import re

_WIDE_MARKER = re.compile(r"[【［\[〔]\^?(\d{1,3}(?: ?[,，、\-–~至] ?\d{1,3}){0,20})[】］\]〕](?! ?\d+号)")
_RANGE = re.compile(r"(\d+) ?[\-–~至] ?(\d+)")
_LONGEST_RANGE = 50
_APART = re.compile(r"(?<=\]) ?[、,，]? ?(?=\[\d)")
_EMPHASIS = re.compile(r"\*\*|__|`")
_HEADING = re.compile(r"#{1,6}[ \t]+")
_BOLD_LINE = re.compile(r"\*\*[^*]{1,60}\*\*")


def normal(text: str) -> str:
    """``text`` with its markers as ``[n]`` each, without Markdown's emphasis and table rules; its headings announce (：)."""
    text = _WIDE_MARKER.sub(lambda match: "".join(f"[{number}]" for number in _numbers(match[1])), text)
    lines = (_line(line) for line in _APART.sub("", text).split("\n"))
    return "\n".join(line for line in lines if line is not None)


def _line(line: str) -> str | None:
    """``line`` without its markup; ``None`` of the rule of a table."""
    bare = line.strip()
    if "--" in bare and not bare.strip("|:- \t"):
        return None
    if bare.startswith("|") and bare.endswith("|") and len(bare) > 1:
        return bare.strip("| ").replace("|", "，")
    announces = (
        (_HEADING.match(bare) or _BOLD_LINE.fullmatch(bare)) and "[" not in bare and not bare.endswith(("：", ":"))
    )
    plain = _EMPHASIS.sub("", _HEADING.sub("", line.lstrip(), count=1) if _HEADING.match(bare) else line)
    return f"{plain.rstrip()}：" if announces else plain


def _numbers(inside: str) -> list[int]:
    """The numbers that a marker names: [1,2] and [1-3] too."""
    found = list[int]()
    for part in re.split(r" ?[,，、] ?", inside):
        if (span := _RANGE.fullmatch(part)) and int(span[2]) - int(span[1]) <= _LONGEST_RANGE:
            found += range(int(span[1]), int(span[2]) + 1)
        elif part.isdigit():
            found.append(int(part))
    return found
