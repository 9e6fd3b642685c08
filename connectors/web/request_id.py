"""Gives each request of a page its id: the proxy's own, else a new one. The log has it, and so has the answer."""

from __future__ import annotations

import re
from typing import Any

from starlette.datastructures import MutableHeaders

from bot import request_ids
from connectors.web.addresses import TrustedProxies

HEADER = b"x-request-id"
_ID = re.compile(rb"[A-Za-z0-9-]{8,64}")


class RequestIds:
    """ASGI middleware. Only our own proxies' ids are believed: a stranger's would lead through the log of others.

    Connections of the chat are left out: each of their messages has an id of its own.
    """

    def __init__(self, app: Any, proxies: TrustedProxies) -> None:
        self.app = app
        self._proxies = proxies

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = self._find_id(scope) or request_ids.make_id()

        async def send_with_id(message: Any) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        with request_ids.label(request_id):
            await self.app(scope, receive, send_with_id)

    def _find_id(self, scope: Any) -> str:
        peer = scope["client"][0] if scope.get("client") else None
        told: bytes = dict(scope["headers"]).get(HEADER, b"")
        return told.decode() if self._proxies.includes(peer) and _ID.fullmatch(told) else ""
