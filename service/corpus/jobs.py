"""Changes in the background, one after the other, and how far each is."""

import logging
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

from index.errors import ZhangjuError
from service.errors import Overloaded, ServiceError
from service.serving import Serving

_KEPT, _MOST_WAITING = 100, 8
_log = logging.getLogger(__name__)

Kind = Literal["add", "remove"]
Change = Callable[[Callable[[str], None]], str]
"""Makes a change, saying how far it is; gives the generation that has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A change under way: ``progress`` is what was done last, ``generation`` what it published, ``error`` why it failed."""

    id: str
    kind: Kind
    document_id: str
    state: Literal["queued", "running", "done", "failed"] = "queued"
    progress: str = ""
    generation: str | None = None
    error: dict[str, str] | None = None


class Jobs:
    """The changes under way, and the last hundred that are done."""

    def __init__(self, serving: Serving) -> None:
        """Has ``serving`` answer with what a change published."""
        self._serving = serving
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="corpus")
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}

    def get(self, job_id: str) -> Job | None:
        """The job of that id, as it stands."""
        return self._jobs.get(job_id)

    def every(self) -> tuple[Job, ...]:
        """Every job that is remembered, the newest first."""
        with self._lock:
            return tuple(reversed(self._jobs.values()))

    def start(self, kind: Kind, document_id: str, change: Change) -> Job:
        """The job that makes ``change`` when those before it are done.

        Raises:
            Overloaded: Too many changes wait, or one of this document does.
        """
        job = Job(id=f"job_{secrets.token_hex(8)}", kind=kind, document_id=document_id)
        with self._lock:
            under_way = [other for other in self._jobs.values() if other.state in ("queued", "running")]
            if len(under_way) >= _MOST_WAITING or any(other.document_id == document_id for other in under_way):
                raise Overloaded(
                    "Other changes wait, perhaps of this document. Try again when they are done.", retry_after_s=30
                )
            self._jobs[job.id] = job
            for old in [name for name, other in self._jobs.items() if other not in under_way][:-_KEPT]:
                del self._jobs[old]
        self._pool.submit(self._run, job.id, change)
        return job

    def close(self) -> None:
        """Begin no more changes; the one under way is made."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, job_id: str, change: Change) -> None:
        def say(line: str) -> None:
            self._note(job_id, state="running", progress=line)

        try:
            generation = change(say)
        except ZhangjuError as error:
            _log.error("%s: %s", job_id, error)
            told = str(error) if isinstance(error, ServiceError) else "It cannot be done. The log says why."
            self._note(job_id, state="failed", error={"code": error.code, "message": told})
        except Exception:  # noqa: BLE001  the thread would end unheard, and the job never
            _log.exception("%s: unforeseen", job_id)
            self._note(
                job_id, state="failed", error={"code": "internal", "message": "An unforeseen error. The log has it."}
            )
        else:
            if self._serving.refresh():
                self._note(job_id, state="done", generation=generation)
                return
            said = {"code": "not_served", "message": "It is published, but cannot be opened. The log says why."}
            self._note(job_id, state="failed", generation=generation, error=said)

    def _note(self, job_id: str, **changed: object) -> None:
        with self._lock:
            self._jobs[job_id] = replace(self._jobs[job_id], **changed)  # type: ignore[arg-type]
