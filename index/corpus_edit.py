"""Documents put into a corpus folder and taken out of it: the file, and its table in ``corpus.toml``."""

import hashlib
import json
import re
import tomllib
from pathlib import Path

from index.corpus import MANIFEST, check_id, read_corpus, region_of
from index.errors import CorpusError, DocumentError


def add_to_corpus(folder: Path, file: Path, *, identifier: str | None = None, region: str | None = None) -> str:
    """Copy ``file`` into the corpus in ``folder``, made if there is none, and list it; the id of its document.

    Raises:
        CorpusError: The id is taken or cannot be one, or the corpus is wrong.
        DocumentError: The file cannot be read.
    """
    chosen = identifier or identifier_of(file)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise DocumentError(f"{error.filename}: {error.strerror}. Mend that and try again.") from error
    put_into_corpus(folder, chosen, data, suffix=file.suffix.lower(), original_name=file.name, region=region)
    return chosen


def put_into_corpus(
    folder: Path, chosen: str, data: bytes, *, suffix: str, original_name: str, region: str | None = None
) -> None:
    """Write ``data`` into the corpus in ``folder`` as ``<chosen><suffix>`` and list it.

    Raises:
        CorpusError: The id is taken or cannot be one, or the corpus is wrong.
        DocumentError: It cannot be written.
    """
    check_id(folder, chosen)
    manifest, target = folder / MANIFEST, folder / f"{chosen}{suffix}"
    region_of(folder, chosen, region)
    before = manifest.read_text(encoding="utf-8") if manifest.is_file() else ""
    if before.strip() and chosen in {source.id for source in read_corpus(folder).files}:
        raise CorpusError(f"{chosen}: the corpus has a document with that id. Choose another id.")
    if target.exists():
        raise CorpusError(f"{target}: there already. Take it away, or choose another id.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        name = json.dumps(original_name.encode("utf-8", "replace").decode("utf-8"), ensure_ascii=False)
        entry = f'\n[documents.{chosen}]\nfile = "{target.name}"\noriginal_name = {name}\n'
        entry += f'sha256 = "{hashlib.sha256(data).hexdigest()}"\n' + (f'region = "{region}"\n' if region else "")
        written = manifest.with_suffix(".tmp")
        written.write_text(before + entry, encoding="utf-8")
        target.write_bytes(data)
        written.replace(manifest)  # last: a crash before it leaves the list as it was
    except OSError as error:
        raise DocumentError(f"{error.filename}: {error.strerror}. Mend that and try again.") from error


def remove_from_corpus(folder: Path, identifier: str) -> None:
    """Take the document ``identifier`` out of the corpus in ``folder``: its table in ``corpus.toml``, then its file.

    Raises:
        CorpusError: There is no such document, it is the only one, or the corpus is wrong.
    """
    files = {source.id: source.path for source in read_corpus(folder).files}
    if identifier not in files:
        raise CorpusError(f"{folder / MANIFEST}: no document has the id {identifier!r}.")
    if len(files) == 1:
        raise CorpusError(f"{folder / MANIFEST}: {identifier} is the only document. Add another before it goes.")
    manifest = folder / MANIFEST
    left = _without(manifest, identifier)
    written = manifest.with_suffix(".tmp")
    try:
        written.write_text(left, encoding="utf-8")
        written.replace(manifest)
        files[identifier].unlink()
    except OSError as error:
        raise CorpusError(f"{error.filename}: {error.strerror}. Mend that and try again.") from error


def _without(manifest: Path, identifier: str) -> str:
    """The text of ``manifest`` without the table of ``identifier``, all else as it stands.

    Raises:
        CorpusError: The table is written in a way that cannot be cut out line by line.
    """
    text = manifest.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    table = re.compile(rf"\s*\[\s*documents\s*\.\s*[\"']?{re.escape(identifier)}[\"']?\s*\]")
    first = next((place for place, line in enumerate(lines) if table.match(line)), len(lines))
    last = next((place for place in range(first + 1, len(lines)) if lines[place].lstrip().startswith("[")), len(lines))
    left = "".join([*lines[:first], *lines[last:]])
    wanted = tomllib.loads(text)
    del wanted["documents"][identifier]
    try:
        is_so = tomllib.loads(left) == wanted
    except tomllib.TOMLDecodeError:
        is_so = False
    if not is_so:
        raise CorpusError(f"{manifest}: the table of {identifier} cannot be cut out. Take it away by hand.")
    return left


def identifier_of(file: Path) -> str:
    """An id for a file that bears none: its name's letters and digits."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in file.stem)
    kept = "-".join(filter(None, kept.split("-")))
    return kept or f"document-{hashlib.sha256(file.name.encode()).hexdigest()[:8]}"
