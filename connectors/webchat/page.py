"""The page at /chat and its files, with headers that let it load nothing from anywhere else.

With the front end built (``make build``) the page holds the widget, otherwise it is the plain one, which is at
/chat/semplice in any case.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, Router

from bot.settings import Settings
from connectors.web import headers
from connectors.web.addresses import find_site_address
from connectors.web.guard import Guard
from connectors.web.static_files import BUILT, StaticFile, StaticFolder, make_static_file, respond

PATH = "/chat"
STATIC_DIR = Path(__file__).resolve().parent / "static"

WIDGET = "widget/orienta-chat.js"
"""The built widget: where it is there, /chat is the page that uses it."""

PAGE, PLAIN_PAGE = "page.html", "chat.html"


class ChatPage:
    """ASGI application: /chat, /chat/semplice, /chat/static/… and, for what was built, /chat/static/app/…"""

    def __init__(self, settings: Settings, static: Path = STATIC_DIR, build: Path = BUILT) -> None:
        self._settings = settings
        self._own, self._built = StaticFolder(static), StaticFolder(build)
        router = Router([
            Route(PATH, self._page), Route(f"{PATH}/", self._page), Route(f"{PATH}/semplice", self._plain_page),
            Mount(f"{PATH}/static/app", self._built), Mount(f"{PATH}/static", self._own)], redirect_slashes=False)
        self._guarded = Guard(router, self._headers)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request."""
        await self._guarded(scope, receive, send)

    def routes(self) -> list[BaseRoute]:
        """What is served here."""
        return [Route(PATH, self), Route(f"{PATH}/{{rest:path}}", self)]

    def _headers(self, scope: Any) -> dict[str, str]:
        asked = Request(scope).headers
        return headers.make_chat_headers(asked.get("host", ""), self._settings.allowed_origins, asked.get("origin", ""))

    async def _page(self, request: Request) -> Response:
        return self._answer(request, choose_page_name(self._built))

    async def _plain_page(self, request: Request) -> Response:
        return self._answer(request, PLAIN_PAGE)

    def _answer(self, request: Request, name: str) -> Response:
        template = self._own.get(name)
        assert template is not None, f"{name} is part of this package"
        host = request.headers.get("host", "")
        return respond(request, fill_page(template, self._settings, request.url.scheme, host))


def choose_page_name(built: StaticFolder) -> str:
    """The page that holds the widget, where it was built, else the plain one."""
    return PLAIN_PAGE if built.get(WIDGET) is None else PAGE


def fill_page(template: StaticFile, settings: Settings, scheme: str, host: str) -> StaticFile:
    """The page with the address of the site and the limits of the server in it."""
    page = template.body.decode()
    values = {
        "site": find_site_address(settings, scheme, host), "link_hosts": settings.link_hosts,
        "max_length": str(settings.message_max_chars)}
    for name, value in values.items():
        page = page.replace("{" + name + "}", html.escape(value))
    return make_static_file(page.encode(), ".html")
