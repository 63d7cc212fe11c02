"""From a file's bytes to its :class:`~index.formats.source.Source`.

Formats beyond plain text need the ``formats`` extra, pictures and scans the ``ocr`` extra; without it they are refused
with the remedy. A reader is imported when a file of its format comes.
"""

from index.errors import DocumentError
from index.formats.detect import Format, format_of
from index.formats.plain import decode, read_plain
from index.formats.source import Source

_MOST_CHARACTERS = 30_000_000  # the civil code has 110,000; a small file can unpack to any number
LARGEST_FILE = 64 * 1024 * 1024  # bytes; official documents stay far below
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
    kind = format_of(data, name)
    try:
        source = _read(kind, data, name)
    except ModuleNotFoundError as error:
        extra = "ocr" if kind is Format.PICTURE else "formats"
        raise DocumentError(
            f"{name}: reading this needs the package {error.name}. Install it with: pip install 'zhangju[{extra}]'."
        ) from error
    if len(source.text) > _MOST_CHARACTERS:
        raise DocumentError(
            f"{name}: its text is longer than {_MOST_CHARACTERS} characters. Split it into its documents."
        )
    return source


def _read(kind: Format, data: bytes, name: str) -> Source:
    match kind:
        case Format.PDF:
            from index.formats.pdf import read_pdf

            return read_pdf(data, name)
        case Format.DOCX:
            from index.formats.docx import read_docx

            return read_docx(data, name)
        case Format.HTML:
            from index.formats.html import read_html

            return read_html(data, name)
        case Format.MARKDOWN:
            from index.formats.markdown import read_markdown

            return read_markdown(data, name)
        case Format.PICTURE:
            from index.formats.ocr import read_picture

            return read_picture(data, name)
        case Format.PLAIN:
            return read_plain(data, name)


_SUFFIX = {Format.PDF: ".pdf", Format.DOCX: ".docx", Format.HTML: ".html", Format.MARKDOWN: ".md", Format.PLAIN: ".txt"}


def suffix_of(data: bytes, name: str) -> str:
    """The suffix of a file that holds ``data``; a picture's by what it is.

    Raises:
        DocumentError: A format that is recognised and not read.
    """
    kind = format_of(data, name)
    if kind is not Format.PICTURE:
        return _SUFFIX[kind]
    return ".jpg" if data.startswith(b"\xff\xd8") else ".tif" if data[:2] in (b"II", b"MM") else ".png"


__all__ = ["LARGEST_FILE", "SUFFIXES", "Format", "decode", "format_of", "read_source", "suffix_of"]
