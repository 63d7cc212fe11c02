"""From a file's bytes to its :class:`~index.formats.source.Source`: the format is told by the content, never by the name alone.

Formats beyond plain text need the ``formats`` extra, pictures and scans the ``ocr`` extra; without it they are refused
with the remedy.
"""

import re
from collections.abc import Callable
from importlib import import_module

from index.errors import DocumentError
from index.formats.plain import decode, read_plain
from index.formats.source import Source

LARGEST_FILE = 64 * 1024 * 1024  # bytes; official documents stay far below
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|div|table|p)\b", re.I | re.S
)
SUFFIXES = (".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
"""Of the files that a corpus folder may hold."""


def read_source(data: bytes, name: str) -> Source:
    """The text of the file ``name`` that holds ``data``.

    Raises:
        DocumentError: The file is empty, too large, damaged, locked or of a format that is not read.
    """
    if len(data) > LARGEST_FILE:
        raise DocumentError(f"{name}: larger than {LARGEST_FILE >> 20} MiB. Split it into its documents.")
    if not data.strip():
        raise DocumentError(f"{name}: the file is empty. Replace it or take it out of the corpus.")
    return _reader(data, name)(data, name)


def is_plain(data: bytes, name: str) -> bool:
    """Whether ``data`` would be read as plain text."""
    try:
        return _reader(data, name) is read_plain
    except DocumentError:
        return False


def _reader(data: bytes, name: str) -> Callable[[bytes, str], Source]:
    if b"%PDF-" in data[:1024]:
        return _reader_of("pdf", "read_pdf", name)
    if data.startswith(b"PK\x03\x04"):
        return _reader_of("docx", "read_docx", name)
    if data.startswith(_OLE):
        raise DocumentError(f"{name}: an old binary Office file (.doc or .wps). Save it as .docx and try again.")
    if data.startswith(_IMAGES):
        return _reader_of("ocr", "read_picture", name, extra="ocr")
    if _HTML.match(data[:4096].decode("latin-1").removeprefix("ï»¿")):
        return _reader_of("html", "read_html", name)
    if name.lower().endswith((".md", ".markdown")):
        return _reader_of("markdown", "read_markdown", name)
    return read_plain


def _reader_of(module: str, function: str, name: str, extra: str = "formats") -> Callable[[bytes, str], Source]:
    try:
        reader: Callable[[bytes, str], Source] = getattr(import_module(f"index.formats.{module}"), function)
    except ModuleNotFoundError as error:
        raise DocumentError(
            f"{name}: reading this needs the package {error.name}. Install it with: pip install 'zhangju[{extra}]'."
        ) from error
    return reader


__all__ = ["LARGEST_FILE", "SUFFIXES", "decode", "is_plain", "read_source"]
