"""The script that puts the chat on a portal's page, under an address that follows v1 and one that never changes."""

import hashlib
from pathlib import Path

from fastapi import APIRouter, Response
from starlette.exceptions import HTTPException

router = APIRouter(include_in_schema=False)

VERSION = "1.0.0"
_SCRIPT = (Path(__file__).parent / "static" / "widget.js").read_bytes()
_ETAG = f'"{hashlib.sha256(_SCRIPT).hexdigest()[:32]}"'


@router.get("/widget/{version}/widget.js")
async def script(version: str) -> Response:
    """The script; v1 may be cached for an hour, a numbered version for ever."""
    if version not in ("v1", VERSION):
        raise HTTPException(404, "There is no such version of the widget.")
    kept = "public, max-age=3600" if version == "v1" else "public, max-age=31536000, immutable"
    headers = {"Cache-Control": kept, "ETag": _ETAG, "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(_SCRIPT, media_type="text/javascript; charset=utf-8", headers=headers)
