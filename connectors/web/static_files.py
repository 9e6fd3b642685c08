"""Files that a browser may ask for: of a folder, of known kinds only, kept in memory, packed where that pays."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Optional

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

BUILT = Path(__file__).resolve().parents[1] / "frontend" / "dist"
"""What `make build` makes of connectors/frontend; it may not be there."""

FOR_EVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=300"
ASK_AGAIN = "no-cache"

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
_ZIPPED = {".html", ".css", ".js", ".svg"}


@dataclass(frozen=True)
class StaticFile:
    """A file in memory: ``etag`` changes with its contents; ``zipped`` is the same with gzip, where that pays."""

    body: bytes
    content_type: str
    etag: str
    zipped: Optional[bytes] = None

    @property
    def version(self) -> str:
        """A short text that changes with the contents."""
        return self.etag.strip('"')[:12]


def make_static_file(body: bytes, suffix: str) -> StaticFile:
    """``body`` as a file whose name ends in ``suffix``."""
    zipped = gzip.compress(body, 6, mtime=0) if suffix in _ZIPPED else None
    return StaticFile(body, _TYPES[suffix], f'"{hashlib.sha256(body).hexdigest()[:20]}"', zipped)


class StaticFolder:
    """The files of a folder; nothing else can be reached. Read at the first request, again when one has changed.

    As an ASGI application it serves them, but for pages (``.html``), which somebody fills in first. ``cache``: how long
    a browser may keep a file whose address does not have its version.
    """

    def __init__(self, folder: Path, cache: str = ASK_AGAIN) -> None:
        self._folder = folder
        self._cache = cache
        self._read: dict[str, tuple[tuple[int, int], StaticFile]] = {}

    def get(self, name: str) -> Optional[StaticFile]:
        """The file ``name``, a path with slashes below the folder; None when there is none that may be given."""
        parts = name.split("/")
        if not all(parts) or any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
            return None
        path = self._folder.joinpath(*parts)
        if path.suffix not in _TYPES or not path.is_file():
            return None
        state = path.stat()
        version = (state.st_mtime_ns, state.st_size)
        known = self._read.get(name)
        if known is None or known[0] != version:
            known = version, make_static_file(path.read_bytes(), path.suffix)
            self._read[name] = known
        return known[1]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve a file below the path that the folder is mounted at."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        name = scope["path"][len(scope.get("root_path", "")):].lstrip("/")
        file = None if name.endswith(".html") else self.get(name)
        if file is None:
            raise HTTPException(404)
        cache = FOR_EVER if b"v=" in scope["query_string"] else self._cache
        await respond(Request(scope), file, {"Cache-Control": cache})(scope, receive, send)


def respond(request: Request, file: StaticFile, headers: Optional[Mapping[str, str]] = None) -> Response:
    """``file``, or 304 when the browser has it already."""
    known = {"Cache-Control": ASK_AGAIN, "ETag": file.etag, "Vary": "Accept-Encoding, Origin", **(headers or {})}
    if request.headers.get("if-none-match") == file.etag:
        return Response(status_code=304, headers=known)
    if file.zipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.zipped, media_type=file.content_type, headers={**known, "Content-Encoding": "gzip"})
    return Response(file.body, media_type=file.content_type, headers=known)
