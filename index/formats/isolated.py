"""Reading a file in a process of its own, in bounded time and memory: what a hostile PDF or archive breaks is not ours.

Plain text is read right here; the parsers of every other format may loop or swell on input made to hurt them.
"""

import json
import resource
import subprocess
import sys
from dataclasses import asdict

from index.errors import DocumentError
from index.formats import is_plain, read_source
from index.formats.source import Breaks, LeftOut, Source

_SECONDS = 300  # of wall time and of processor time; a scan of 100 pages takes about three minutes
_MEMORY = 6 << 30  # bytes of address space; libraries map far more than they touch
_REFUSED = 3  # exit status: the file was refused, for the reason on stderr


def read_isolated(data: bytes, name: str) -> Source:
    """As :func:`index.formats.read_source`.

    Raises:
        DocumentError: As there, and where reading takes too long, too much memory, or crashes.
    """
    if is_plain(data, name):
        return read_source(data, name)
    command = [sys.executable, "-m", "index.formats.isolated", name]
    try:
        done = subprocess.run(  # noqa: S603 — our own module, no shell
            command, input=data, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"{name}: reading it took more than {_SECONDS} s. Export it again or as text.") from error
    if done.returncode == _REFUSED:
        raise DocumentError(done.stderr.decode("utf-8", "replace").strip())
    if done.returncode != 0:
        raise DocumentError(
            f"{name}: reading it failed (exit {done.returncode}), most likely for memory. Export it again or as text."
        )
    return _source(json.loads(done.stdout))


def _source(values: dict[str, object]) -> Source:
    left_out = tuple(LeftOut(**each) for each in values.pop("left_out"))  # type: ignore[attr-defined]
    frames = tuple((start, end) for start, end in values.pop("frames"))  # type: ignore[attr-defined]
    breaks = Breaks(str(values.pop("breaks")))
    return Source(**values, breaks=breaks, left_out=left_out, frames=frames)  # type: ignore[arg-type]


def _main(name: str) -> int:
    """Read stdin as the file ``name``; the source as JSON on stdout, or why it is refused on stderr."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    try:
        found = read_source(sys.stdin.buffer.read(), name)
    except DocumentError as error:
        sys.stderr.write(str(error))
        return _REFUSED
    sys.stdout.write(json.dumps(asdict(found)))
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
