"""One source file in, one document and its clauses out: the order of the steps."""

from index.corpus import SourceFile
from index.errors import DocumentError
from index.formats import read_source
from index.metadata import read_metadata
from index.reading import read
from index.structure import parse
from index.types import Clause, Document


def parse_file(source: SourceFile) -> tuple[Document, tuple[Clause, ...]]:
    """The document in ``source`` and its clauses in document order.

    Raises:
        DocumentError: The file cannot be read, or holds no clause.
    """
    reading = read(read_source(source.data, str(source.path)))
    clauses = parse(reading.text, source.id, box_paragraphs=dict(source.box_paragraphs))
    if not clauses:
        raise DocumentError(f"{source.path}: no text found in it. Replace it or take it out of corpus.toml.")
    stated = read_metadata(reading.text, clauses)
    added = {"title": source.title, "issuing_authority": source.issuing_authority, "region": source.region}
    added |= {"source_url": source.source_url}
    document = Document(
        id=source.id,
        title=stated.title or source.title,
        document_number=stated.document_number,
        document_number_raw=stated.document_number_raw,
        document_type=stated.document_type,
        issuing_authority=stated.issuing_authority or source.issuing_authority,
        region=source.region,
        written_date=stated.written_date,
        publish_date=None,
        effective_date=stated.effective_date,
        expiry_date=stated.expiry_date,
        target_period=stated.target_period,
        source_url=source.source_url,
        sha256=source.sha256,
        text=reading.text,
        origins={field: "corpus.toml" for field, value in added.items() if value} | stated.origins,
        repairs=reading.repairs,
    )
    return document, clauses
