"""One conversation on two channels: a code made there is used here, and the other way round."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.core import clock
from bot.core.italian_text import format_time, join_list
from bot.services import booking, linking
from bot.services.telegram import ChatView
from bot.settings import Settings
from connectors.conversation.linking import Outcome, Side, use_code

MADE = ("Per continuare sul sito, apri lì la chat e dalle questo codice:\n\n**{code}**\n\n"
        "Vale una volta sola, fino alle {until}. Tienilo per te: apre questa conversazione e i tuoi appuntamenti.")
TOO_MANY_CODES = "Hai già chiesto molti codici: potrai averne un altro dalle {until}."
NOT_YET = "Qui non c'è ancora niente da continuare sul sito: scrivimi prima cosa ti serve."
KEPT = (" Gli appuntamenti che avevi preso qui restano validi, ma per spostarli o annullarli ti servirà il loro "
        "codice: {codes}.")
SIDE = Side(
    linked=("Fatto: questa chat continua la conversazione che avevi sul sito, con i suoi appuntamenti. Anche sul sito "
            "vedrai quello che ci scriviamo qui."),
    there="sul sito", example="/collega 7K3-MQP-9X4")


class Linking:
    """Makes and uses codes for the person of a chat."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def make(self, conversation_id: str) -> str:
        """The words with a code for the web chat."""
        return await asyncio.to_thread(self._make, conversation_id)

    async def use(self, code: str, chat: ChatView) -> Outcome:
        """What ``code`` leads to; it is used up then."""
        outcome = await use_code(
            self._settings, code=code, who=f"telegram:{chat.chat_id}", here=chat.conversation_id, side=SIDE)
        if outcome.conversation_id is None:
            return outcome
        return replace(outcome, text=outcome.text + await asyncio.to_thread(self._kept, chat))

    def _kept(self, chat: ChatView) -> str:
        """A sentence about the appointments of the conversation that the chat leaves: they do not come along."""
        left = booking.mine(self._settings, conversation_id=chat.conversation_id, now=clock.now())
        return KEPT.format(codes=join_list(view.code for view in left)) if left else ""

    def _make(self, conversation_id: str) -> str:
        try:
            made = linking.make_code(self._settings, conversation_id=conversation_id, now=clock.now())
        except LookupError:
            return NOT_YET
        if isinstance(made, linking.TooMany):
            return TOO_MANY_CODES.format(until=format_time(made.until.time()))
        return MADE.format(code=made.text, until=format_time(made.expires_at.time()))
