"""The corpus folder: documents byte for byte, and ``corpus.toml`` for what a text does not say about itself."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, PositiveInt, ValidationError

from index import regions
from index.errors import CorpusError, DocumentError
from index.formats import SUFFIXES
from index.metadata import NO_METADATA, Metadata
from index.types import Region

MANIFEST = "corpus.toml"
DOCUMENT_ID = re.compile(r"^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$")
"""What an id of a document may be; it is the first half of every address of its clauses."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    sha256: str
    region: str | None = None
    original_name: str | None = None
    title: str | None = None
    document_number: str | None = None
    issuing_authority: tuple[str, ...] = ()
    written_date: date | None = None
    publish_date: date | None = None
    effective_date: date | None = None
    expiry_date: date | None = None
    source_url: str | None = None
    box_paragraphs: dict[PositiveInt, PositiveInt] = {}


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    documents: dict[str, _Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One document as it lies in the corpus: its bytes and what ``corpus.toml`` adds to them.

    ``given`` are the facts stated there; the text's own come first, but for the region.
    """

    id: str
    path: Path
    data: bytes
    sha256: str
    given: Metadata = NO_METADATA
    source_url: str | None = None
    box_paragraphs: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Every source file of a folder in the order of ``corpus.toml``, and one sha256 over all that a build reads."""

    files: tuple[SourceFile, ...]
    sha256: str


def read_corpus(folder: Path) -> Corpus:
    """The corpus in ``folder``.

    Raises:
        CorpusError: The folder or ``corpus.toml`` is missing, empty or wrong, or a text lies there that is not listed.
        DocumentError: A listed file is missing or was altered.
    """
    manifest_path = folder / MANIFEST
    if not manifest_path.is_file():
        raise CorpusError(f"{manifest_path}: not found. Point --corpus at a folder that holds a {MANIFEST}.")
    raw = manifest_path.read_bytes()
    try:
        manifest = _Manifest.model_validate(tomllib.loads(raw.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CorpusError(f"{manifest_path}: not valid TOML in UTF-8 ({error}). Correct the file.") from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        said = first["msg"].replace("valid tuple", "list").replace("Extra inputs are", "This name is")
        raise CorpusError(f"{manifest_path}: {place}: {said}. Correct the entry.") from error
    if not manifest.documents:
        raise CorpusError(f"{manifest_path}: lists no document. Add a [documents.<id>] table for each text.")
    files = tuple(_source(folder, identifier, entry) for identifier, entry in manifest.documents.items())
    listed = {file.path for file in files}
    unlisted = sorted(p.name for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and p not in listed)
    if unlisted:
        raise CorpusError(f"{folder / unlisted[0]}: not listed in {MANIFEST}. Add a table for it or take it away.")
    digest = hashlib.sha256(raw + b"".join(f.sha256.encode() for f in files)).hexdigest()
    return Corpus(files=files, sha256=digest)


def region_of(folder: Path, identifier: str, code: str | None) -> Region | None:
    """The region of that code, if one is given.

    Raises:
        CorpusError: There is none.
    """
    try:
        return regions.region(code) if code else None
    except KeyError as error:
        raise CorpusError(f"{folder / MANIFEST}: {identifier}: no region has the code {code!r}.") from error


def check_id(folder: Path, identifier: str) -> None:
    """Refuse what cannot be an id.

    Raises:
        CorpusError: It cannot.
    """
    if not DOCUMENT_ID.fullmatch(identifier):
        raise CorpusError(
            f"{folder / MANIFEST}: id {identifier!r} may hold only letters a–z, 0–9 and single hyphens. Rename it."
        )


def _source(folder: Path, identifier: str, entry: _Entry) -> SourceFile:
    check_id(folder, identifier)
    path = folder / entry.file
    if path.parent != folder:
        raise CorpusError(f"{folder / MANIFEST}: file {entry.file!r} of {identifier} must be a plain file name.")
    if not path.is_file():
        raise DocumentError(f"{path}: listed in {MANIFEST} but not found. Put the file there or remove the entry.")
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 != entry.sha256:
        raise DocumentError(
            f"{path}: sha256 is {sha256}, {MANIFEST} says {entry.sha256}. "
            f"Restore the file, or enter the new sha256 if the change is meant."
        )
    region = region_of(folder, identifier, entry.region)
    return SourceFile(
        id=identifier,
        path=path,
        data=data,
        sha256=sha256,
        given=Metadata(
            title=entry.title,
            document_number=entry.document_number,
            issuing_authority=entry.issuing_authority,
            region=region,
            written_date=entry.written_date,
            publish_date=entry.publish_date,
            effective_date=entry.effective_date,
            expiry_date=entry.expiry_date,
        ),
        source_url=entry.source_url,
        box_paragraphs=tuple(sorted(entry.box_paragraphs.items())),
    )
