"""The page at /chat and its files, with headers that let it load nothing from anywhere else.

With the front end built (``make build``) the page holds the widget, otherwise it is the plain one, which is at
/chat/semplice in any case.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, raw, text

from bot import settings as settings_module
from bot.settings import Settings

STATIC_DIR = Path(__file__).resolve().parent / "static"
BUILD_DIR = Path(__file__).resolve().parent.parent / "frontend" / "dist"
"""What `make build` makes of connectors/frontend; it may not be there."""

WIDGET = "widget/orienta-chat.js"
"""The built widget: where it is there, /chat is the page that uses it."""

PAGE, PLAIN_PAGE = "page.html", "chat.html"

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
_ZIPPED = {".html", ".css", ".js", ".svg"}
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:]+\](:\d+)?")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-]+(:\d+)?")


@dataclass(frozen=True)
class StaticFile:
    """A file in memory: ``etag`` changes with its contents; ``zipped`` is the same with gzip, where that pays."""

    body: bytes
    content_type: str
    etag: str
    zipped: Optional[bytes] = None


def in_memory(body: bytes, suffix: str) -> StaticFile:
    """``body`` as a file whose name ends in ``suffix``."""
    zipped = gzip.compress(body, 6, mtime=0) if suffix in _ZIPPED else None
    return StaticFile(body, _TYPES[suffix], f'"{hashlib.sha256(body).hexdigest()[:20]}"', zipped)


class Files:
    """The files of a folder that a browser may ask for; nothing else can be reached. Read at the first request.

    A file that is built again while the server runs is read again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
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
            known = version, in_memory(path.read_bytes(), path.suffix)
            self._read[name] = known
        return known[1]


def page_blueprint(
    allowed_origins: str = "", static: Path = STATIC_DIR, build: Path = BUILD_DIR, settings: Optional[Settings] = None,
) -> Blueprint:
    """Routes /chat, /chat/semplice, /chat/static/… and, for what was built, /chat/static/app/…

    ``allowed_origins``: the setting. ``settings``: for what the page says of the server; of the environment if None.
    """
    blueprint = Blueprint("webchat_page", url_prefix="/chat")
    own, built = Files(static), Files(build)
    values = settings or settings_module.load()

    def page_of(request: Request, name: str) -> HTTPResponse:
        template = own.get(name)
        file = None if template is None else filled(template, values, request.scheme, request.host)
        return respond(request, file, allowed_origins)

    @blueprint.get("/")
    async def page(request: Request) -> HTTPResponse:
        return page_of(request, page_name(built))

    @blueprint.get("/semplice")
    async def plain_page(request: Request) -> HTTPResponse:
        return page_of(request, PLAIN_PAGE)

    @blueprint.get("/static/app/<name:path>")
    async def app(request: Request, name: str) -> HTTPResponse:
        return respond(request, _no_page(built, name), allowed_origins)

    @blueprint.get("/static/<name:path>")
    async def files(request: Request, name: str) -> HTTPResponse:
        return respond(request, _no_page(own, name), allowed_origins)

    return blueprint


def page_name(built: Files) -> str:
    """The page that holds the widget, where it was built, else the plain one."""
    return PLAIN_PAGE if built.get(WIDGET) is None else PAGE


def filled(template: StaticFile, settings: Settings, scheme: str, host: str) -> StaticFile:
    """The page with the address of the site and the limits of the server in it."""
    page = template.body.decode()
    values = {
        "site": site_address(settings, scheme, host), "link_hosts": settings.link_hosts,
        "max_length": str(settings.message_max_chars)}
    for name, value in values.items():
        page = page.replace("{" + name + "}", html.escape(value))
    return in_memory(page.encode(), ".html")


def site_address(settings: Settings, scheme: str, host: str) -> str:
    """Where the site is: ORIENTA_SITE_URL, or the host that the browser named, on the site's port."""
    if settings.site_url:
        return settings.site_url.rstrip("/")
    name = re.sub(r":\d+$", "", host) if _HOST.fullmatch(host) else "localhost"
    return f"{scheme}://{name}:{settings.site_port}"


def _no_page(files: Files, name: str) -> Optional[StaticFile]:
    return None if name.endswith(".html") else files.get(name)


def respond(request: Request, file: Optional[StaticFile], allowed_origins: str = "") -> HTTPResponse:
    """``file``, 304 when the browser has it already, or 404 when there is none."""
    headers = security_headers(request.host, allowed_origins)
    if file is None:
        return text("Non c'è.", status=404, headers=headers)
    headers = {**headers, "Cache-Control": "no-cache", "ETag": file.etag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == file.etag:
        return empty(status=304, headers=headers)
    if file.zipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return raw(file.zipped, content_type=file.content_type, headers={**headers, "Content-Encoding": "gzip"})
    return raw(file.body, content_type=file.content_type, headers=headers)


def security_headers(host: str, allowed_origins: str = "") -> dict[str, str]:
    """Headers of every answer.

    ``host``: as the browser named it, for browsers whose 'self' leaves out WebSocket. ``allowed_origins``: the sites
    that may show the page in a frame and load the widget, besides this one.
    """
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self'{sockets}; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {' '.join(frame_ancestors(allowed_origins))}")
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "cross-origin" if len(frame_ancestors(allowed_origins)) > 1 else "same-origin",
    }


def frame_ancestors(allowed_origins: str) -> list[str]:
    """Who may show the page in a frame, for ORIENTA_ALLOWED_ORIGINS; what is no origin does not enter the policy."""
    origins = [origin.strip().rstrip("/") for origin in allowed_origins.split(",")]
    if "*" in origins:
        return ["'self'", "*"]
    return ["'self'", *(origin for origin in origins if _ORIGIN.fullmatch(origin))]
