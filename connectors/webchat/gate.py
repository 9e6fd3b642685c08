"""Everything that comes from a browser passes here: the server decides who is writing, and what is taken."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import Any, Optional, Sequence, Union

from bot.core import clock
from bot.core.codes import typed_link_code
from bot.runtime.unavailable import log_failure
from bot.services import conversations
from bot.services.conversations import ASSISTANT, Draft
from bot.services.errors import DatabaseUnavailable
from bot.settings import Settings
from connectors.conversation import EMPTY, STALE_BUTTON, Conversations, Refused, read_text
from connectors.webchat import wire
from connectors.webchat.addresses import Addresses
from connectors.webchat.buttons import Buttons, Clicks, Genuine, Invalid, title_of
from connectors.webchat.connection import Connection
from connectors.webchat.delivery import Delivery
from connectors.webchat.limits import Limits
from connectors.webchat.linking import Linking
from connectors.webchat.session_ids import Session, SessionIds

logger = logging.getLogger("orienta.webchat")

KEY_CHARS = 60
LINGER_SECONDS = 30.0
"""A connection that closed is remembered for as long: its last messages may still be on their way to us."""
TYPING_SECONDS = 2.0
"""Not more often is it noted that a person is typing."""

TOO_OFTEN = "Mi stai scrivendo molto in fretta: aspetta un minuto, poi riprendiamo da qui."
TOO_MANY = "Ho ancora dei tuoi messaggi da leggere: aspetta la mia risposta, poi scrivimi di nuovo."
TOO_MANY_SESSIONS = (
    "Dalla tua rete sono partite troppe conversazioni in poco tempo: riprova tra un po’, o torna a quella di prima.")
TOO_MANY_CONNECTIONS = (
    "Hai troppe finestre della chat aperte: chiudine qualcuna e scrivimi di nuovo, ti leggo appena ce n’è una in meno.")
EXPIRED = "Questa conversazione è scaduta: ne cominciamo una nuova."
ERASED = "Questa conversazione è stata cancellata: ne cominciamo una nuova."


@dataclass(frozen=True)
class _Click:
    """A genuine button: ``payload`` for Rasa, what it says if the client told, and what it was."""

    payload: str
    sequence: int


class Gate:
    """The handlers of Socket.IO events. Events of one connection are worked through in the order of arrival."""

    def __init__(self, sio: Any, settings: Settings, key: bytes, session_ids: SessionIds, door: Conversations) -> None:
        self._sio = sio
        self._settings = settings
        self._session_ids = session_ids
        self._door = door
        self._buttons = Buttons(key)
        self._clicks = Clicks()
        self._limits = Limits(settings)
        self._addresses = Addresses(settings.trusted_proxies)
        self._connections: dict[str, Connection] = {}
        self._open: dict[str, dict[str, None]] = {}
        self.delivery = Delivery(sio, settings, self._buttons, self._expire)
        self._linking = Linking(sio, settings, session_ids, door, self.delivery)

    # -- events ----------------------------------------------------------------------------------------------------

    async def connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        """Anybody may connect; the conversation is chosen by ``session_request`` or made at the first message.

        A client can send events of this name and of the next one too: they mean nothing.
        """
        if sid in self._connections:
            return
        request = environ.get("sanic.request")
        peer = getattr(request, "ip", None) or environ.get("REMOTE_ADDR")
        address = self._addresses.client(peer, environ.get("HTTP_X_FORWARDED_FOR"))
        self._connections[sid] = Connection(sid, address)
        self._open.setdefault(address, {})[sid] = None

    async def disconnect(self, sid: str, reason: object = None) -> None:
        """The connection is over; what it has sent is still worked through."""
        connection = self._connections.get(sid)
        if connection is None or self._sio.manager.is_connected(sid, "/"):
            return
        connection.closed = True
        self.delivery.leave(connection)
        there = self._open.get(connection.address, {})
        there.pop(sid, None)
        if not there:
            self._open.pop(connection.address, None)
        asyncio.get_running_loop().call_later(LINGER_SECONDS, self._connections.pop, sid, None)

    async def session_request(self, sid: str, *data: object) -> None:
        """Confirm the session id of the browser, or give it a new one; our own clients get what they have missed."""
        connection = self._connections.get(sid)
        if connection is None:
            return
        wish = data[0] if data and isinstance(data[0], dict) else {}
        async with connection.arriving:
            last = wish.get("last_sequence")
            if isinstance(last, (int, float)) and not isinstance(last, bool):
                connection.own = True
            connection.own = connection.own or wish.get("new") is True
            refused = None if self._is_listened_to(connection) else TOO_MANY_CONNECTIONS
            if refused is None and not await self._limits.request(connection.address):
                refused = TOO_OFTEN
            if refused is None:
                after = max(0, int(last)) if connection.own and isinstance(last, (int, float)) else 0
                refused = await self._enter(connection, wish.get("session_id"), after)
            if refused is not None:
                await self.delivery.say(connection, Draft("system", refused))

    async def user_uttered(self, sid: str, *data: object) -> dict[str, Any]:
        """Take a message; the result is what the client is acknowledged with.

        Its ``session_id`` and metadata are not looked at: anybody can write anything there.
        """
        connection = self._connections.get(sid)
        if connection is None:
            return _no("expired", EXPIRED)
        sent = data[0] if data and isinstance(data[0], dict) else {}
        async with connection.arriving:
            return await self._take(connection, sent)

    async def person_typing(self, sid: str, *data: object) -> None:
        """Note for the desk that the person is typing."""
        connection = self._connections.get(sid)
        if connection is None or connection.sender is None or self.delivery.state(connection.sender) == ASSISTANT:
            return
        on = bool(data and isinstance(data[0], dict) and data[0].get("typing"))
        moment = time.monotonic()
        if (moment - connection.typed_at < TYPING_SECONDS) if on else not connection.types:
            return
        connection.types, connection.typed_at = on, moment if on else connection.typed_at
        try:
            await asyncio.to_thread(
                conversations.mark, self._settings, conversation_id=connection.sender, actor="person", kind="typing",
                on=on, now=clock.now())
        except DatabaseUnavailable as error:
            log_failure(logger, "that a person types could not be noted", error)

    # -- the session -----------------------------------------------------------------------------------------------

    def _is_listened_to(self, connection: Connection) -> bool:
        """Whether the connection is among the first of its address that are still open."""
        most = self._limits.connections
        there = self._open.get(connection.address, {})
        return not most or len(there) <= most or connection.sid in list(there)[:most]

    async def _enter(self, connection: Connection, wish: object, after: int) -> Optional[str]:
        """Put the connection in the conversation that it asks for, else in a new one; why not, if it may not."""
        session = self._session_ids.read(wish, clock.now())
        if isinstance(session, Session) and await self.delivery.join(
                connection, session, after if connection.own else None, new=False):
            if self._door.busy(session.sender):
                await self.delivery.typing(session.sender, True)
            return None
        if not await self._limits.session(connection.address):
            return TOO_MANY_SESSIONS
        issued = self._session_ids.issue(clock.now())
        await self.delivery.join(connection, issued, 0 if connection.own else None, new=True)
        return None

    async def _expire(self, connection: Connection, last_words: Sequence[Draft], text: str = ERASED) -> None:
        """Take the connection out of its conversation. Our own clients ask for a new one, stock clients get it."""
        self.delivery.leave(connection)
        if connection.own:
            words = "\n\n".join(draft.text for draft in last_words if draft.text)
            connection.sender = None
            await self._sio.emit(wire.EXPIRED, {"text": words or text}, to=connection.sid)
            return
        for draft in last_words:
            await self.delivery.say(connection, draft)
        connection.sender = None
        await self._enter(connection, None, 0)

    # -- messages --------------------------------------------------------------------------------------------------

    async def _take(self, connection: Connection, sent: dict[str, Any]) -> dict[str, Any]:
        message = sent.get("message")
        if not isinstance(message, str):
            return _no("empty", EMPTY)
        if not self._is_listened_to(connection):
            return await self._refuse(connection, "rate", TOO_MANY_CONNECTIONS)
        gone = await self._have_session(connection)
        if gone is not None:
            return gone
        sender = connection.sender or ""
        read = self._read(sender, message)
        if isinstance(read, Refused):
            return await self._refuse(connection, read.reason, read.text)
        if not await self._limits.message(sender, connection.address):
            return await self._refuse(connection, "rate", TOO_OFTEN)
        code = typed_link_code(read) if isinstance(read, str) else None
        if code is not None:
            refused = await self._linking.use(connection, code)
            if refused is not None:
                return await self._refuse(connection, refused.reason, refused.text)
            return {"ok": True, "sequence": None}
        return await self._hand_over(connection, sender, message, read, sent)

    async def _have_session(self, connection: Connection) -> Optional[dict[str, Any]]:
        """A client that asked for no session gets one; one whose session is over is told so."""
        if connection.sender is not None and self._session_ids.is_current(connection.issued_at, clock.now()):
            return None
        if connection.sender is not None:
            await self._expire(connection, [], EXPIRED)
            if connection.own:
                return _no("expired", EXPIRED)
        elif connection.own:
            return _no("expired", EXPIRED)
        if connection.sender is None and (refused := await self._enter(connection, None, 0)) is not None:
            return await self._refuse(connection, "rate", refused)
        return None

    def _read(self, sender: str, message: str) -> Union[str, _Click, Refused]:
        """The text that was typed, or the button that was pressed, or why neither is taken."""
        click = self._buttons.read(sender, message.strip())
        if isinstance(click, Genuine):
            return _Click(click.payload, click.sequence)
        if isinstance(click, Invalid):
            return Refused("stale", STALE_BUTTON)
        return read_text(message, self._settings.message_max_chars)

    async def _hand_over(
        self, connection: Connection, sender: str, message: str, read: Union[str, _Click], sent: dict[str, Any]
    ) -> dict[str, Any]:
        key = sent.get("key") if isinstance(sent.get("key"), str) and len(sent["key"]) <= KEY_CHARS else None
        title = _title(sent.get("title"), self._settings.message_max_chars)
        if isinstance(read, _Click):
            key = self._clicks.key(sender, message.strip(), key, time.monotonic())
            text, rasa = title or await self._title(sender, read), read.payload
        else:
            self._clicks.typed(sender)
            # a button without an intent: what Rasa reads is the text, and text is never a command
            title = None if read.startswith("/") else title
            text, rasa = read, read if title and title != read else None
        received = await self._door.receive(
            sender, wire.CHANNEL, text, rasa=rasa, title=title, key=None if key is None else wire.KEY_PREFIX + key)
        if received.ok:
            return {"ok": True, "sequence": received.sequence}
        if received.reason == "revoked":
            await self.delivery.erased(sender, [])
            started_anew = not connection.own and connection.sender not in (None, sender)
            return await self._take(connection, sent) if started_anew else _no("expired", ERASED)
        if received.reason == "full":
            return await self._refuse(connection, "rate", TOO_MANY)
        return await self._refuse(connection, "unavailable", self._door.sentence().text)

    async def _title(self, sender: str, click: _Click) -> str:
        """What the button says, for clients that do not tell."""
        try:
            found = await asyncio.to_thread(
                conversations.after, self._settings, conversation_id=sender, sequence=click.sequence - 1, limit=1)
        except DatabaseUnavailable:
            found = []
        title = title_of(found[0].content, click.payload) if found and found[0].sequence == click.sequence else None
        return title or "(pulsante)"

    async def _refuse(self, connection: Connection, reason: str, text: str) -> dict[str, Any]:
        """Our own clients show the acknowledgement; stock ones know none and get a message."""
        if not connection.own:
            await self.delivery.say(connection, Draft("assistant", text))
        return _no(reason, text)


def _no(reason: str, text: str) -> dict[str, Any]:
    return {"ok": False, "reason": reason, "text": text}


def _title(value: object, max_chars: int) -> Optional[str]:
    """What our own client says that the button says: only shown, and treated like anything that a person writes."""
    found = read_text(value, max_chars) if isinstance(value, str) else None
    return found if isinstance(found, str) else None
