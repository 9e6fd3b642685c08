"""What is done with an update: most become a message of the conversation, the rest gets a sentence, or nothing.

Everything a person is told here is a message of the log with a key made of the update, so that an update that is
worked twice (after a crash) says it once.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from dataclasses import replace
from typing import Any, Awaitable, Callable, Optional

from bot import clock
from bot.services import conversations, courses, offices, telegram
from bot.services.conversations import Draft, MessageView
from bot.services.telegram import ChatView, StoredUpdate
from bot.settings import Settings
from bot.texts import get_text
from connectors.conversation import Conversations, RefusedText, read_text
from connectors.telegram import commands, ids, keyboards, nearest_office, rendering, update_kinds, words
from connectors.telegram.answers import make_answer_key
from connectors.telegram.inbox import TryAgain
from connectors.telegram.outbox import Outbox
from connectors.telegram.rendering import CHANNEL
from connectors.telegram.sender import Sender
from connectors.telegram.telegram_links import TelegramLinking

logger = logging.getLogger("orienta.telegram")


class Reception:
    """Works one update at a time of each chat; see :meth:`work`."""

    def __init__(self, settings: Settings, key: bytes, door: Conversations, sender: Sender, outbox: Outbox) -> None:
        self._settings = settings
        self._key = key
        self._door = door
        self._sender = sender
        self._outbox = outbox
        self._linking = TelegramLinking(settings)
        self._doing: dict[type, Callable[[Any, int], Awaitable[None]]] = {
            update_kinds.Text: self._text, update_kinds.Command: self._command, update_kinds.Press: self._press,
            update_kinds.Contact: self._contact, update_kinds.Location: self._location,
            update_kinds.UnreadableUpdate: self._unreadable,
            update_kinds.Edited: self._edited, update_kinds.InGroup: self._group, update_kinds.BlockedBy: self._blocked,
            update_kinds.MovedTo: self._moved}

    async def work(self, update: StoredUpdate) -> None:
        """Do what the update wants.

        Raises:
            TryAgain, DatabaseUnavailable: it could not be done now.
        """
        happening = update_kinds.read_update(update.body)
        do = self._doing.get(type(happening))
        if do is None:
            logger.debug("update ignored: %s", getattr(happening, "reason", "?"))
            return
        await do(happening, update.update_id)

    async def _text(self, said: update_kinds.Text, update_id: int) -> None:
        chat = await self._chat(said.chat_id)
        if said.kind is not None:
            await self._tell(chat, words.word_unreadable(said.kind, caption=True), f"tg:{said.album or update_id}:kind")
        text = read_text(said.text, self._settings.message_max_chars)
        if isinstance(text, RefusedText):
            await self._tell(chat, text.text, f"tg:{update_id}:refused")
            return
        await self._receive(chat, f"tg:{update_id}", text)

    async def _command(self, command: update_kinds.Command, update_id: int) -> None:
        chat = await self._chat(command.chat_id)
        course_ids, office_ids = await asyncio.to_thread(self._subjects)
        meant = commands.read_command(command.name, command.argument, course_ids, office_ids)
        if isinstance(meant, commands.Say):
            if command.name == "start":  # one key: it is told once in a conversation
                await self._tell(chat, get_text("telegram.kept"), "tg:kept")
            await self._receive(chat, f"tg:{update_id}", meant.title, rasa=meant.payload)
        elif isinstance(meant, commands.UseCode):
            await self._use_code(chat, meant.code, update_id)
        elif isinstance(meant, commands.MakeCode):
            # not through the log: a code is kept nowhere
            words_with_code = await self._linking.make(chat.conversation_id)
            self._outbox.say_unlogged(chat.conversation_id, [Draft("system", words_with_code)])
        else:
            await self._tell(chat, get_text("telegram.unknown_command"), f"tg:{update_id}:command")

    async def _use_code(self, chat: ChatView, code: str, update_id: int) -> None:
        outcome = await self._linking.use(code, chat)
        if outcome.conversation_id is not None and outcome.conversation_id != chat.conversation_id:
            chat = await asyncio.to_thread(
                telegram.switch_chat, self._settings, chat_id=chat.chat_id,
                conversation_id=outcome.conversation_id, now=clock.now())
            self._outbox.chats.opened(chat)
        await self._tell(chat, outcome.text, f"tg:{update_id}:code")

    async def _press(self, press: update_kinds.Press, update_id: int) -> None:
        """The clock on the button goes away as soon as the answer stands in the log; the turn comes afterwards."""
        text = None
        try:
            text = await self._pressed(press, update_id)
        finally:
            self._sender.soon("answerCallbackQuery", {
                "callback_query_id": press.query_id, **({"text": text} if text else {})})

    async def _pressed(self, press: update_kinds.Press, update_id: int) -> Optional[str]:
        """Do what the button says; a sentence when there is one to show over the chat."""
        if press.data == keyboards.CHOSEN:
            return get_text("telegram.already_chosen")
        pressed = keyboards.read_data(press.data)
        if pressed is None or press.chat_id is None or press.message_id is None:
            return get_text("telegram.stale_button")
        chat = await self._chat(press.chat_id)
        message = await self._message(chat, pressed.sequence)
        if message is not None and keyboards.is_page_of(message, pressed):
            await self._outbox.turn_page(chat.chat_id, message, press.message_id, pressed.index)
            return None
        choice = keyboards.find_pressed_choice(message, pressed) if message is not None else None
        if message is None or choice is None:
            self._sender.soon("editMessageReplyMarkup", {
                "chat_id": press.chat_id, "message_id": press.message_id,
                "reply_markup": keyboards.make_inline_keyboard([])})
            return get_text("telegram.stale_button")
        once = rendering.is_answer(message, choice)
        key = make_answer_key(message.sequence, press.message_id) if once else f"tg:{update_id}"
        # a payload without a slash is words that the button says for the person
        rasa = choice.payload if choice.payload.startswith("/") else None
        new = await self._receive(chat, key, choice.title if rasa else choice.payload, rasa=rasa)
        return None if new or not once else get_text("telegram.already_answered")

    async def _contact(self, contact: update_kinds.Contact, update_id: int) -> None:
        chat = await self._chat(contact.chat_id)
        digits = re.sub(r"\D", "", contact.phone)
        if not chat.shown.get("contact"):
            await self._tell(chat, get_text("telegram.contact_unasked"), f"tg:{update_id}:contact")
        elif not contact.own or not digits:
            await self._tell(chat, get_text("telegram.not_your_contact"), f"tg:{update_id}:contact")
        else:
            await self._receive(chat, f"tg:{update_id}", f"+{digits}")

    async def _location(self, place: update_kinds.Location, update_id: int) -> None:
        """The position itself is kept nowhere: the log says that one was sent."""
        chat = await self._chat(place.chat_id)
        every = await asyncio.to_thread(offices.list_offices, self._settings)
        near = nearest_office.find_nearest_office(every, place.latitude, place.longitude)
        if near is None:
            await self._tell(chat, get_text("telegram.both_offices"), f"tg:{update_id}:place")
            payload = "/ask_office_address"
        else:
            told = get_text("telegram.nearest", name=near.office.name, distance=near.km)
            await self._tell(chat, told, f"tg:{update_id}:place")
            payload = f"/ask_office_address{json.dumps({'office': near.office.id})}"
        await self._receive(chat, f"tg:{update_id}", get_text("telegram.shared_position"), rasa=payload)

    async def _unreadable(self, content: update_kinds.UnreadableUpdate, update_id: int) -> None:
        chat = await self._chat(content.chat_id)
        await self._tell(chat, words.word_unreadable(content.kind), f"tg:{content.album or update_id}:kind")

    async def _edited(self, edit: update_kinds.Edited, _update_id: int) -> None:
        chat = await self._chat(edit.chat_id)
        await self._tell(chat, get_text("telegram.edited"), "tg:edited")  # one key: it is told once in a conversation

    async def _group(self, group: update_kinds.InGroup, _update_id: int) -> None:
        if self._settings.telegram_groups == "leave":
            self._sender.soon("leaveChat", {"chat_id": group.chat_id})

    async def _blocked(self, change: update_kinds.BlockedBy, _update_id: int) -> None:
        self._outbox.chats.doubtful(change.chat_id)
        await asyncio.to_thread(
            telegram.mark_blocked, self._settings, chat_id=change.chat_id, blocked=change.blocked, now=clock.now())

    async def _moved(self, change: update_kinds.MovedTo, _update_id: int) -> None:
        known = await asyncio.to_thread(telegram.find_chat, self._settings, chat_id=change.chat_id)
        if known is None:
            return
        self._outbox.chats.forgotten(known.conversation_id)
        await asyncio.to_thread(
            telegram.migrate_chat, self._settings, chat_id=change.chat_id, to_chat_id=change.to_chat_id)
        await self._outbox.chats.showing(known.conversation_id)

    async def _chat(self, chat_id: int) -> ChatView:
        """The chat, which is made at its first update; whoever writes has not blocked the bot."""
        known = self._outbox.chats.remembered(chat_id)
        if known is not None and not known.blocked:
            return known
        own = ids.make_conversation_id(self._key, chat_id)
        chat = await asyncio.to_thread(
            telegram.open_chat, self._settings, chat_id=chat_id, conversation_id=own, now=clock.now())
        if chat.blocked:
            await asyncio.to_thread(
                telegram.mark_blocked, self._settings, chat_id=chat_id, blocked=False, now=clock.now())
            chat = replace(chat, blocked=False)
        self._outbox.chats.opened(chat)
        return chat

    async def _anew(self, chat: ChatView) -> ChatView:
        """Another conversation for a chat whose own was erased."""
        moment = clock.now()
        fresh = await asyncio.to_thread(
            telegram.switch_chat, self._settings, chat_id=chat.chat_id, now=moment,
            conversation_id=ids.make_conversation_id(self._key, chat.chat_id, moment.isoformat()))
        self._outbox.chats.opened(fresh)
        return fresh

    async def _receive(self, chat: ChatView, key: str, text: str, rasa: Optional[str] = None) -> bool:
        """Hand a message over; whether it is new. Raises TryAgain when it could not be written."""
        received = await self._door.receive(chat.conversation_id, CHANNEL, text, rasa=rasa, key=key)
        if received.reason == "revoked":
            chat = await self._anew(chat)
            received = await self._door.receive(chat.conversation_id, CHANNEL, text, rasa=rasa, key=key)
        if not received.ok:
            raise TryAgain(received.reason)
        return received.reason == "taken"

    async def _tell(self, chat: ChatView, text: str, key: str) -> None:
        """Say ``text`` after what stands in the log, once a ``key``; also while an operator has the floor."""
        if not await self._door.say(chat.conversation_id, CHANNEL, Draft("system", text, key=key)):
            fresh = await self._anew(chat)
            await self._door.say(fresh.conversation_id, CHANNEL, Draft("system", text, key=key))

    async def _message(self, chat: ChatView, sequence: int) -> Optional[MessageView]:
        found = await asyncio.to_thread(
            conversations.list_after, self._settings, conversation_id=chat.conversation_id, sequence=sequence - 1,
            limit=1)
        return found[0] if found and found[0].sequence == sequence else None

    def _subjects(self) -> tuple[list[str], list[str]]:
        """The ids that a link may name."""
        return ([course.id for course in courses.list_courses(self._settings, clock.now().date())],
                [office.id for office in offices.list_offices(self._settings)])

