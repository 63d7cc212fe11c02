"""Markdown (CommonMark and tables): its marks taken off, its numbers kept."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.formats.plain import decode
from index.formats.source import Breaks, Line, Source, source_of
from index.numerals import CIRCLED

_NUMBER = r"\[\^([1-9]|1[0-9]|20)\]"
_FOOTNOTE, _FOOTNOTE_MARK = re.compile(rf"^{_NUMBER}:[ \t]*", re.MULTILINE), re.compile(_NUMBER)


def read_markdown(data: bytes, name: str) -> Source:
    """The text of a Markdown file. Comments and HTML are left out; numbers of ordered lists stay before their items.

    Raises:
        DocumentError: Not a text file.
    """
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 60}).enable("table")
    parser.disable(["code", "lheading", "reference"])  # a definition of a link is text that would vanish
    return source_of(_lines(parser.parse(_with_marks(decode(data, name)))), kind="md", breaks=Breaks.SINGLE)


def _with_marks(text: str) -> str:
    """``text`` with its footnotes (``[^1]`` and ``[^1]: …``) as marks and notes: ^① and ①…"""
    text = _FOOTNOTE.sub(lambda match: CIRCLED[int(match[1]) - 1], text)
    return _FOOTNOTE_MARK.sub(lambda match: f" ^{CIRCLED[int(match[1]) - 1]}", text)


def _lines(tokens: Sequence[Token]) -> Iterator[Line]:
    """The lines of ``tokens``, a blank one behind each block."""
    number, cells = "", None
    for token in tokens:
        if token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "tr_open":
            cells = list[str]()
        elif token.type == "tr_close" and cells is not None:
            yield Line(text="\t".join(cells))
            cells = None
        elif token.type == "table_close":
            yield Line(text="")
        elif token.type in ("inline", "fence", "code_block"):
            text = _text(token)
            if cells is not None:
                cells.append(" ".join(text.split()))
                continue
            for place, line in enumerate(text.split("\n")):
                yield Line(text=line if place else number + line)
            yield Line(text="")
            number = ""
        elif token.type == "html_block":
            yield Line(text=" ".join(token.content.split()), left_out="markup")
            yield Line(text="")


def _text(token: Token) -> str:
    if token.type != "inline":
        return token.content.rstrip("\n")
    parts = {"softbreak": "\n", "hardbreak": "\n"}
    return "".join(
        parts.get(child.type, "" if child.type == "html_inline" else child.content) for child in token.children or []
    )
