"""One source file in, its documents and their clauses out: the order of the steps."""

from dataclasses import fields, replace

from index.corpus import MANIFEST, SourceFile
from index.errors import DocumentError
from index.formats.isolated import read_isolated
from index.metadata import Metadata, read_metadata, with_given
from index.structure import parse
from index.structure.reading import Reading, read, split
from index.structure.wrapped import forwarded_at
from index.types import Clause, Document, OtherDocument

_MOST_LINES = 100_000  # the longest law has some thousands; a made-up file of millions would take gigabytes

Parsed = tuple[Document, tuple[Clause, ...]]

NOTICE = "~notice"
"""Ends the id of a notice that forwards another text (转发通知), and no id in ``corpus.toml``: the text bears the file's."""


def parse_file(source: SourceFile) -> tuple[Parsed, ...]:
    """The documents in ``source``, each with its clauses in document order: one, or a text and the notice that forwards it.

    Raises:
        DocumentError: The file cannot be read, or holds no clause.
    """
    text = read_isolated(source.data, str(source.path))
    if text.text.count("\n") > _MOST_LINES:
        raise DocumentError(f"{source.path}: more than {_MOST_LINES:,} lines. Split it into its documents.")
    documents = _documents(read(text), source)
    return tuple((replace(document, recognised=text.recognised), clauses) for document, clauses in documents)


def _documents(reading: Reading, source: SourceFile) -> tuple[Parsed, ...]:
    at = forwarded_at(reading.text)
    if at is None:
        return (_document(source.id, reading, source),)
    first, second = split(reading, at)
    as_found = replace(source, given=Metadata(region=source.given.region))
    notice, notice_clauses = _document(source.id + NOTICE, first, as_found)
    text, clauses = _document(source.id, second, source)
    by = OtherDocument(document_id=notice.id, name=notice.short_name, since=notice.written_date)
    return (replace(text, forwarded_by=by), clauses), (notice, notice_clauses)


def _document(identifier: str, reading: Reading, source: SourceFile) -> Parsed:
    clauses = parse(reading.text, identifier, frames=reading.frames, box_paragraphs=dict(source.box_paragraphs))
    if not clauses:
        raise DocumentError(f"{source.path}: no text found in it. Replace it or take it out of corpus.toml.")
    metadata = with_given(read_metadata(reading.text, clauses), source.given, MANIFEST)
    stated = {field.name: getattr(metadata, field.name) for field in fields(metadata)}
    origins = metadata.origins | ({"source_url": MANIFEST} if source.source_url else {})
    document = Document(
        id=identifier,
        source_url=source.source_url,
        sha256=source.sha256,
        text=reading.text,
        repairs=reading.repairs,
        **{**stated, "origins": origins},
    )
    return document, clauses
