"""Text for matching, kept apart from text for quoting: folding, and sentences with their offsets."""

import re
import unicodedata
from collections.abc import Iterator

_FOLDED_PUNCTUATION = str.maketrans("“”‘’「」『』﹝﹞【】—―–", '""\'\'""""〔〕〔〕---')
_SENTENCE_END = re.compile(r"[。！？!?\n]+[”’」』）)]*")
_IDEOGRAPH = re.compile(r"[㐀-鿿豈-﫿]")


def fold(text: str) -> str:
    """``text`` in the form it is matched in: NFKC, lower case, one form for each punctuation mark. Never shown."""
    return unicodedata.normalize("NFKC", text).lower().translate(_FOLDED_PUNCTUATION)


def has_chinese(text: str) -> bool:
    """Whether ``text`` holds a Chinese character."""
    return _IDEOGRAPH.search(text) is not None


def squeeze(text: str) -> str:
    """``text`` without any white space: for comparing texts that differ only in spacing."""
    return "".join(text.split())


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """``(start, end)`` of each sentence of ``text``, in code points, white space at either end left out.

    A sentence ends after 。！？ or a line break. Quotes and brackets that close right behind stay with it.
    """
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def sentences_and_quotations(text: str) -> Iterator[tuple[int, int, bool]]:
    """``(start, end, is_quoted)`` of each sentence of ``text``: whether it begins inside “…”."""
    depth, position = 0, 0
    for start, end in sentences(text):
        depth += text.count("“", position, start) - text.count("”", position, start)
        position = start
        yield start, end, depth > 0


def opens_quotation(text: str) -> bool:
    """Whether a “ of ``text`` is still open at its end."""
    return text.count("“") > text.count("”")


def line_spans(text: str) -> Iterator[tuple[int, int]]:
    """``(start, end)`` of each line of ``text`` that is not empty; lines end at a line feed alone."""
    start = 0
    for line in text.split("\n"):
        if line:
            yield start, start + len(line)
        start += len(line) + 1


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
