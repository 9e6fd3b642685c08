"""Where the site and the chat are, as a browser reaches them, and where a request comes from."""

from __future__ import annotations

import re

from starlette.requests import Request

from bot.settings import Settings

_HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]")


def site(request: Request) -> str:
    """The address of the site without a slash at its end: ORIENTA_SITE_URL, or as the browser named it."""
    settings: Settings = request.app.state.settings
    if settings.site_url:
        return settings.site_url.rstrip("/")
    host, port = _host(request)
    return f"{request.url.scheme}://{host}{port}"


def chat(request: Request) -> str:
    """The address of the chat page: ORIENTA_CHAT_URL, or the same host on the chat server's port."""
    settings: Settings = request.app.state.settings
    if settings.chat_url:
        return settings.chat_url
    host, _ = _host(request)
    return f"{request.url.scheme}://{host}:{settings.server_port}/chat"


def client(request: Request) -> str:
    """Where the request comes from, for limits; behind a proxy uvicorn has put the real address there."""
    return request.client.host if request.client is not None else "unknown"


def _host(request: Request) -> tuple[str, str]:
    """Name and port as the browser gave them; what cannot be a name is not repeated in a page."""
    name, port = request.url.hostname or "", request.url.port
    name = f"[{name}]" if ":" in name else name
    if not _HOST.fullmatch(name):
        name = "localhost"
    return name, f":{port}" if port else ""
