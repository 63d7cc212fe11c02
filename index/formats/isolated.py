"""Reading a file in a process of its own, in bounded time and memory, so that no file can take this process down.

Plain text is read right here; the parsers of every other format may loop or swell on input made to hurt them.
"""

import resource
import subprocess
import sys

from pydantic import TypeAdapter

from index.errors import DocumentError
from index.formats import Format, format_of, read_source
from index.formats.source import Source

_SECONDS = 300  # of wall time and of processor time; a scan of 60 pages takes about two minutes
_MEMORY = 6 << 30  # bytes of address space; libraries map far more than they touch
_REFUSED = 3  # exit status: the file was refused, for the reason on stderr
_SOURCE = TypeAdapter(Source)


def read_isolated(data: bytes, name: str, *, seconds: int = _SECONDS, memory: int = _MEMORY) -> Source:
    """As :func:`index.formats.read_source`, in at most ``seconds`` and ``memory`` bytes.

    Raises:
        DocumentError: As there, and where reading takes too long, too much memory, or crashes.
    """
    if not data.strip() or format_of(data, name) is Format.PLAIN:
        return read_source(data, name)
    command = [sys.executable, "-m", "index.formats.isolated", name, str(seconds), str(memory)]
    try:
        done = subprocess.run(  # noqa: S603 — our own module, no shell
            command, input=data, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"{name}: reading it took more than {seconds} s. Export it again or as text.") from error
    if done.returncode == _REFUSED:
        raise DocumentError(done.stderr.decode("utf-8", "replace").strip())
    if done.returncode != 0:
        raise DocumentError(
            f"{name}: reading it failed (exit {done.returncode}), most likely for memory. Export it again or as text."
        )
    return _SOURCE.validate_json(done.stdout)


def _main(name: str, seconds: int, memory: int) -> int:
    """Read stdin as the file ``name``; the source as JSON on stdout, or why it is refused on stderr."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        found = read_source(sys.stdin.buffer.read(), name)
    except DocumentError as error:
        sys.stderr.write(str(error))
        return _REFUSED
    sys.stdout.buffer.write(_SOURCE.dump_json(found))
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
