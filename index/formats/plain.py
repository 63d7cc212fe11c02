"""Plain text in UTF-8 or GB18030."""

from index.errors import DocumentError
from index.formats.source import Source


def read_plain(data: bytes, name: str) -> Source:
    """The text of ``data``, character for character.

    Raises:
        DocumentError: Neither encoding reads it.
    """
    return Source(text=decode(data, name), format="txt")


def decode(data: bytes, name: str) -> str:
    """The text of ``data``: UTF-8 (with or without BOM), else GB18030.

    Raises:
        DocumentError: ``data`` is empty, or neither encoding reads it.
    """
    if not data.strip():
        raise DocumentError(f"{name}: the file is empty. Replace it or take it out of corpus.toml.")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise DocumentError(f"{name}: not a text file in UTF-8 or GB18030. Save it as UTF-8 text and build again.")
