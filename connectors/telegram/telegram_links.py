"""One conversation on two channels: a code made there is used here, and the other way round."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot import clock
from bot.italian.text import format_time, join_list
from bot.services import booking, channel_links
from bot.services.telegram import ChatView
from bot.settings import Settings
from bot.texts import get_text
from connectors.conversation.code_redemption import RedemptionOutcome, use_code


class TelegramLinking:
    """Makes and uses codes for the person of a chat."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def make(self, conversation_id: str) -> str:
        """The words with a code for the web chat."""
        return await asyncio.to_thread(self._make, conversation_id)

    async def use(self, code: str, chat: ChatView) -> RedemptionOutcome:
        """What ``code`` leads to; it is used up then."""
        outcome = await use_code(
            self._settings, code=code, who=f"telegram:{chat.chat_id}", here=chat.conversation_id, side="telegram")
        if outcome.conversation_id is None:
            return outcome
        return replace(outcome, text=outcome.text + await asyncio.to_thread(self._kept, chat))

    def _kept(self, chat: ChatView) -> str:
        """A sentence about the appointments of the conversation that the chat leaves: they do not come along."""
        left = booking.list_own(self._settings, conversation_id=chat.conversation_id, now=clock.now())
        return get_text("codes.kept", codes=join_list(view.code for view in left)) if left else ""

    def _make(self, conversation_id: str) -> str:
        try:
            made = channel_links.make_code(self._settings, conversation_id=conversation_id, now=clock.now())
        except LookupError:
            return get_text("codes.not_yet")
        if isinstance(made, channel_links.TooManyCodes):
            return get_text("codes.too_many_codes", until=format_time(made.until.time()))
        return get_text("codes.made", code=made.text, until=format_time(made.expires_at.time()))
