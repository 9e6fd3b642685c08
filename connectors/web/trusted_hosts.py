"""Requests for a host that is not ours are refused. ORIENTA_TRUSTED_HOSTS: which are; empty: any."""

from __future__ import annotations

from typing import Any

from starlette.responses import PlainTextResponse

EXEMPT = "/health"
"""A monitor asks for it by the machine's address."""


class TrustedHosts:
    """ASGI middleware. ``setting``: names with commas between them; ``*.example.it`` is every name below."""

    def __init__(self, app: Any, setting: str) -> None:
        self.app = app
        self._names = [item.strip().lower() for item in setting.split(",") if item.strip()]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "lifespan" or not self._names or self._is_ours(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse("Host", 400, {"Cache-Control": "no-store"})(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _is_ours(self, scope: Any) -> bool:
        if scope["path"] == EXEMPT:
            return True
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").lower()
        name = host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host
        return any(name == known or (known.startswith("*.") and name.endswith(known[1:])) for known in self._names)
