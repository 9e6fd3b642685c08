"""The page at /chat and its files, with headers that let it load nothing from anywhere else.

With the front end built (``make build``) the page holds the widget, otherwise it is the plain one.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Optional

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, raw, text

from bot import settings as settings_module
from bot.settings import Settings

STATIC_DIR = Path(__file__).resolve().parent / "static"
BUILT_DIR = Path(__file__).resolve().parent.parent / "frontend" / "dist"
WIDGET = "widget/orienta-chat.js"
BUILT_PREFIX = "app/"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_COMPRESSED = {".html", ".css", ".js", ".svg"}
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:]+\](:\d+)?")


@dataclass(frozen=True)
class StaticFile:
    """A file in memory: ``etag`` changes with its contents; ``zipped`` is the same with gzip, where that pays."""

    body: bytes
    content_type: str
    etag: str
    zipped: Optional[bytes] = None


def names_in(folder: Path) -> frozenset[str]:
    """The paths below ``folder`` that a browser may ask for: nothing else can be reached."""
    return frozenset(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*") if path.is_file() and path.suffix in _TYPES)


@lru_cache(maxsize=200)
def static_file(path: Path) -> StaticFile:
    """The file at ``path``, read once."""
    return _in_memory(path.read_bytes(), path.suffix)


def _in_memory(body: bytes, suffix: str) -> StaticFile:
    zipped = gzip.compress(body, 6, mtime=0) if suffix in _COMPRESSED else None
    return StaticFile(body, _TYPES[suffix], f'"{hashlib.sha256(body).hexdigest()[:20]}"', zipped)


def page_blueprint(settings: Optional[Settings] = None, built: Path = BUILT_DIR) -> Blueprint:
    """Routes /chat and /chat/static/…; ``built``: where the front end's build is, if there is one."""
    settings = settings or settings_module.load()
    blueprint = Blueprint("webchat_page", url_prefix="/chat")
    own, made = names_in(STATIC_DIR), names_in(built)
    name = "page.html" if WIDGET in made else "chat.html"
    template = (STATIC_DIR / name).read_text(encoding="utf-8")

    @blueprint.get("/")
    async def page(request: Request) -> HTTPResponse:
        return respond(request, _in_memory(filled(template, settings, request).encode(), ".html"))

    @blueprint.get("/static/<name:path>")
    async def static(request: Request, name: str) -> HTTPResponse:
        below = name[len(BUILT_PREFIX):]
        if name.startswith(BUILT_PREFIX) and below in made:
            return respond(request, static_file(built / below), embeddable=below == WIDGET)
        if name in own and not name.endswith(".html"):
            return respond(request, static_file(STATIC_DIR / name))
        return text("Non c'è.", status=404, headers=security_headers(request.host))

    return blueprint


def filled(template: str, settings: Settings, request: Request) -> str:
    """The page with the address of the site and the limits of the server in it."""
    values = {
        "site": site_address(settings, request.scheme, request.host), "link_hosts": settings.link_hosts,
        "max_length": str(settings.message_max_chars)}
    for name, value in values.items():
        template = template.replace("{" + name + "}", html.escape(value))
    return template


def site_address(settings: Settings, scheme: str, host: str) -> str:
    """Where the site is: ORIENTA_SITE_URL, or the host that the browser named, on the site's port."""
    if settings.site_url:
        return settings.site_url.rstrip("/")
    name = re.sub(r":\d+$", "", host) if _HOST.fullmatch(host) else "localhost"
    return f"{scheme}://{name}:{settings.site_port}"


def respond(request: Request, file: StaticFile, embeddable: bool = False) -> HTTPResponse:
    """``file``, or 304 when the browser has it already; ``embeddable``: pages of other sites may load it as a module."""
    headers = {
        **security_headers(request.host), "Cache-Control": "no-cache", "ETag": file.etag, "Vary": "Accept-Encoding"}
    if embeddable:
        headers["Access-Control-Allow-Origin"] = "*"
    if request.headers.get("if-none-match") == file.etag:
        return empty(status=304, headers=headers)
    if file.zipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return raw(file.zipped, content_type=file.content_type, headers={**headers, "Content-Encoding": "gzip"})
    return raw(file.body, content_type=file.content_type, headers=headers)


def security_headers(host: str) -> dict[str, str]:
    """Headers of every answer. ``host``: as the browser named it, for browsers whose 'self' leaves out WebSocket."""
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        f"connect-src 'self'{sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'")
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
