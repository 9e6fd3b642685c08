"""Delivery: each connection gets what the log has after its own last number, in order and once."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Optional, Sequence, Union

from bot import clock
from bot.services import conversations, handoffs
from bot.services.conversations import ASSISTANT, Draft, MessageView
from bot.services.errors import DatabaseUnavailable
from bot.services.unavailable import log_failure
from bot.settings import Settings
from connectors.webchat import wire
from connectors.webchat.buttons import Buttons
from connectors.webchat.connection import ALONE, Connection
from connectors.webchat.session_ids import Session

logger = logging.getLogger("orienta.webchat")

RETRY_SECONDS = 1.0
PATIENCE_SECONDS = 1.0
"""How long a turn waits until a message that needed a look at the log is on its way."""

STATUS_SECONDS = 1.0
"""How often place in the queue and typing are looked at while an operator is awaited or has the floor."""

UNLOGGED_STEP = 0.001
"""What stands in no log gets a number just above the last one: it sorts there, and nothing is asked for again."""

PAGE_MESSAGES = 100
"""Most messages of one answer: who missed more gets the newest ones, and asks for the earlier ones page by page."""

OnErased = Callable[[Connection, Sequence[Draft]], Awaitable[None]]


@dataclass(eq=False)
class _Reading:
    """A reading of the log that is under way. ``again``: once more before it ends."""

    task: Optional[asyncio.Task[None]] = None
    again: bool = True


class Delivery:
    """Tells the connections of this process. It listens to the door (see ``connectors.conversation.Listener``)."""

    def __init__(self, sio: Any, settings: Settings, buttons: Buttons, on_erased: OnErased) -> None:
        self._sio = sio
        self._settings = settings
        self._buttons = buttons
        self._on_erased = on_erased
        self._rooms: dict[str, dict[str, Connection]] = {}
        self._reading: dict[str, _Reading] = {}
        self._watch: Optional[asyncio.Task[None]] = None

    async def join(self, connection: Connection, session: Session, after: Optional[int], new: bool) -> bool:
        """Put the connection in a conversation, and in no other, and confirm its id; False when it was erased.

        ``after``: the last number that the client has, for its history; None for a stock client, which gets what is
        written from now on. ``new``: the conversation has just been made, the log need not be asked.
        """
        self.leave(connection)
        sender = connection.sender = session.sender
        connection.issued_at = session.issued_at
        connection.status, connection.typing = dict(ALONE), {"typing": False}
        async with connection.sending:
            if not connection.closed:
                self._rooms.setdefault(sender, {})[connection.sid] = connection
            found = (ASSISTANT, 0, False) if new else await self._known(sender)
            if found is not None and found[2]:
                self.leave(connection)
                connection.sender = None
                return False
            await self._emit(connection, wire.CONFIRM, session.id)
            connection.watermark = None if found is None else found[1]
            if after is not None:
                await self._send_history(connection, after, found)
        if connection.watermark is None or connection.status != ALONE:
            self._read(sender)
        self._watch_states()
        return True

    def leave(self, connection: Connection) -> None:
        """Take the connection out of its conversation."""
        room = self._rooms.get(connection.sender or "")
        if room is not None and room.pop(connection.sid, None) is not None and not room:
            del self._rooms[connection.sender or ""]

    def has_page(self, sender: str) -> bool:
        """Whether any page of the conversation is open here."""
        return bool(self._rooms.get(sender))

    def state(self, sender: str) -> str:
        """Who has the floor in the conversation, as far as its connections know."""
        return next((item.status["state"] for item in self._rooms.get(sender, {}).values()), ASSISTANT)

    async def say(self, connection: Connection, draft: Draft) -> None:
        """Show words that stand in no log to one connection."""
        async with connection.sending:
            if not connection.own:
                await self._send(connection, draft)
                return
            connection.unlogged += 1
            number = (connection.watermark or 0) + min(connection.unlogged, 900) * UNLOGGED_STEP
            data = wire.make_message_data(
                draft, connection.sender or "", self._buttons, number, clock.now().isoformat())
            await self._emit(connection, wire.MESSAGE, data)

    async def earlier(self, connection: Connection, before: int) -> dict[str, Any]:
        """The page of messages before number ``before``, and the cursor of the page before it, as in a history.

        Raises DatabaseUnavailable.
        """
        sender = connection.sender or ""
        return self._page(sender, await self._last(sender, before), after=0)

    async def stop(self) -> None:
        """End what runs in the background."""
        for task in [*(reading.task for reading in self._reading.values()), self._watch]:
            if task is not None:
                task.cancel()

    # -- what the door tells ---------------------------------------------------------------------------------------

    async def appended(self, conversation_id: str, messages: Sequence[MessageView], state: str) -> None:
        """Send what this process has written at once, when nothing lies before it that a connection has not seen."""
        again = False
        for connection in self._connections(conversation_id):
            async with connection.sending:
                for view in messages:
                    if connection.watermark is not None and view.sequence == connection.watermark + 1:
                        await self._send(connection, view)
                    elif connection.watermark is None or view.sequence > connection.watermark:
                        again = True
                again = again or (connection.own and connection.status["state"] != state)
        if again:
            await self._read(conversation_id)

    async def changed(self, conversation_ids: Sequence[str]) -> None:
        """Read the log again where somebody is connected."""
        for conversation_id in conversation_ids:
            if conversation_id in self._rooms:
                self._read(conversation_id)

    async def typing(self, conversation_id: str, on: bool) -> None:
        """Show that an answer is being prepared, or no longer is."""
        for connection in self._connections(conversation_id):
            await self._show_typing(connection, on)

    async def unlogged(self, conversation_id: str, drafts: Sequence[Draft]) -> None:
        """Show words that stand in no log."""
        for connection in self._connections(conversation_id):
            for draft in drafts:
                await self.say(connection, draft)

    async def erased(self, conversation_id: str, last_words: Sequence[Draft]) -> None:
        """Tell every connection and take it out of the conversation, where the end of the answer would not reach it."""
        for connection in self._connections(conversation_id):
            await self._on_erased(connection, last_words)
            await self._show_typing(connection, False)

    # -- sending ---------------------------------------------------------------------------------------------------

    async def _show_typing(self, connection: Connection, on: bool) -> None:
        data = {"typing": on, "author": "assistant"} if connection.own else {"typing": on}
        await self._emit(connection, wire.TYPING_EVENT, data)

    def _connections(self, conversation_id: str) -> list[Connection]:
        return list(self._rooms.get(conversation_id, {}).values())

    async def _send(self, connection: Connection, view: Union[MessageView, Draft]) -> None:
        """Send one message; with its number the connection has it. ``sending`` is held."""
        sender = connection.sender or ""
        if isinstance(view, MessageView):
            connection.watermark, connection.unlogged = view.sequence, 0
            if not wire.is_shown(view):
                return
            if connection.own:
                await self._emit(connection, wire.MESSAGE, wire.make_message_data(view, sender, self._buttons))
                return
        for data in wire.make_bot_uttered_data(view, sender, self._buttons):
            await self._emit(connection, wire.BOT_EVENT, data)

    async def _send_history(
        self, connection: Connection, after: int, found: Optional[tuple[str, int, bool]]
    ) -> None:
        """What the client has missed; with the log out of reach nothing, and it is asked again later."""
        sender = connection.sender or ""
        views: list[MessageView] = []
        connection.watermark = after if found is None else min(after, found[1])
        try:
            if found is not None and found[1] > after:
                views = await self._last(sender)
            if found is not None and found[0] != ASSISTANT:
                connection.status = await asyncio.to_thread(self._status, sender)
        except DatabaseUnavailable:
            views = []
        if views:
            connection.watermark = max(connection.watermark, views[-1].sequence)
        page = self._page(sender, views, after)
        await self._emit(connection, wire.HISTORY, {**page, "state": connection.status})
        if found is None:
            self._read(sender)

    async def _known(self, sender: str) -> Optional[tuple[str, int, bool]]:
        """State, newest number and whether it was erased; None when the log cannot be asked."""
        try:
            found = await asyncio.to_thread(conversations.find_state, self._settings, conversation_id=sender)
        except DatabaseUnavailable:
            return None
        return found or (ASSISTANT, 0, False)

    def _page(self, sender: str, views: Sequence[MessageView], after: int) -> dict[str, Any]:
        """The ``views`` that come after number ``after``, as the client gets them. ``earlier``: it has more to ask
        for, before this number; None when nothing is missing in between."""
        found = [view for view in views if view.sequence > after]
        missing = len(found) == PAGE_MESSAGES and found[0].sequence > after + 1
        messages = [wire.make_message_data(view, sender, self._buttons) for view in found if wire.is_shown(view)]
        return {"messages": messages, "earlier": found[0].sequence if missing else None}

    async def _last(self, sender: str, before: Optional[int] = None) -> list[MessageView]:
        return await asyncio.to_thread(
            conversations.list_last, self._settings, conversation_id=sender, limit=PAGE_MESSAGES, before=before)

    async def _emit(self, connection: Connection, event: str, data: Any) -> None:
        if not connection.closed:
            await self._sio.emit(event, data, to=connection.sid)

    # -- reading the log -------------------------------------------------------------------------------------------

    def _read(self, conversation_id: str) -> asyncio.Future[Any]:
        """Read the conversation's news and send them; once more when it is asked for meanwhile.

        The result is done when that was tried, or after a moment.
        """
        reading = self._reading.get(conversation_id)
        if reading is None:
            reading = self._reading[conversation_id] = _Reading()
            reading.task = asyncio.get_running_loop().create_task(self._read_all(conversation_id, reading))
        else:
            reading.again = True
        assert reading.task is not None
        return asyncio.ensure_future(asyncio.wait({reading.task}, timeout=PATIENCE_SECONDS))

    async def _read_all(self, conversation_id: str, reading: _Reading) -> None:
        try:
            while reading.again and conversation_id in self._rooms:
                reading.again = False
                try:
                    await self._read_once(conversation_id)
                except DatabaseUnavailable:
                    reading.again = True
                    await asyncio.sleep(RETRY_SECONDS)
        except Exception as error:  # the next change reads again
            log_failure(logger, "a conversation could not be shown", error)
        finally:
            del self._reading[conversation_id]

    async def _read_once(self, conversation_id: str) -> None:
        found = await asyncio.to_thread(conversations.find_state, self._settings, conversation_id=conversation_id)
        if found is None:
            return
        state, newest, revoked = found
        if revoked:
            await self.erased(conversation_id, [])
            return
        for connection in self._connections(conversation_id):
            async with connection.sending:
                if connection.watermark is None:  # nothing is known of what it has: from here on
                    connection.watermark = newest
                if connection.watermark < newest:
                    await self._catch_up(connection, (state, newest, revoked))
                    connection.watermark = max(connection.watermark, newest)  # the last ones may be the desk's only
        if state != ASSISTANT or any(item.status != ALONE for item in self._connections(conversation_id)):
            await self._show_status(conversation_id)

    async def _catch_up(self, connection: Connection, found: tuple[str, int, bool]) -> None:
        """Send what the connection has not got: message by message, or the last page of what is more than that."""
        sender, after = connection.sender or "", connection.watermark or 0
        views = [view for view in await self._last(sender) if view.sequence > after]
        if connection.own and len(views) == PAGE_MESSAGES:
            await self._send_history(connection, after, found)
            return
        for view in views:
            await self._send(connection, view)

    async def _show_status(self, conversation_id: str) -> None:
        """Tell our own clients who has the floor, the place in the queue, and whether an operator is typing."""
        status, typing = await asyncio.to_thread(self._status_and_typing, conversation_id)
        for connection in self._connections(conversation_id):
            if connection.status != status:
                connection.status = status
                if connection.own:
                    await self._emit(connection, wire.STATE, status)
            if connection.typing != typing:
                connection.typing = typing
                data = typing if connection.own else {"typing": typing["typing"]}
                await self._emit(connection, wire.TYPING_EVENT, data)

    def _status(self, conversation_id: str) -> dict[str, Any]:
        found = handoffs.find_stage(self._settings, conversation_id=conversation_id, now=clock.now())
        status = {"state": found.state, "name": found.name, "place": found.position or None,
                  "wait_minutes": found.wait_minutes}
        return {name: value for name, value in status.items() if value is not None}

    def _status_and_typing(self, conversation_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
        status = self._status(conversation_id)
        there = conversations.list_present(self._settings, conversation_id=conversation_id, now=clock.now())
        if not any(item.kind == "typing" and item.actor != "person" for item in there):
            return status, {"typing": False}
        name = {"name": status["name"]} if "name" in status else {}
        return status, {"typing": True, "author": "operator", **name}

    # -- in the background -----------------------------------------------------------------------------------------

    def _watch_states(self) -> None:
        if self._watch is None or self._watch.done():
            self._watch = asyncio.get_running_loop().create_task(self._keep_watching())

    async def _keep_watching(self) -> None:
        """Places in the queue move, and typing ends, without a word in the log."""
        while True:
            await asyncio.sleep(STATUS_SECONDS)
            for conversation_id in list(self._rooms):
                if self.state(conversation_id) != ASSISTANT:
                    self._read(conversation_id)
