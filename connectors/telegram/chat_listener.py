"""Passes on to the sender what happens in conversations, and shows that somebody is typing."""

from __future__ import annotations

import asyncio
from typing import Any, Callable, Optional, Sequence

from bot import clock
from bot.services import conversations, telegram
from bot.services.conversations import Draft, MessageView
from bot.settings import Settings
from connectors.telegram.inbox import Inbox
from connectors.telegram.outbox import Outbox
from connectors.telegram.sender import Sender

TYPING_AFTER_SECONDS = 0.6
"""Most answers are quicker: a sign that somebody types would only take the place of a message."""

TYPING_LASTS_SECONDS = 4.5
"""Telegram shows it for five seconds."""


class ChatListener:
    """What the door of the conversations tells. ``parts``: inbox and outbox while this process works for the bot."""

    def __init__(
        self, settings: Settings, sender: Sender, parts: Callable[[], tuple[Optional[Inbox], Optional[Outbox]]],
    ) -> None:
        self._settings = settings
        self._sender = sender
        self._parts = parts
        self._typing: dict[str, asyncio.Task[None]] = {}

    async def appended(self, conversation_id: str, messages: Sequence[MessageView], state: str) -> None:
        """Written by this process: the chats of the conversation get it."""
        outbox = self._parts()[1]
        if outbox is not None:
            outbox.written(conversation_id, messages)

    async def changed(self, conversation_ids: Sequence[str]) -> None:
        """Written by another process, or somebody is typing."""
        inbox, outbox = self._parts()
        if inbox is not None and telegram.WAKE in conversation_ids:
            inbox.look()
        if outbox is None:
            return
        outbox.wake(conversation_ids)
        for conversation_id in conversation_ids:
            if outbox.chats.ids(conversation_id):
                await self._operator_types(outbox, conversation_id)

    async def typing(self, conversation_id: str, on: bool) -> None:
        """The assistant prepares an answer."""
        task = self._typing.pop(conversation_id, None)
        if task is not None:
            task.cancel()
        outbox = self._parts()[1]
        if on and outbox is not None and outbox.chats.ids(conversation_id):
            self._typing[conversation_id] = asyncio.get_running_loop().create_task(
                self._keep_typing(outbox.chats.ids(conversation_id)))

    async def unlogged(self, conversation_id: str, drafts: Sequence[Draft]) -> None:
        """Words that stand in no log."""
        outbox = self._parts()[1]
        if outbox is not None:
            outbox.say_unlogged(conversation_id, drafts)

    async def erased(self, conversation_id: str, last_words: Sequence[Draft]) -> None:
        """The conversation is gone; the last words are still for its chats."""
        outbox = self._parts()[1]
        if outbox is not None:
            outbox.say_unlogged(conversation_id, last_words)
            await outbox.forget(conversation_id)

    async def _keep_typing(self, chat_ids: Sequence[int]) -> None:
        await asyncio.sleep(TYPING_AFTER_SECONDS)
        while True:
            self._show_typing(chat_ids)
            await asyncio.sleep(TYPING_LASTS_SECONDS)

    async def _operator_types(self, outbox: Outbox, conversation_id: str) -> None:
        there: Any = await asyncio.to_thread(
            conversations.list_present, self._settings, conversation_id=conversation_id, now=clock.now())
        if any(someone.kind == "typing" and someone.actor.startswith("operator") for someone in there):
            self._show_typing(outbox.chats.ids(conversation_id))

    def _show_typing(self, chat_ids: Sequence[int]) -> None:
        for chat_id in chat_ids:
            self._sender.soon("sendChatAction", {"chat_id": chat_id, "action": "typing"})

