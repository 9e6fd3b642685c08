"""Using the code of another channel: what it leads to, and the words for the person."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Optional

from bot import clock
from bot.italian.text import format_time
from bot.services import channel_links
from bot.settings import Settings
from bot.texts import get_text


@dataclass(frozen=True)
class RedemptionOutcome:
    """What a code led to: the words for the person, and the conversation that this channel goes on with, if any."""

    text: str
    conversation_id: Optional[str] = None


async def use_code(settings: Settings, *, code: str, who: str, here: str, side: str) -> RedemptionOutcome:
    """Use up ``code``. ``who`` types it, for the limit of wrong ones; ``here``: the conversation that is shown now.

    ``side``: the channel it is typed on, whose own words are in ``codes.<side>``: what is said after it worked, where
    the code was made, how one is sent here.

    Raises:
        DatabaseUnavailable: the database cannot be written; the code still holds.
    """
    result = await asyncio.to_thread(channel_links.redeem, settings, code=code, who=who, now=clock.now())
    if isinstance(result, channel_links.Linked):
        if result.conversation_id == here:
            return RedemptionOutcome(get_text("codes.already_here"))
        return RedemptionOutcome(get_text(f"codes.{side}.linked"), result.conversation_id)
    if isinstance(result, channel_links.TooManyCodeAttempts):
        return RedemptionOutcome(get_text("codes.too_many_attempts", until=format_time(result.until.time())))
    key = "codes.expired" if isinstance(result, channel_links.Expired) else "codes.unknown"
    return RedemptionOutcome(
        get_text(key, there=get_text(f"codes.{side}.there"), example=get_text(f"codes.{side}.example")))
