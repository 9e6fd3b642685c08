"""Everything that comes from a browser passes here: the server decides who is writing, and what is taken."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from dataclasses import dataclass
from typing import Any, Optional, Sequence, Union

from bot import clock
from bot.rules.codes import read_link_code
from bot.services import booking, conversations, notices
from bot.services.conversations import ASSISTANT, Draft
from bot.services.errors import DatabaseUnavailable
from bot.services.unavailable import log_failure
from bot.settings import Settings
from bot.texts import get_text
from connectors.conversation import Conversations, RefusedText, read_text
from connectors.web.addresses import find_client_network
from connectors.webchat import wire
from connectors.webchat.buttons import Buttons, Clicks, Genuine, Invalid, find_shown_title
from connectors.webchat.connection import Connection
from connectors.webchat.delivery import Delivery
from connectors.webchat.limits import ChatLimits
from connectors.webchat.open_sessions import find_open_session, is_open
from connectors.webchat.session_ids import Session, SessionIds
from connectors.webchat.webchat_links import Linking

logger = logging.getLogger("orienta.webchat")

KEY_CHARS = 60
LARGEST_NUMBER = 2**31 - 1
RECENT_MESSAGES = 10
"""The button whose text was sent must be in one of so many last messages."""

LINGER_SECONDS = 30.0
"""A connection that closed is remembered for as long: its last messages may still be on their way to us."""
TYPING_SECONDS = 2.0
"""Not more often is it noted that a person is typing."""


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
        self._limits = ChatLimits(settings)
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
        # not REMOTE_ADDR: Engine.IO says 127.0.0.1 there, for everybody
        address = find_client_network(environ["asgi.scope"])
        self._connections[sid] = Connection(sid, address)
        self._open.setdefault(address, {})[sid] = None

    async def disconnect(self, sid: str, reason: object = None) -> None:
        """The connection is over; what it has sent is still worked through."""
        connection = self._connections.get(sid)
        if connection is None or self._sio.manager.is_connected(sid, "/"):
            return
        connection.closed = True
        silent = self.delivery.state(connection.sender or "") != ASSISTANT
        self.delivery.leave(connection)
        if silent and connection.sender is not None and not self.delivery.has_page(connection.sender):
            await self._note_page(connection.sender, open_now=False)
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
            last = _read_number(wish.get("last_sequence"))
            if last is not None:
                connection.own = True
            connection.own = connection.own or wish.get("new") is True
            refused = None if self._is_listened_to(connection) else get_text("webchat.too_many_connections")
            if refused is None and not await self._limits.request(connection.address):
                refused = get_text("webchat.too_often")
            if refused is None:
                after = last if connection.own and last is not None else 0
                refused = await self._enter(connection, wish.get("session_id"), after)
            if refused is not None:
                await self.delivery.say(connection, Draft("system", refused))

    async def earlier_request(self, sid: str, *data: object) -> dict[str, Any]:
        """A page of what was said before the number ``before`` that the client names; it is acknowledged with it."""
        connection = self._connections.get(sid)
        wish = data[0] if data and isinstance(data[0], dict) else {}
        before = _read_number(wish.get("before"))
        if connection is None or not connection.own or before is None:
            return _no("expired", get_text("webchat.expired"))
        async with connection.arriving:
            if not self._is_listened_to(connection) or not await self._limits.request(connection.address):
                return _no("rate", get_text("webchat.too_often"))
            try:
                return await self._have_session(connection) or {
                    "ok": True, **await self.delivery.earlier(connection, before)}
            except DatabaseUnavailable as error:
                log_failure(logger, "an earlier page of a conversation could not be read", error)
                return _no("unavailable", self._door.sentence().text)

    async def user_uttered(self, sid: str, *data: object) -> dict[str, Any]:
        """Take a message; the result is what the client is acknowledged with.

        Its ``session_id`` and metadata are not looked at: anybody can write anything there.
        """
        connection = self._connections.get(sid)
        if connection is None:
            return _no("expired", get_text("webchat.expired"))
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
                conversations.mark_presence, self._settings, conversation_id=connection.sender, actor="person",
                kind="typing", on=on, now=clock.now())
        except DatabaseUnavailable as error:
            log_failure(logger, "that a person types could not be noted", error)

    async def _note_page(self, sender: str, open_now: bool) -> None:
        """Tell the desk that the person's page is open again, or that the last one was closed."""
        try:
            await asyncio.to_thread(
                conversations.mark_presence, self._settings, conversation_id=sender, actor="person", kind="viewing",
                on=open_now, now=clock.now())
        except DatabaseUnavailable as error:
            log_failure(logger, "that a person's page opened or closed could not be noted", error)

    async def seen(self, sid: str, *data: object) -> None:
        """Note that the person has a notice before them; what a client says beyond what it was sent does not count.

        A client without numbers means everything that it has.
        """
        connection = self._connections.get(sid)
        if connection is None or connection.sender is None or connection.watermark is None:
            return
        said = data[0].get("sequence") if data and isinstance(data[0], dict) else None
        newest = said if isinstance(said, int) and not isinstance(said, bool) else connection.watermark
        if not await self._limits.request(connection.address):
            return
        try:
            await asyncio.to_thread(
                notices.mark_opened, self._settings, conversation_id=connection.sender,
                sequence=min(newest, connection.watermark), now=clock.now())
        except DatabaseUnavailable as error:
            log_failure(logger, "that a notice was seen could not be noted", error)

    # -- the session -----------------------------------------------------------------------------------------------

    def _is_listened_to(self, connection: Connection) -> bool:
        """Whether the connection is among the first of its address that are still open."""
        most = self._limits.connections
        there = self._open.get(connection.address, {})
        return not most or len(there) <= most or connection.sid in list(there)[:most]

    async def _enter(self, connection: Connection, wish: object, after: int) -> Optional[str]:
        """Put the connection in the conversation that it asks for, else in a new one; why not, if it may not."""
        session = await asyncio.to_thread(
            find_open_session, self._settings, self._session_ids, wish, clock.now())
        if isinstance(session, Session) and await self.delivery.join(
                connection, session, after if connection.own else None, new=False):
            if self._door.busy(session.sender):
                await self.delivery.typing(session.sender, True)
            if self.delivery.state(session.sender) != ASSISTANT:
                await self._note_page(session.sender, open_now=True)
            return None
        if not await self._limits.session(connection.address):
            return get_text("webchat.too_many_sessions")
        issued = self._session_ids.issue(clock.now())
        await self.delivery.join(connection, issued, 0 if connection.own else None, new=True)
        return None

    async def _expire(self, connection: Connection, last_words: Sequence[Draft], text: str = "") -> None:
        """Take the connection out of its conversation. Our own clients ask for a new one, stock clients get it."""
        self.delivery.leave(connection)
        if connection.own:
            words = "\n\n".join(draft.text for draft in last_words if draft.text)
            connection.sender = None
            await self._sio.emit(wire.EXPIRED, {"text": words or text or get_text("webchat.erased")}, to=connection.sid)
            return
        for draft in last_words:
            await self.delivery.say(connection, draft)
        connection.sender = None
        await self._enter(connection, None, 0)

    # -- messages --------------------------------------------------------------------------------------------------

    async def _take(self, connection: Connection, sent: dict[str, Any]) -> dict[str, Any]:
        message = sent.get("message")
        if not isinstance(message, str):
            return _no("empty", get_text("conversation.empty"))
        if not self._is_listened_to(connection):
            return await self._refuse(connection, "rate", get_text("webchat.too_many_connections"))
        gone = await self._have_session(connection)
        if gone is not None:
            return gone
        sender = connection.sender or ""
        # before it is read: what is refused costs an answer too
        if not await self._limits.message(sender, connection.address):
            return await self._refuse(connection, "rate", get_text("webchat.too_often"))
        read = self._read(sender, message)
        if isinstance(read, RefusedText):
            return await self._refuse(connection, read.reason, read.text)
        code = read_link_code(read) if isinstance(read, str) else None
        if code is not None:
            refused = await self._linking.use(connection, code)
            if refused is not None:
                return await self._refuse(connection, refused.reason, refused.text)
            return {"ok": True, "sequence": None}
        return await self._hand_over(connection, sender, message, read, sent)

    async def _have_session(self, connection: Connection) -> Optional[dict[str, Any]]:
        """A client that asked for no session gets one; one whose session is over is told so."""
        if connection.sender is not None and (
                self._session_ids.is_current(connection.issued_at, clock.now()) or await asyncio.to_thread(
                    is_open, self._settings, self._session_ids,
                    Session("", connection.sender, connection.issued_at), clock.now())):
            return None
        if connection.sender is not None:
            await self._expire(connection, [], get_text("webchat.expired"))
            if connection.own:
                return _no("expired", get_text("webchat.expired"))
        elif connection.own:
            return _no("expired", get_text("webchat.expired"))
        if connection.sender is None and (refused := await self._enter(connection, None, 0)) is not None:
            return await self._refuse(connection, "rate", refused)
        return None

    def _read(self, sender: str, message: str) -> Union[str, _Click, RefusedText]:
        """The text that was typed, or the button that was pressed, or why neither is taken."""
        click = self._buttons.read(sender, message.strip())
        if isinstance(click, Genuine):
            return _Click(click.payload, click.sequence)
        if isinstance(click, Invalid):
            return RefusedText("stale", get_text("conversation.stale_button"))
        return read_text(message, self._settings.message_max_chars)

    async def _hand_over(
        self, connection: Connection, sender: str, message: str, read: Union[str, _Click], sent: dict[str, Any]
    ) -> dict[str, Any]:
        await self._note_origin(connection, sender)
        key = _read_key(sent.get("key"))
        title = _title(sent.get("title"), self._settings.message_max_chars)
        rasa: Optional[str]
        if isinstance(read, _Click):
            key = self._clicks.key(sender, message.strip(), key, time.monotonic())
            text, rasa, title = await self._title(sender, read, title), read.payload, None
        else:
            self._clicks.typed(sender)
            # a button without an intent: what Rasa reads is the text, and text is never a command
            title = await self._title_of_text(sender, read, title) if title and title != read else None
            text, rasa = read, read if title and title != read else None
        received = await self._door.receive(
            sender, wire.CHANNEL, text, rasa=rasa, title=title, key=None if key is None else wire.KEY_PREFIX + key)
        if received.ok:
            return {"ok": True, "sequence": received.sequence}
        if received.reason == "revoked":
            await self.delivery.erased(sender, [])
            started_anew = not connection.own and connection.sender not in (None, sender)
            return await self._take(connection, sent) if started_anew else _no("expired", get_text("webchat.erased"))
        if received.reason == "full":
            return await self._refuse(connection, "rate", get_text("webchat.too_many"))
        if received.reason == "overloaded":
            return await self._refuse(connection, "unavailable", get_text("conversation.overloaded"))
        return await self._refuse(connection, "unavailable", self._door.sentence().text)

    async def _note_origin(self, connection: Connection, sender: str) -> None:
        """Tell booking once a connection from which network its conversation comes, for the limits on places."""
        if connection.origin_of == sender:
            return
        try:
            await asyncio.to_thread(
                booking.note_origin, self._settings, conversation_id=sender, network=connection.address,
                now=clock.now())
            connection.origin_of = sender
        except DatabaseUnavailable as error:
            log_failure(logger, "where a conversation comes from could not be noted", error)

    async def _title_of_text(self, sender: str, text: str, told: str) -> Optional[str]:
        """What the button that sends ``text`` says, when one of the last messages has it; what a client says alone
        could be anything, and would stand in the log instead of what Rasa read."""
        if text.startswith("/"):
            return None
        try:
            found = await asyncio.to_thread(
                conversations.list_last, self._settings, conversation_id=sender, limit=RECENT_MESSAGES)
        except DatabaseUnavailable:
            return None
        titles = (find_shown_title(view.content, text, told) for view in reversed(found) if view.author != "person")
        return next((title for title in titles if title), None)

    async def _title(self, sender: str, click: _Click, told: Optional[str]) -> str:
        """What the button says: as it was sent, or as the client words it (``told``) with words of that message."""
        try:
            found = await asyncio.to_thread(
                conversations.list_after, self._settings, conversation_id=sender, sequence=click.sequence - 1, limit=1)
        except DatabaseUnavailable:
            found = []
        title = (find_shown_title(found[0].content, click.payload, told)
                 if found and found[0].sequence == click.sequence else None)
        return title or "(pulsante)"

    async def _refuse(self, connection: Connection, reason: str, text: str) -> dict[str, Any]:
        """Our own clients show the acknowledgement; stock ones know none and get a message."""
        if not connection.own:
            await self.delivery.say(connection, Draft("assistant", text))
        return _no(reason, text)


def _no(reason: str, text: str) -> dict[str, Any]:
    return {"ok": False, "reason": reason, "text": text}


def _read_number(value: object) -> Optional[int]:
    """The number of a message that a client names; JSON knows neither NaN nor infinity, Python's reader does."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return min(max(0, int(value)), LARGEST_NUMBER)


def _read_key(value: object) -> Optional[str]:
    """The key that a client gave its message; None for what cannot be stored as one."""
    if not isinstance(value, str) or len(value) > KEY_CHARS or not value.isprintable():
        return None
    return value


def _title(value: object, max_chars: int) -> Optional[str]:
    """What our own client says that the button says: only shown, and treated like anything that a person writes."""
    found = read_text(value, max_chars) if isinstance(value, str) else None
    return found if isinstance(found, str) else None
