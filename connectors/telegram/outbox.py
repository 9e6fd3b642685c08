"""What goes out: each chat is brought up to the end of its conversation's log, message by message, in order.

The log is the outbox. After Telegram has taken a message its number is stored with the chat; what comes after that
number is sent again after a restart. A process that dies between the two sends one message twice: the Bot API has no
key by which Telegram could recognise it.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any, Callable, Iterable, Optional, Sequence

from bot import clock
from bot.services import telegram
from bot.services.conversations import Draft, MessageView
from bot.services.errors import DatabaseUnavailable
from bot.services.telegram import Advance, ChatView
from bot.settings import Settings
from bot.texts import get_text
from connectors.telegram import keyboards, rendering
from connectors.telegram.answers import apply_answer, note_keyboard
from connectors.telegram.api import ApiError, BadToken, Blocked, Conflict, Migrated, RefusedCall
from connectors.telegram.memory import Chats, Tails
from connectors.telegram.rendering import Sending
from connectors.telegram.sender import Sender
from connectors.telegram.write_batch import Gathered

logger = logging.getLogger("orienta.telegram")

RETRY_SECONDS = 1.0
"""After the database could not be reached."""

class Outbox:
    """Sends what the log has and a chat has not. Used by one process at a time.

    ``asks_contact``: tells the questions after which the person's number can be sent with a button.
    ``on_bad_token``: called when the token is no longer good; nothing goes out then.
    """

    def __init__(
        self, settings: Settings, sender: Sender, *, asks_contact: Callable[[str], bool],
        on_bad_token: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._sender = sender
        self._asks_contact = asks_contact
        self._on_bad_token = on_bad_token
        self.chats = Chats(settings)
        self._tails = Tails(settings)
        self._advances: Gathered[Advance, Optional[ChatView]] = Gathered(
            lambda steps: telegram.advance(settings, steps=steps))
        self._again: set[str] = set()
        self._working: dict[str, asyncio.Task[None]] = {}
        self._saying: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Take up what was left when the last sender ended.

        Raises:
            DatabaseUnavailable: the database cannot be read.
        """
        await self.chats.load()
        behind = await asyncio.to_thread(telegram.list_chats_behind, self._settings)
        self.wake(chat.conversation_id for chat in behind)

    async def stop(self) -> None:
        """Send nothing more; a message that is on its way is given a moment to be noted."""
        self._closed = True
        if tasks := {*self._working.values(), *self._saying}:
            _, late = await asyncio.wait(tasks, timeout=2.0)
            for task in late:
                task.cancel()

    def written(self, conversation_id: str, messages: Sequence[MessageView]) -> None:
        """This process wrote ``messages`` to the log; a message that waits for its answer wakes nobody."""
        if not self.chats.ids(conversation_id):
            return
        self._tails.written(conversation_id, messages)
        if any(not (message.pending and message.author == "person") for message in messages):
            self.wake([conversation_id])

    def wake(self, conversation_ids: Iterable[str]) -> None:
        """These conversations may have something new."""
        for conversation_id in conversation_ids:
            if not self.chats.ids(conversation_id) or self._closed:
                continue
            self._again.add(conversation_id)
            if conversation_id not in self._working:
                task = asyncio.get_running_loop().create_task(self._work(conversation_id))
                self._working[conversation_id] = task

    @property
    def is_busy(self) -> bool:
        """Whether something is being sent."""
        return bool(self._working)

    def say_unlogged(self, conversation_id: str, drafts: Sequence[Draft]) -> None:
        """Send words that stand in no log, once: the database is down, or the conversation was just erased."""
        for chat_id in self.chats.ids(conversation_id):
            task = asyncio.get_running_loop().create_task(self._say(chat_id, conversation_id, drafts))
            self._saying.add(task)
            task.add_done_callback(self._saying.discard)

    async def forget(self, conversation_id: str) -> None:
        """The conversation was erased: its chats begin another one with their next message."""
        for chat in await self.chats.showing(conversation_id):
            if question := chat.shown.get("question"):
                self._sender.soon("editMessageReplyMarkup", {
                    "chat_id": chat.chat_id, "message_id": question["message_id"],
                    "reply_markup": keyboards.make_inline_keyboard([])})
        for chat_id in self.chats.forgotten(conversation_id):
            await asyncio.to_thread(telegram.drop_chat, self._settings, chat_id=chat_id)

    async def turn_page(self, chat_id: int, message: MessageView, message_id: int, page: int) -> None:
        """Show another day of a choice of times, in the same message."""
        sendings = self._render(message, page)
        if sendings:
            try:
                await self._sender.deliver(chat_id, rendering.make_edit(sendings[-1], message_id), _nothing)
            except ApiError as error:
                logger.info("a choice of times was not turned: %s", error)

    async def _say(self, chat_id: int, conversation_id: str, drafts: Sequence[Draft]) -> None:
        for draft in drafts:
            view = MessageView(
                id=0, conversation_id=conversation_id, sequence=0, author=draft.author, audience="all", kind="text",
                text=draft.text, content={}, key=None, pending=False, operator_id=None, channel=rendering.CHANNEL,
                at=clock.now())
            for sending in rendering.render(view):
                with suppress(ApiError):
                    await self._sender.deliver(chat_id, sending, _nothing)

    async def _work(self, conversation_id: str) -> None:
        try:
            while conversation_id in self._again and not self._closed:
                self._again.discard(conversation_id)
                await self._round(conversation_id)
        except BadToken:
            self._closed = True
            self._on_bad_token()
        finally:
            self._working.pop(conversation_id, None)

    async def _round(self, conversation_id: str) -> None:
        try:
            for chat in await self.chats.showing(conversation_id):
                if not chat.blocked:
                    await self._catch_up(chat)
        except DatabaseUnavailable:
            await asyncio.sleep(RETRY_SECONDS)
            self._again.add(conversation_id)
        except (BadToken, asyncio.CancelledError):
            raise
        except Exception as error:  # one chat's fault must not stop the others; it is tried again at its next message
            logger.error("a chat could not be brought up to date: %s", type(error).__name__, exc_info=True)

    async def _catch_up(self, chat: ChatView) -> None:
        marks: list[tuple[int, Optional[str]]] = []
        passed = 0
        try:
            for message in await self._news(chat):
                if message.author == "person" and message.channel == rendering.CHANNEL:
                    chat, mark = apply_answer(chat, message)
                    marks += mark
                    passed = message.sequence
                    continue
                sent = await self._send(chat, message)
                if sent is None:
                    return
                chat, passed = sent, 0
            if passed:  # the person's own messages are not shown to them again
                await self._noted(chat, passed, chat.shown)
        except Blocked:
            logger.info("a person has blocked the bot")
            self.chats.doubtful(chat.chat_id)
            await asyncio.to_thread(
                telegram.mark_blocked, self._settings, chat_id=chat.chat_id, blocked=True, now=clock.now())
            return
        except Migrated as error:
            self.chats.forgotten(chat.conversation_id)
            await asyncio.to_thread(
                telegram.migrate_chat, self._settings, chat_id=chat.chat_id, to_chat_id=error.chat_id)
            await self.chats.showing(chat.conversation_id)
            self._again.add(chat.conversation_id)
            return
        for message_id, title in marks:
            await self._mark(chat.chat_id, message_id, title)

    async def _news(self, chat: ChatView) -> Sequence[MessageView]:
        """What the chat has not, up to a message of the person that is still being answered."""
        found = await self._tails.after(chat.conversation_id, chat.delivered)
        while found and found[-1].pending and found[-1].author == "person":
            found.pop()
        return found

    async def _send(self, chat: ChatView, message: MessageView) -> Optional[ChatView]:
        """The chat after ``message`` was sent, or None when somebody else has it now."""
        shown = dict(chat.shown)
        sendings = self._sendings(message, shown)
        picker = shown.pop("picker", None) if sendings else None
        if not rendering.is_picker(message):
            picker = None
        begun, parts = shown.pop("part", None) or (0, 0)
        first = parts if begun == message.sequence else 0
        if first >= len(sendings):  # there is nothing to send, or it was sent
            return await self._noted(chat, message.sequence, shown)
        for index in range(first, len(sendings)):
            if self._closed:
                return None
            after = await self._part(chat, message, sendings, index, shown, picker)
            if after is None:
                return None
            chat = after
        return chat

    async def _part(
        self, chat: ChatView, message: MessageView, sendings: Sequence[Sending], index: int, shown: dict[str, Any],
        picker: Optional[dict[str, Any]],
    ) -> Optional[ChatView]:
        """Send one part and note it; ``shown`` is what the chat has to remember, and gets what this part adds."""
        sending = sendings[index]

        async def note(message_id: Optional[int]) -> Optional[ChatView]:
            if message_id is not None and "inline_keyboard" in sending.parameters.get("reply_markup", {}):
                note_keyboard(shown, message, message_id)
            if index + 1 < len(sendings):
                part = {**shown, "part": [message.sequence, index + 1]}
                return await self._noted(chat, chat.delivered, part)
            return await self._noted(chat, message.sequence, shown)

        if picker is not None and sending.has_markup:
            with suppress(RefusedCall):  # it was deleted, or is too old to be edited
                edit = rendering.make_edit(sending, picker["message_id"])
                return await self._sender.deliver(chat.chat_id, edit, lambda _: note(int(picker["message_id"])))
        try:
            return await self._sender.deliver(chat.chat_id, sending, note)
        except (RefusedCall, Conflict) as error:
            logger.error("Telegram refuses a message, it is left out: %s", error)
            return await note(None)

    async def _noted(self, chat: ChatView, delivered: int, shown: dict[str, Any]) -> Optional[ChatView]:
        while True:
            try:
                after = await self._advances.do(Advance(chat, delivered, shown))
                if after is None:  # another process has sent, or the chat shows another conversation: read it again
                    self.chats.doubtful(chat.chat_id)
                else:
                    self.chats.changed(after)
                return after
            except DatabaseUnavailable:  # Telegram has it: to send it again would double it
                if self._closed:
                    raise
                await asyncio.sleep(RETRY_SECONDS)

    def _sendings(self, message: MessageView, shown: dict[str, Any]) -> list[Sending]:
        """The calls for ``message``, with the keyboard of the contact question put up and taken away."""
        sendings = self._render(message)
        if not sendings:
            return []
        if any(sending.parameters.get("reply_markup") == keyboards.ask_contact() for sending in sendings):
            shown["contact"] = True
        elif message.author != "system" and shown.pop("contact", None):  # a notice does not answer the question
            if sendings[0].has_markup or sendings[0].method != "sendMessage":
                # a message has one keyboard: taking away the other one needs a message of its own
                gone = Sending("sendMessage", {"text": get_text("telegram.received")}, get_text("telegram.received"))
                return [gone.with_markup(keyboards.NO_KEYBOARD), *sendings]
            sendings[0] = sendings[0].with_markup(keyboards.NO_KEYBOARD)
        return sendings

    def _render(self, message: MessageView, page: int = 0) -> list[Sending]:
        asks = message.author == "assistant" and self._asks_contact(message.text)
        return rendering.render(message, page=page, asks_contact=asks)

    async def _mark(self, chat_id: int, message_id: int, title: Optional[str]) -> None:
        """Take the buttons of an answered question away; what was chosen stays to be read."""
        markup = rendering.make_chosen_keyboard(title) if title else keyboards.make_inline_keyboard([])
        await self._sender.aside(
            "editMessageReplyMarkup", {"chat_id": chat_id, "message_id": message_id, "reply_markup": markup})


async def _nothing(_message_id: Optional[int]) -> None:
    """There is nothing to note."""
