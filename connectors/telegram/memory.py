"""What the worker keeps in mind of chats and of the newest messages, so that a turn does not read them back."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from typing import Optional, Sequence

from bot.services import conversations, telegram
from bot.services.conversations import MessageView
from bot.services.telegram import ChatView
from bot.settings import Settings

TRUSTED_SECONDS = 300.0
"""How long a chat is believed unread: no broom takes a conversation that was active a few minutes ago."""

TAIL = 20
_REMEMBERED = 5_000


class Chats:
    """The chats of a bot. Only its worker changes them, so what it knows holds; see :data:`TRUSTED_SECONDS`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._ids: dict[str, set[int]] = {}
        self._views: OrderedDict[int, tuple[ChatView, float]] = OrderedDict()

    async def load(self) -> None:
        """Learn which conversations are shown by which chats.

        Raises:
            DatabaseUnavailable: the database cannot be read.
        """
        for chat_id, conversation_id in await asyncio.to_thread(telegram.list_all_chats, self._settings):
            self._ids.setdefault(conversation_id, set()).add(chat_id)

    def ids(self, conversation_id: str) -> tuple[int, ...]:
        """The chats that show a conversation."""
        return tuple(self._ids.get(conversation_id, ()))

    def opened(self, chat: ChatView) -> None:
        """The row of ``chat`` was just read or written."""
        if chat.chat_id not in self._ids.get(chat.conversation_id, ()):
            for others in self._ids.values():
                others.discard(chat.chat_id)
            self._ids.setdefault(chat.conversation_id, set()).add(chat.chat_id)
        self.changed(chat)

    def changed(self, chat: ChatView) -> None:
        """The row of ``chat`` is as it says, if the chat still shows that conversation."""
        if chat.chat_id in self._ids.get(chat.conversation_id, ()):
            self._views[chat.chat_id] = chat, time.monotonic()
            self._views.move_to_end(chat.chat_id)
            if len(self._views) > _REMEMBERED:
                self._views.popitem(last=False)

    def remembered(self, chat_id: int) -> Optional[ChatView]:
        """The chat, when it was read or written a short while ago."""
        chat, at = self._views.get(chat_id, (None, 0.0))
        return chat if time.monotonic() - at < TRUSTED_SECONDS else None

    def doubtful(self, chat_id: int) -> None:
        """Read the chat again before it is used."""
        self._views.pop(chat_id, None)

    def forgotten(self, conversation_id: str) -> tuple[int, ...]:
        """Note that no chat shows the conversation any more; return the chats that did."""
        gone = tuple(self._ids.pop(conversation_id, ()))
        for chat_id in gone:
            self.doubtful(chat_id)
        return gone

    async def showing(self, conversation_id: str) -> list[ChatView]:
        """The chats of a conversation, from memory when all are there."""
        known = [self.remembered(chat_id) for chat_id in self.ids(conversation_id)]
        if known and all(chat is not None and chat.conversation_id == conversation_id for chat in known):
            return [chat for chat in known if chat is not None]
        found = await asyncio.to_thread(telegram.list_chats_of, self._settings, conversation_ids=[conversation_id])
        for chat in found:
            self.opened(chat)
        return found


class Tails:
    """The newest messages of conversations, as this process wrote them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._tails: OrderedDict[str, list[MessageView]] = OrderedDict()

    def written(self, conversation_id: str, messages: Sequence[MessageView]) -> None:
        """These were just written, in order."""
        tail = self._tails.setdefault(conversation_id, [])
        tail.extend(messages)
        del tail[:-TAIL]
        self._tails.move_to_end(conversation_id)
        if len(self._tails) > _REMEMBERED:
            self._tails.popitem(last=False)

    async def after(self, conversation_id: str, sequence: int) -> list[MessageView]:
        """What comes after number ``sequence``: from memory when nothing is missing there, else from the log."""
        found = [message for message in self._tails.get(conversation_id, ()) if message.sequence > sequence]
        numbers = [message.sequence for message in found]
        complete = bool(found) and numbers == list(range(sequence + 1, sequence + 1 + len(found)))
        if complete and all(message.audience == "all" for message in found) and not _waits(found[-1]):
            return found
        return await asyncio.to_thread(
            conversations.list_after, self._settings, conversation_id=conversation_id, sequence=sequence)


def _waits(message: MessageView) -> bool:
    """Whether the message, when it was written, had its answer before it: by now it may stand in the log."""
    return message.pending and message.author == "person"
