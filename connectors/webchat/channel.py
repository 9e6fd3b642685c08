"""The web chat's channel: Socket.IO at /socket.io, the page at /chat, behind the one door."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any, Callable, Optional, Union
from urllib.parse import urlsplit

from starlette.routing import BaseRoute, Mount

from bot import settings as settings_module
from bot.settings import Settings
from connectors.conversation import Conversations
from connectors.webchat import page
from connectors.webchat.gate import Gate
from connectors.webchat.session_ids import SessionIds
from connectors.webchat.socket_server import SocketServer
from connectors.webchat.wire import CHANNEL

SOCKET_PATH = "/socket.io"
MAX_BUFFER_BYTES = 128 * 1024
"""Largest packet: 10,000 emoji, as a client that escapes them sends them, still arrive and get their sentence."""

CLOSE_SECONDS = 1.0
"""How long closing the connections may take when the server stops; what is left is cut."""


class WebChat:
    """See :class:`connectors.channels.Channel`. It speaks the events of Rasa's Socket.IO channel, and more."""

    name = CHANNEL
    page: Optional[str] = page.PATH

    def __init__(self, settings: Settings, door: Conversations, agent: Any, key: Optional[bytes] = None) -> None:
        self._settings = settings
        self._sio = SocketServer(
            limited=settings.limits == "on", async_mode="asgi", max_http_buffer_size=MAX_BUFFER_BYTES,
            ping_interval=settings.ping_seconds, ping_timeout=settings.ping_seconds,
            cors_allowed_origins=add_own_origin(read_cors_origins(settings.allowed_origins)))
        key = key or settings_module.load_signing_key(settings)
        self._gate = Gate(
            self._sio, settings, key, SessionIds(key, timedelta(hours=settings.session_hours)), door)
        door.listen(self._gate.delivery)
        for event in ("connect", "disconnect", "session_request", "earlier_request", "user_uttered", "person_typing",
                      "seen"):
            self._sio.on(event, getattr(self._gate, event))

    def routes(self) -> list[BaseRoute]:
        """Socket.IO and the page. Socket.IO has its own checks of origins and sizes, and no page to protect."""
        return [Mount(SOCKET_PATH, self._sio.serve), *page.ChatPage(self._settings).routes()]

    async def start(self) -> None:
        """Nothing to begin: connections come by themselves."""

    async def close(self) -> None:
        """What people write still goes into the log; the next process answers it."""

    async def stop(self) -> None:
        """Close all connections.

        Closing the transport, and not the Socket.IO session, makes browsers look for the next server by themselves.
        """
        await self._gate.delivery.stop()
        closing = [asyncio.create_task(socket.close()) for socket in list(self._sio.eio.sockets.values())]
        if closing:
            await asyncio.wait(closing, timeout=CLOSE_SECONDS)


def read_cors_origins(setting: str) -> Union[None, str, list[str]]:
    """What python-socketio takes for ORIENTA_ALLOWED_ORIGINS; None is the server's own origin, [] would be no check."""
    origins = [origin.strip().rstrip("/") for origin in setting.split(",") if origin.strip()]
    if "*" in origins:
        return "*"
    return origins or None


def add_own_origin(
    origins: Union[None, str, list[str]],
) -> Union[None, str, Callable[[Optional[str], dict[str, Any]], bool]]:
    """``origins`` and the server's own: a list alone would shut the page at /chat out."""
    if origins is None or isinstance(origins, str):
        return origins

    def is_allowed(origin: Optional[str], environ: dict[str, Any]) -> bool:
        hosts = {environ.get("HTTP_HOST"), environ.get("HTTP_X_FORWARDED_HOST")} - {None, ""}
        return origin is not None and (origin in origins or urlsplit(origin).netloc in hosts)

    return is_allowed
