"""``python -m service``: serve the current generation over HTTP."""

import argparse
import logging
import sys
from collections.abc import Sequence

import uvicorn

from index.errors import ZhangjuError
from rag import open_pipeline
from service.app import create_app
from service.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until told to stop: 0 after a clean stop, 1 with one line on stderr if it cannot start."""
    parser = argparse.ArgumentParser(prog="python -m service", description=__doc__)
    parser.add_argument("--host", help="address to listen on (ZHANGJU_HOST)")
    parser.add_argument("--port", type=int, help="port to listen on (ZHANGJU_PORT)")
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    try:
        settings = Settings.from_environment(host=args.host, port=args.port)
        app = create_app(open_pipeline(settings), max_body_bytes=settings.max_body_bytes)
    except ZhangjuError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"Zhangju 章句: http://{settings.host}:{settings.port}", file=sys.stderr, flush=True)
    # No access log: the address of a page says what was read there..
    uvicorn.run(
        app, host=settings.host, port=settings.port, access_log=False, log_level="warning", timeout_graceful_shutdown=10
    )
    return 0
