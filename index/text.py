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


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
