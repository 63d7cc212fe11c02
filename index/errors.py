"""The errors of this project, as one tree::

    ZhangjuError                 says what failed, on which input, and what to do about it
    ├── SettingsError            a setting is unknown or has a value that cannot be used
    ├── CorpusError              the corpus folder or its corpus.toml is wrong
    │   └── DocumentError        one document cannot be read or parsed
    ├── ModelError               a model directory is missing, damaged or of the wrong kind
    └── SnapshotError            the index snapshot cannot be used
        ├── SnapshotMissing      there is no generation at all
        ├── SnapshotDamaged      a file is not what the manifest says
        └── SnapshotMismatch     built with another embedder or format than the one asked for

``rag`` and ``service`` add their own branches below ``ZhangjuError``.
"""


class ZhangjuError(Exception):
    """Base of every error raised on purpose; ``code`` is stable and fit for machines."""

    code = "error"


class SettingsError(ZhangjuError):
    """A setting is unknown or has a value that cannot be used."""

    code = "bad_setting"


class CorpusError(ZhangjuError):
    """The corpus folder or its ``corpus.toml`` is wrong."""

    code = "bad_corpus"


class DocumentError(CorpusError):
    """One document cannot be read or parsed."""

    code = "bad_document"


class ModelError(ZhangjuError):
    """A model directory is missing, damaged or of the wrong kind."""

    code = "bad_model"


class SnapshotError(ZhangjuError):
    """The index snapshot cannot be used."""

    code = "bad_snapshot"


class SnapshotMissing(SnapshotError):
    """There is no generation at all."""

    code = "snapshot_missing"


class SnapshotDamaged(SnapshotError):
    """A file of a generation is not what its manifest says."""

    code = "snapshot_damaged"


class SnapshotMismatch(SnapshotError):
    """The generation was built with another embedder or format than the one asked for."""

    code = "snapshot_mismatch"
