"""One conversation on two channels: a code made there is used here, and the other way round."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Optional

from bot.core import clock
from bot.core.italian_text import format_time
from bot.services import linking
from bot.services.telegram import ChatView
from bot.settings import Settings

MADE = ("Per continuare sul sito, apri lì la chat e dalle questo codice:\n\n**{code}**\n\n"
        "Vale una volta sola, fino alle {until}. Tienilo per te: apre questa conversazione e i tuoi appuntamenti.")
TOO_MANY_CODES = "Hai già chiesto molti codici: potrai averne un altro dalle {until}."
NOT_YET = "Qui non c'è ancora niente da continuare sul sito: scrivimi prima cosa ti serve."
LINKED = ("Fatto: questa chat continua la conversazione che avevi sul sito, con i suoi appuntamenti. Anche sul sito "
          "vedrai quello che ci scriviamo qui.")
ALREADY_HERE = "Questa chat e il sito mostrano già la stessa conversazione."
UNKNOWN = "Questo codice non è giusto: controllalo sul sito e mandamelo così: /collega 7K3-MQP-9X4."
EXPIRED = "Questo codice non vale più: dura dieci minuti e si usa una volta. Chiedine uno nuovo sul sito."
TOO_MANY_ATTEMPTS = "Troppi codici sbagliati: potrai riprovare dalle {until}."


@dataclass(frozen=True)
class Outcome:
    """What a code led to: the words for the person, and the conversation that the chat shows now."""

    text: str
    conversation_id: Optional[str] = None


class Linking:
    """Makes and uses codes for the person of a chat."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def make(self, conversation_id: str) -> str:
        """The words with a code for the web chat."""
        return await asyncio.to_thread(self._make, conversation_id)

    async def use(self, code: str, chat: ChatView) -> Outcome:
        """What ``code`` leads to; it is used up then."""
        return await asyncio.to_thread(self._use, code, chat)

    def _make(self, conversation_id: str) -> str:
        try:
            made = linking.make_code(self._settings, conversation_id=conversation_id, now=clock.now())
        except LookupError:
            return NOT_YET
        if isinstance(made, linking.TooMany):
            return TOO_MANY_CODES.format(until=format_time(made.until.time()))
        return MADE.format(code=made.text, until=format_time(made.expires_at.time()))

    def _use(self, code: str, chat: ChatView) -> Outcome:
        result = linking.redeem(self._settings, code=code, who=f"telegram:{chat.chat_id}", now=clock.now())
        if isinstance(result, linking.Linked):
            here = result.conversation_id == chat.conversation_id
            return Outcome(ALREADY_HERE if here else LINKED, result.conversation_id)
        if isinstance(result, linking.TooManyAttempts):
            return Outcome(TOO_MANY_ATTEMPTS.format(until=format_time(result.until.time())))
        return Outcome(EXPIRED if isinstance(result, linking.Expired) else UNKNOWN)
