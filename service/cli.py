"""``python -m service``: serve the current generation over HTTP; ``python -m service keys`` makes and revokes keys."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI

from index.errors import SettingsError, ZhangjuError
from rag import open_pipeline
from rag.clock import today_in_china
from service.app import create_app
from service.callers import key_file, keys
from service.records.json_log import log_as_json
from service.settings import Settings

_SWITCH_S = 0.00005
"""So long the loop that answers probes waits for the thread that answers questions, instead of 5 ms at every turn."""


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until told to stop: 0 after a clean stop, 1 with one line on stderr if it cannot start."""
    args = _parser().parse_args(argv)
    try:
        return int(args.run(args))
    except ZhangjuError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m service", description=__doc__)
    parser.add_argument("--host", help="address to listen on (ZHANGJU_HOST)")
    parser.add_argument("--port", type=int, help="port to listen on (ZHANGJU_PORT)")
    parser.set_defaults(run=_serve)
    of_keys = parser.add_subparsers(metavar="keys").add_parser("keys", help="make, list and revoke keys (ZHANGJU_KEYS)")
    commands = of_keys.add_subparsers(required=True, metavar="command")

    command = commands.add_parser("create", help="make a key; it is shown once")
    command.add_argument("name", help="whose it is")
    command.add_argument(
        "--scope",
        action="append",
        choices=[scope.value for scope in keys.Permission],
        help="what it is for, admin for everything; may be repeated (default: ask, read, feedback)",
    )
    command.add_argument(
        "--site", action="append", metavar="ORIGIN", help="a site's key, whose pages may hold the chat"
    )
    command.add_argument("--expires", type=date.fromisoformat, metavar="YYYY-MM-DD", help="its last day")
    command.add_argument("--per-minute", type=int, help="questions a minute")
    command.set_defaults(run=_create)

    command = commands.add_parser("list", help="every key, without what it is")
    command.set_defaults(run=_list)

    command = commands.add_parser("revoke", help="make a key open nothing from now on")
    command.add_argument("id")
    command.set_defaults(run=_revoke)
    return parser


def _serve(args: argparse.Namespace) -> int:
    log_as_json()
    sys.setswitchinterval(_SWITCH_S)
    settings = Settings.from_environment(host=args.host, port=args.port)
    app = create_app(open_pipeline(settings), settings, reopen=lambda: open_pipeline(settings))
    print(f"Zhangju 章句: http://{settings.host}:{settings.port}", file=sys.stderr, flush=True)
    # No access log of uvicorn's: the address of a page says what was read there.
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_config=None,
        log_level="warning",
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_graceful_shutdown=settings.drain,
    )
    _Server(config, app).run()
    return 0


class _Server(uvicorn.Server):
    """Tells the application at once that it is being stopped, so that it is not ready any more and streams end."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop taking requests; those at work are finished."""
        self._app.state.parts.serving.stop()
        super().handle_exit(sig, frame)


def _create(args: argparse.Namespace) -> int:
    if args.site and args.scope:
        raise SettingsError("A site's key stands in public: it asks, reads and gives feedback. Leave --scope out.")
    scopes = [keys.Permission(scope) for scope in args.scope or keys.OF_A_SITE]
    token, key = key_file.create(
        _key_file(),
        args.name,
        kind="site" if args.site else "enterprise",
        permissions=scopes,
        expires=args.expires,
        per_minute=args.per_minute,
        origins=args.site or (),
    )
    print(token)
    print(f"id {key.id}, for {', '.join(key.permissions)}. It is not shown again.", file=sys.stderr)
    return 0


def _list(args: argparse.Namespace) -> int:
    for key in keys.read_keys(_key_file()):
        state = "in force" if key.in_force(today_in_china()) else "revoked" if key.revoked else "expired"
        until = f" until {key.expires}" if key.expires else ""
        print(
            f"{key.id}  {key.kind}  {state}{until}  {','.join(key.permissions)}  {key.name}  {' '.join(key.origins)}".rstrip()
        )
    return 0


def _revoke(args: argparse.Namespace) -> int:
    print(f"{key_file.revoke(_key_file(), args.id).id} opens nothing from now on")
    return 0


def _key_file() -> Path:
    path = Settings.from_environment().keys
    if path is None:
        raise SettingsError("ZHANGJU_KEYS is not set. Set it to the file in which keys are to be kept.")
    return path
