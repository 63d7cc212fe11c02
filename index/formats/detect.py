"""Which format a file has: told by its content, never by its name alone."""

import re
from enum import StrEnum

from index.errors import DocumentError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|div|table|p)\b", re.I | re.S
)


class Format(StrEnum):
    """The formats that are read."""

    PLAIN = "txt"
    MARKDOWN = "md"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    PICTURE = "picture"


def format_of(data: bytes, name: str) -> Format:
    """The format of the file ``name`` that holds ``data``; only Markdown is told by the name.

    Raises:
        DocumentError: A format that is recognised and not read.
    """
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"PK\x03\x04"):
        return Format.DOCX
    if data.startswith(_OLE):
        raise DocumentError(f"{name}: an old binary Office file (.doc or .wps). Save it as .docx and try again.")
    if data.startswith(_PICTURES):
        return Format.PICTURE
    if _HTML.match(data[:4096].decode("latin-1").removeprefix("ï»¿")):
        return Format.HTML
    return Format.MARKDOWN if name.lower().endswith((".md", ".markdown")) else Format.PLAIN
