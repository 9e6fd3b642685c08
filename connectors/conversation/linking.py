"""Using the code of another channel: what it leads to, and the words for the person."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Optional

from bot.core import clock
from bot.core.italian_text import format_time
from bot.services import linking
from bot.settings import Settings

ALREADY_HERE = "Questa chat mostra già quella conversazione."
UNKNOWN = "Questo codice non è giusto: controllalo {there} e mandamelo così: {example}."
EXPIRED = "Questo codice non vale più: dura dieci minuti e si usa una volta. Chiedine uno nuovo {there}."
TOO_MANY_ATTEMPTS = "Troppi codici sbagliati: potrai riprovare dalle {until}."


@dataclass(frozen=True)
class Side:
    """A channel's own words.

    ``linked``: after it worked. ``there``: where the code was made («sul sito»). ``example``: how one is sent here.
    """

    linked: str
    there: str
    example: str


@dataclass(frozen=True)
class Outcome:
    """What a code led to: the words for the person, and the conversation that this channel goes on with, if any."""

    text: str
    conversation_id: Optional[str] = None


async def use_code(settings: Settings, *, code: str, who: str, here: str, side: Side) -> Outcome:
    """Use up ``code``. ``who`` types it, for the limit of wrong ones; ``here``: the conversation that is shown now.

    Raises:
        DatabaseUnavailable: the database cannot be written; the code still holds.
    """
    result = await asyncio.to_thread(linking.redeem, settings, code=code, who=who, now=clock.now())
    if isinstance(result, linking.Linked):
        return Outcome(ALREADY_HERE) if result.conversation_id == here else Outcome(side.linked, result.conversation_id)
    if isinstance(result, linking.TooManyAttempts):
        return Outcome(TOO_MANY_ATTEMPTS.format(until=format_time(result.until.time())))
    return Outcome((EXPIRED if isinstance(result, linking.Expired) else UNKNOWN).format(
        there=side.there, example=side.example))
