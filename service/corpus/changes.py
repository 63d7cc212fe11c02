"""One change to the corpus and a generation with it; or, whatever goes wrong, the corpus as it was."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.build import build
from index.corpus import MANIFEST, SourceFile, read_corpus
from index.corpus_edit import put_into_corpus, remove_from_corpus
from index.embedding import load_embedder
from index.errors import DocumentError
from index.parse import parse_file
from index.settings import IndexSettings
from service.errors import BadUpload

Say = Callable[[str], None]


def add(settings: IndexSettings, source: SourceFile, *, original_name: str, region: str | None, say: Say) -> str:
    """Read ``source``, list it in the corpus and publish; the name of the generation.

    Raises:
        BadUpload: It cannot be read.
        ZhangjuError: It cannot be listed or published. Either way nothing is changed.
    """
    say("reading")
    try:
        parse_file(source)
    except DocumentError as error:
        raise BadUpload(str(error).replace(f"{source.path.parent}/", "")) from error
    with _as_it_was(settings.corpus, source.path):
        put_into_corpus(
            settings.corpus,
            source.id,
            source.data,
            suffix=source.path.suffix,
            original_name=original_name,
            region=region,
        )
        return _published(settings, say)


def remove(settings: IndexSettings, document_id: str, path: Path, *, say: Say) -> str:
    """Take the document whose file is ``path`` out of the corpus and publish; the name of the generation.

    Raises:
        ZhangjuError: It is not there, or nothing can be published without it; nothing is changed.
    """
    say("taking it out")
    with _as_it_was(settings.corpus, path):
        remove_from_corpus(settings.corpus, document_id)
        return _published(settings, say)


def listed(corpus: Path) -> tuple[SourceFile, ...]:
    """The documents that the corpus lists."""
    return read_corpus(corpus).files


def _published(settings: IndexSettings, say: Say) -> str:
    embedder = load_embedder(settings.embedder_options())
    return build(settings.corpus, settings.snapshots, embedder, progress=say).generation


@contextmanager
def _as_it_was(corpus: Path, path: Path) -> Iterator[None]:
    """Within the block ``path`` and the list of the corpus may change; if it fails, they are put back."""
    with tempfile.TemporaryDirectory() as kept:
        every = (corpus / MANIFEST, path)
        for file in every:
            if file.is_file():
                shutil.copy2(file, kept)
        try:
            yield
        except BaseException:
            for file in every:
                before = Path(kept) / file.name
                if before.is_file():
                    shutil.copy2(before, file)
                else:
                    file.unlink(missing_ok=True)
            raise
