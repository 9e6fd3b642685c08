"""Rasa's input channel for the web chat: Socket.IO on the server's root, the page at /chat, behind the one door."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any, Awaitable, Callable, Optional, Union
from urllib.parse import urlsplit

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, redirect
from sanic_cors.core import SANIC_CORS_EVALUATED
from socketio import AsyncServer

from bot import settings as settings_module
from bot.services.conversations import Draft
from bot.settings import Settings
from connectors.conversation import Conversations, LogOutput, door_of
from connectors.webchat import websocket
from connectors.webchat.gate import Gate
from connectors.webchat.page import page_blueprint
from connectors.webchat.session_ids import SessionIds
from connectors.webchat.wire import CHANNEL

SOCKET_PATH = "/socket.io"
MAX_BUFFER_BYTES = 128 * 1024
"""Largest packet: 10,000 emoji, as a client that escapes them sends them, still arrive and get their sentence."""

CLOSE_SECONDS = 1.0
"""How long closing the connections may take when the server stops; what is left is cut."""

OnMessage = Callable[[UserMessage], Awaitable[Any]]


class WebChatInput(InputChannel):
    """The channel that ``credentials.yml`` names. It speaks the events of Rasa's Socket.IO channel, and more."""

    @classmethod
    def name(cls) -> str:
        """The name of the channel, in addresses and in the tracker."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> InputChannel:
        """The channel with the settings of the environment; the credentials file has none for it."""
        return cls(settings_module.load())

    def __init__(self, settings: Settings, key: Optional[bytes] = None) -> None:
        self._settings = settings
        self._key = key or settings_module.signing_key(settings)
        self._door: Optional[Conversations] = None

    def get_output_channel(self) -> Optional[OutputChannel]:
        """A channel to say something outside of an answer; None before the server has the channel."""
        return None if self._door is None else LogOutput(CHANNEL, self._say)

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The routes of the channel; those of Socket.IO and of the page are put at the root of the server.

        Rasa's ``on_new_message`` is not called: messages go to the door, which runs their turns.
        """
        blueprint = _WebChatBlueprint(self)

        @blueprint.get("/")
        async def to_page(_: Request) -> HTTPResponse:
            return redirect("/chat")

        return blueprint

    def attach(self, app: Sanic) -> None:
        """Put Socket.IO and the page into the server."""
        self._door = door_of(app, self._settings)
        sio = AsyncServer(
            async_mode="sanic", cors_allowed_origins=with_own(cors_origins(self._settings.allowed_origins)),
            max_http_buffer_size=MAX_BUFFER_BYTES)
        websocket.install(sio)
        gate = Gate(
            sio, self._settings, self._key,
            SessionIds(self._key, timedelta(hours=self._settings.session_hours)), self._door)
        self._door.listen(gate.delivery)
        for event in (gate.connect, gate.disconnect, gate.session_request, gate.user_uttered, gate.person_typing):
            sio.on(event.__name__, event)
        sio.attach(app, SOCKET_PATH)
        app.register_middleware(_leave_origins_to_socketio, "request")
        app.register_listener(_stopping(sio, gate, self._door), "before_server_stop")
        app.blueprint(page_blueprint(self._settings.allowed_origins, settings=self._settings))

    async def _say(self, conversation_id: str, draft: Draft) -> None:
        if self._door is not None:
            await self._door.say(conversation_id, CHANNEL, draft)


def cors_origins(setting: str) -> Union[None, str, list[str]]:
    """What python-socketio takes for ORIENTA_ALLOWED_ORIGINS; None is the server's own origin, [] would be no check."""
    origins = [origin.strip().rstrip("/") for origin in setting.split(",") if origin.strip()]
    if "*" in origins:
        return "*"
    return origins or None


def with_own(origins: Union[None, str, list[str]]) -> Union[None, str, Callable[[Optional[str], dict[str, Any]], bool]]:
    """``origins`` and the server's own: a list alone would shut the page at /chat out."""
    if origins is None or isinstance(origins, str):
        return origins

    def is_allowed(origin: Optional[str], environ: dict[str, Any]) -> bool:
        hosts = {environ.get("HTTP_HOST"), environ.get("HTTP_X_FORWARDED_HOST")} - {None, ""}
        return origin is not None and (origin in origins or urlsplit(origin).netloc in hosts)

    return is_allowed


class _WebChatBlueprint(Blueprint):
    """Rasa registers channels under /webhooks/<name>: this one also brings what has its place at the root."""

    def __init__(self, channel: WebChatInput) -> None:
        super().__init__(CHANNEL)
        self.ctx.channel = channel

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        self.ctx.channel.attach(app)
        super().register(app, options)


def _stopping(sio: AsyncServer, gate: Gate, door: Conversations) -> Callable[[Any, Any], Awaitable[None]]:
    async def stop(_app: Any, _loop: Any) -> None:
        """Let the answers in preparation go out before the server ends, then close all connections.

        Closing the transport, and not the Socket.IO session, makes browsers look for the next server by themselves.
        """
        await door.stop()
        await gate.delivery.stop()
        closing = [asyncio.create_task(socket.close()) for socket in list(sio.eio.sockets.values())]
        if closing:
            await asyncio.wait(closing, timeout=CLOSE_SECONDS)

    return stop


async def _leave_origins_to_socketio(request: Request) -> None:
    """Keep Rasa's CORS extension from adding its header to Socket.IO's: browsers refuse an answer that has it twice."""
    if request.path.startswith(SOCKET_PATH):
        setattr(request.ctx, SANIC_CORS_EVALUATED, "1")
