"""Changes to the corpus, one after the other in the background: each publishes a new generation, or changes nothing."""

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

from index.build import build
from index.corpus import SourceFile, put_into_corpus, remove_from_corpus
from index.embedding import load_embedder
from index.errors import ZhangjuError
from index.formats import Format, format_of
from index.parse import parse_file
from service.errors import Overloaded
from service.serving import Serving
from service.settings import Settings

_KEPT, _MOST_WAITING = 100, 8
_SUFFIXES = {
    Format.PDF: ".pdf",
    Format.DOCX: ".docx",
    Format.HTML: ".html",
    Format.PICTURE: ".png",
    Format.PLAIN: ".txt",
}

Say = Callable[[str], None]
Change = Callable[[Say], None]
State = Literal["queued", "running", "done", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A change under way: ``progress`` is what was done last, ``generation`` what it published, ``error`` why it failed."""

    id: str
    kind: Literal["add", "remove"]
    document_id: str
    state: State = "queued"
    progress: str = ""
    generation: str | None = None
    error: dict[str, str] | None = None


class Jobs:
    """Every change since the start, the last hundred of them."""

    def __init__(self, settings: Settings, serving: Serving) -> None:
        self._settings = settings
        self._serving = serving
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="corpus")
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}

    def get(self, job_id: str) -> Job | None:
        """The job of that id, as it stands."""
        return self._jobs.get(job_id)

    def add(self, document_id: str, data: bytes, *, name: str, region: str | None) -> Job:
        """Read ``data`` as the document ``document_id`` and publish a generation with it; the job that does so.

        Raises:
            DocumentError: Its format is one that is not read.
            Overloaded: Too many changes wait.
        """
        suffix = _SUFFIXES.get(format_of(data, name), ".md")

        def change(say: Say) -> None:
            say("reading")
            path = self._settings.corpus / f"{document_id}{suffix}"
            parse_file(SourceFile(id=document_id, path=path, data=data, sha256=""))
            put_into_corpus(self._settings.corpus, document_id, data, suffix=suffix, original_name=name, region=region)

        def undo() -> None:
            remove_from_corpus(self._settings.corpus, document_id)

        return self._start("add", document_id, change, undo)

    def remove(self, document_id: str) -> Job:
        """Publish a generation without the document ``document_id``; the job that does so.

        Raises:
            Overloaded: Too many changes wait.
        """

        def change(say: Say) -> None:
            say("taking it out")
            remove_from_corpus(self._settings.corpus, document_id)

        return self._start("remove", document_id, change, None)

    def _start(
        self,
        kind: Literal["add", "remove"],
        document_id: str,
        change: Change,
        undo: Callable[[], None] | None,
    ) -> Job:
        job = Job(id=f"job_{secrets.token_hex(8)}", kind=kind, document_id=document_id)
        with self._lock:
            if sum(other.state in ("queued", "running") for other in self._jobs.values()) >= _MOST_WAITING:
                raise Overloaded("Too many changes wait. Try again when they are done.", retry_after_s=30)
            self._jobs[job.id] = job
            for old in list(self._jobs)[:-_KEPT]:
                del self._jobs[old]
        self._pool.submit(self._run, job, change, undo)
        return job

    def _run(self, job: Job, change: Change, undo: Callable[[], None] | None) -> None:
        def say(line: str) -> None:
            self._jobs[job.id] = replace(self._jobs[job.id], state="running", progress=line)

        changed = False
        try:
            change(say)
            changed = True
            embedder = load_embedder(self._settings.embedder_options())
            manifest = build(self._settings.corpus, self._settings.snapshots, embedder, progress=say)
            self._serving.refresh()
        except ZhangjuError as error:
            if changed and undo:
                undo()
            said = {"code": error.code, "message": str(error).replace(str(self._settings.corpus), "corpus")}
            self._jobs[job.id] = replace(self._jobs[job.id], state="failed", error=said)
            return
        self._jobs[job.id] = replace(self._jobs[job.id], state="done", generation=manifest.generation)
