"""The page at /chat and its files, with headers that let it load nothing from anywhere else."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, raw, text

STATIC_DIR = Path(__file__).resolve().parent / "static"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:]+\](:\d+)?")


@dataclass(frozen=True)
class StaticFile:
    """A file in memory: ``etag`` changes with its contents."""

    body: bytes
    content_type: str
    etag: str


def read_files(folder: Path = STATIC_DIR) -> dict[str, StaticFile]:
    """Every file of ``folder`` that a browser may ask for, by its path in it: nothing else can be reached."""
    return {
        path.relative_to(folder).as_posix(): _static_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in _TYPES
    }


def _static_file(path: Path) -> StaticFile:
    body = path.read_bytes()
    return StaticFile(body, _TYPES[path.suffix], f'"{hashlib.sha256(body).hexdigest()[:20]}"')


def page_blueprint() -> Blueprint:
    """Routes /chat and /chat/static/…"""
    blueprint = Blueprint("webchat_page", url_prefix="/chat")
    files = read_files()

    @blueprint.get("/")
    async def page(request: Request) -> HTTPResponse:
        return respond(request, files["chat.html"])

    @blueprint.get("/static/<name:path>")
    async def static(request: Request, name: str) -> HTTPResponse:
        file = files.get(name)
        if file is None or name.endswith(".html"):
            return text("Non c'è.", status=404, headers=security_headers(request.host))
        return respond(request, file)

    return blueprint


def respond(request: Request, file: StaticFile) -> HTTPResponse:
    """``file``, or 304 when the browser has it already."""
    headers = {**security_headers(request.host), "Cache-Control": "no-cache", "ETag": file.etag}
    if request.headers.get("if-none-match") == file.etag:
        return empty(status=304, headers=headers)
    return raw(file.body, content_type=file.content_type, headers=headers)


def security_headers(host: str) -> dict[str, str]:
    """Headers of every answer. ``host``: as the browser named it, for browsers whose 'self' leaves out WebSocket."""
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"connect-src 'self'{sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'")
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
