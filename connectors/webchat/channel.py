"""Rasa's input channel for the web chat: Socket.IO events in, messages in order to Rasa, and the page at /chat."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import timedelta
from typing import Any, Awaitable, Callable, MutableMapping, Optional, Union
from weakref import WeakValueDictionary

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, redirect
from sanic_cors.core import SANIC_CORS_EVALUATED
from socketio import AsyncServer

from bot import settings as settings_module
from bot.core import clock
from bot.runtime.unavailable import FALLBACK_TEXT, log_failure
from bot.settings import Settings
from connectors.webchat.buttons import Buttons, Clicks
from connectors.webchat.incoming import Answer, ForRasa, read_message
from connectors.webchat.output import CHANNEL, WebChatOutput
from connectors.webchat.page import page_blueprint
from connectors.webchat.session_ids import SessionIds

logger = logging.getLogger("orienta.webchat")

SOCKET_PATH = "/socket.io"
MAX_BUFFER_BYTES = 128 * 1024
"""Largest packet: 10,000 emoji, as a client that escapes them sends them, still arrive and get their sentence."""

MAX_WAITING = 100
"""Messages of one conversation that may wait for their turn; what comes after is not read."""

FINISH_SECONDS = 4.0
"""How long answers in preparation may still take when the server is told to stop."""

CLOSE_SECONDS = 1.0
"""How long closing the connections may take then; what is left is cut."""

TOO_MANY = "Ho ancora dei tuoi messaggi da leggere: aspetta la mia risposta, poi scrivimi di nuovo."

OnMessage = Callable[[UserMessage], Awaitable[Any]]


class WebChatInput(InputChannel):
    """The channel that ``credentials.yml`` names. It speaks the events of Rasa's Socket.IO channel."""

    @classmethod
    def name(cls) -> str:
        """The name of the channel, in addresses and in the tracker."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> InputChannel:
        """The channel with the settings of the environment; the credentials file has none for it."""
        return cls(settings_module.load())

    def __init__(self, settings: Settings, key: Optional[bytes] = None) -> None:
        key = key or settings_module.signing_key(settings)
        self._settings = settings
        self._buttons = Buttons(key)
        self._session_ids = SessionIds(key, timedelta(hours=settings.session_hours))
        self._sio: Optional[AsyncServer] = None

    def get_output_channel(self) -> Optional[OutputChannel]:
        """A channel to send with outside of an answer; None before the server is made."""
        return None if self._sio is None else WebChatOutput(self._sio, self._buttons)

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The routes of the channel; those of Socket.IO and of the page are put at the root of the server."""
        self._sio = AsyncServer(
            async_mode="sanic", cors_allowed_origins=cors_origins(self._settings.allowed_origins),
            max_http_buffer_size=MAX_BUFFER_BYTES)
        output = WebChatOutput(self._sio, self._buttons)
        limit = self._settings.message_max_chars
        gate = Gate(self._sio, output, self._session_ids, self._buttons, limit, on_new_message)
        self._sio.on("connect", gate.connect)
        self._sio.on("session_request", gate.session_request)
        self._sio.on("user_uttered", gate.user_uttered)
        blueprint = _WebChatBlueprint(self._sio, gate)

        @blueprint.get("/")
        async def to_page(_: Request) -> HTTPResponse:
            return redirect("/chat")

        return blueprint


def cors_origins(setting: str) -> Union[None, str, list[str]]:
    """What python-socketio takes for ORIENTA_ALLOWED_ORIGINS; None is the server's own origin, [] would be no check."""
    origins = [origin.strip().rstrip("/") for origin in setting.split(",") if origin.strip()]
    if "*" in origins:
        return "*"
    return origins or None


class _WebChatBlueprint(Blueprint):
    """Rasa registers channels under /webhooks/<name>: this one also brings what has its place at the root."""

    def __init__(self, sio: AsyncServer, gate: Gate) -> None:
        super().__init__("webchat")
        self.ctx.sio = sio
        self.ctx.gate = gate

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        self.ctx.sio.attach(app, SOCKET_PATH)
        app.register_middleware(_leave_origins_to_socketio, "request")
        app.register_listener(self._stop, "before_server_stop")
        app.blueprint(page_blueprint())
        super().register(app, options)


    async def _stop(self, _app: Sanic, _loop: Any) -> None:
        await self.ctx.gate.finish()


async def _leave_origins_to_socketio(request: Request) -> None:
    """Keep Rasa's CORS extension from adding its header to Socket.IO's: browsers refuse an answer that has it twice."""
    if request.path.startswith(SOCKET_PATH):
        setattr(request.ctx, SANIC_CORS_EVALUATED, "1")


class Gate:
    """Everything that comes in passes here: who is writing is decided by the server, and one message goes at a time."""

    def __init__(
        self, sio: Any, output: WebChatOutput, session_ids: SessionIds, buttons: Buttons, max_chars: int,
        on_new_message: OnMessage,
    ) -> None:
        self._sio = sio
        self._output = output
        self._session_ids = session_ids
        self._buttons = buttons
        self._clicks = Clicks()
        self._max_chars = max_chars
        self._on_new_message = on_new_message
        self._turns: MutableMapping[str, _Turns] = WeakValueDictionary()

    async def connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        """Anybody may connect; the conversation is chosen by ``session_request`` or made at the first message."""

    async def session_request(self, sid: str, *data: object) -> None:
        """Confirm the session id of the browser, or give it a new one."""
        wish = data[0].get("session_id") if data and isinstance(data[0], dict) else None
        session = self._session_ids.read_or_issue(wish, clock.now())
        if await self._enter(sid, session.sender):
            await self._sio.emit("session_confirm", session.id, room=sid)

    async def user_uttered(self, sid: str, *data: object) -> None:
        """Answer a message. Its ``session_id`` and metadata are not looked at: anybody can write anything there."""
        sender = await self._sender(sid)
        if sender is None:
            return
        now = time.monotonic()
        verdict = read_message(data[0] if data else None, sender, self._buttons, self._clicks, self._max_chars, now)
        if not isinstance(verdict, (Answer, ForRasa)):
            return
        turns = self._turns.setdefault(sender, _Turns())
        if turns.waiting >= MAX_WAITING:
            await self._output.send_text_message(sender, TOO_MANY)
            return
        async with turns:
            await self._answer(sender, verdict)

    async def finish(self) -> None:
        """Let the answers in preparation go out before the server ends, then close all connections.

        Closing the transport, and not the Socket.IO session, makes browsers look for the next server by themselves.
        """
        limit = time.monotonic() + FINISH_SECONDS
        while self._turns and time.monotonic() < limit:
            await asyncio.sleep(0.05)
        closing = [asyncio.create_task(socket.close()) for socket in list(self._sio.eio.sockets.values())]
        if closing:
            await asyncio.wait(closing, timeout=CLOSE_SECONDS)

    async def _answer(self, sender: str, verdict: Union[Answer, ForRasa]) -> None:
        if isinstance(verdict, Answer):
            await self._output.send_text_message(sender, verdict.text)
            return
        await self._output.send_typing(sender, True)
        try:
            await self._on_new_message(UserMessage(verdict.text, self._output, sender, input_channel=CHANNEL))
        except Exception as error:  # whatever it is, the person must not be left without a word
            log_failure(logger, "a message could not be handled", error)
            await self._output.send_text_message(sender, FALLBACK_TEXT)
        finally:
            await self._output.send_typing(sender, False)

    async def _sender(self, sid: str) -> Optional[str]:
        """Who is writing over this connection; None when it was closed meanwhile."""
        try:
            sender = (await self._sio.get_session(sid)).get("sender")
        except KeyError:
            return None
        if sender is None:
            sender = self._session_ids.issue(clock.now()).sender
            if not await self._enter(sid, sender):
                return None
        return str(sender)

    async def _enter(self, sid: str, sender: str) -> bool:
        """Put the connection in the conversation of ``sender``, and in no other; False when it is closed."""
        try:
            before = (await self._sio.get_session(sid)).get("sender")
            await self._sio.save_session(sid, {"sender": sender})
            if before is not None and before != sender:
                await self._sio.leave_room(sid, before)
            await self._sio.enter_room(sid, sender)
        except (KeyError, ValueError):
            return False
        return True


class _Turns:
    """A queue for one conversation: who comes first goes first, whatever the tab."""

    def __init__(self) -> None:
        self.waiting = 0
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> None:
        self.waiting += 1
        try:
            await self._lock.acquire()
        except BaseException:
            self.waiting -= 1
            raise

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()
        self.waiting -= 1
