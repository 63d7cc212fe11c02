"""Paragraphs written as files of other formats, so that a reader can be held against what went in."""

import html
import io
from collections.abc import Sequence
from typing import Any

import docx
import pdfplumber
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

Block = str | Sequence[Sequence[str]]
"""A paragraph, or a table as its rows; a table of one cell is a frame around the lines of the cell."""

_FONT = "STSong-Light"
_BODY = ParagraphStyle("body", fontName=_FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
_TITLE = ParagraphStyle("title", fontName=_FONT, fontSize=18, leading=28, alignment=TA_CENTER, wordWrap="CJK")


def as_docx(blocks: Sequence[Block]) -> bytes:
    """A .docx of ``blocks``."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=len(block), cols=len(block[0]))
        for row, cells in enumerate(block):
            for column, text in enumerate(cells):
                first, *others = text.split("\n")
                table.cell(row, column).text = first
                for other in others:
                    table.cell(row, column).add_paragraph(other)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_html(blocks: Sequence[Block]) -> bytes:
    """A page as portals build it: menus around a main column that holds ``blocks``."""
    parts = list[str]()
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p>&emsp;&emsp;{html.escape(block)}</p>")
        else:
            rows = ("".join(f"<td>{_lines_of(cell)}</td>" for cell in row) for row in block)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>网站</title><script>var x = "脚本";</script></head><body>'
        '<div class="nav"><a href="/">首页</a><a href="/zwgk">政务公开</a></div>'
        f'<div id="UCAP-CONTENT">{"".join(parts)}</div>'
        "<footer>主办单位：某某市人民政府办公室</footer></body></html>"
    ).encode()


def _lines_of(cell: str) -> str:
    lines = [html.escape(line) for line in cell.split("\n")]
    return lines[0] if len(lines) == 1 else "".join(f"<p>{line}</p>" for line in lines)


def as_markdown(blocks: Sequence[Block]) -> bytes:
    """Markdown of ``blocks``."""
    parts = list[str]()
    for block in blocks:
        if isinstance(block, str):
            parts.append(block)
        else:
            head, *rows = ["| " + " | ".join(row) + " |" for row in block]
            parts.append("\n".join([head, "|" + "---|" * len(block[0]), *rows]))
    return "\n\n".join(parts).encode()


def _cell(text: str) -> Any:
    return [Paragraph(html.escape(line), _BODY) for line in text.split("\n")] if "\n" in text else text


def as_scan(blocks: Sequence[Block], kind: str) -> bytes:
    """Pictures of the pages of :func:`as_pdf`: a PDF without a text layer, a TIFF, or of one page a PNG."""
    with pdfplumber.open(io.BytesIO(as_pdf(blocks))) as document:
        first, *others = [page.to_image(resolution=150).original for page in document.pages]
    stream = io.BytesIO()
    first.save(stream, kind, **({} if kind == "PNG" else {"save_all": True, "append_images": others}))
    return stream.getvalue()


def as_pdf(blocks: Sequence[Block], *, password: str | None = None) -> bytes:
    """A PDF with a text layer: title centred, paragraphs indented, a header and a page number on every page."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    grid = [("GRID", (0, 0), (-1, -1), 1, "black"), ("FONT", (0, 0), (-1, -1), _FONT, 12)]
    story: list[Any] = [
        Paragraph(html.escape(block), _BODY if place else _TITLE)
        if isinstance(block, str)
        else Table([[_cell(text) for text in row] for row in block], style=grid)
        for place, block in enumerate(blocks)
    ]

    def furniture(canvas: Any, page: Any) -> None:
        canvas.setFont(_FONT, 9)
        canvas.drawCentredString(297, 810, "文件汇编")
        canvas.drawCentredString(297, 30, f"- {page.page} -")

    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4, encrypt=password).build(story, onFirstPage=furniture, onLaterPages=furniture)
    return stream.getvalue()
