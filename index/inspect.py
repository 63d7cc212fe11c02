"""How a file was read, for people and for machines: metadata with where they were read, repairs, tree, warnings."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.corpus import SourceFile, read_corpus
from index.corpus_edit import identifier_of
from index.errors import CorpusError, DocumentError
from index.metadata.versions import start_of
from index.parse import Parsed
from index.structure.checks import warnings
from index.types import STATUS_LABELS, Document, Status

_NOT_METADATA = ("text", "repairs", "origins")
_SHOWN = 40  # characters of a clause or a repair
_NOT_STATED = ("issuing_authority", "region", "written_date")  # without which answers cannot say who, where and when


def source_to_inspect(name: str, corpus: Path) -> SourceFile:
    """The file that ``name`` means: a path, or the id of a document in the ``corpus`` folder.

    Raises:
        CorpusError: There is no such file, and the corpus has no such document.
    """
    path = Path(name)
    if path.is_file():
        try:
            data = path.read_bytes()
        except OSError as error:
            raise DocumentError(f"{path}: cannot be read ({error.strerror}). Mend that and try again.") from error
        return SourceFile(id=identifier_of(path), path=path, data=data, sha256=hashlib.sha256(data).hexdigest())
    files = {source.id: source for source in read_corpus(corpus).files}
    if name not in files:
        raise CorpusError(f"{name}: neither a file nor a document of the corpus, which holds: {', '.join(files)}.")
    return files[name]


def as_json(parsed: Sequence[Parsed]) -> list[dict[str, Any]]:
    """All that was read, a record for each document; dates are left to the JSON encoder."""
    return [
        {
            "document": {
                name: asdict(document)[name] for name in Document.__slots__ if name not in ("text", "repairs")
            },
            "repairs": [asdict(repair) for repair in document.repairs if repair.kind != "spacing"],
            "warnings": [*_missing(document), *warnings(clauses)],
            "clauses": [asdict(clause) for clause in clauses],
        }
        for document, clauses in parsed
    ]


def as_text(parsed: Sequence[Parsed]) -> Iterator[str]:
    """The lines that a person reads: metadata, repairs, tree and warnings of each document."""
    for document, clauses in parsed:
        yield f"== {document.name}"
        yield from _metadata(document)
        repairs = [repair for repair in document.repairs if repair.kind != "spacing"]
        yield f"-- {len(repairs)} repairs"
        for repair in repairs:
            yield f"{repair.kind} at {repair.start}: {_cut(repair.before)!r} → {_cut(repair.after)!r}"
        yield f"-- {len(clauses)} clauses"
        for clause in clauses:
            depth = "  " * clause.eid.count("__")
            yield f"{depth}{clause.eid.rpartition('__')[2]}  {clause.label}  {_short(clause.heading or clause.text)}"
            for reference in clause.references:
                yield f"{depth}  → {clause.text[reference.start : reference.end]}: {reference.target or 'unresolved'}"
        found = [*_missing(document), *warnings(clauses)]
        yield f"-- {len(found)} warnings"
        yield from found


def _metadata(document: Document) -> Iterator[str]:
    for name in Document.__slots__:
        if name in _NOT_METADATA:
            continue
        value = getattr(document, name)
        origin = document.origins.get(name, "")
        start, _, end = origin.partition(":")
        if start.isdigit() and end.isdigit():
            origin = f"{origin} {_short(document.text[int(start) : int(end)])!r}"
        yield f"{name:20} {_plain(value)}" + (f"   [{origin}]" if origin and value else "")


def _plain(value: object) -> str:
    """``value`` as a person reads it."""
    if value is None or value == ():
        return "—"
    if isinstance(value, tuple):
        return "、".join(map(_plain, value))
    title, name, code = (getattr(value, attribute, None) for attribute in ("title", "name", "code"))
    if title is not None and not callable(title):
        return f"《{title}》"
    return f"{name} {code or ''}".strip() if name is not None and not isinstance(value, Status) else str(value)


def _missing(document: Document) -> Iterator[str]:
    for name in _NOT_STATED:
        if not getattr(document, name):
            yield f"{name}: the text does not state it; enter it in corpus.toml if it is known"
    if start_of(document) is None:
        yield f"status: {STATUS_LABELS[Status.UNKNOWN]}, no date is stated"


def _short(text: str) -> str:
    return _cut(" ".join(text.split()))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
