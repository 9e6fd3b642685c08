"""Erasing what a person left here, after one question."""

from __future__ import annotations

from typing import Any, Optional

from rasa_sdk.events import AllSlotsReset, EventType

from bot.actions.form import Form, Reading, said_yes
from bot.actions.turn import Reply, Turn, TurnAction, say
from bot.services import privacy


class ValidateEraseForm(Form):
    """Reads each turn of ``erase_form``."""

    form = "erase_form"
    own_intents = frozenset({"erase_data"})
    slots = ("erase_confirm",)

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        return list(self.slots)

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        slot, chosen = turn.option or ("", "")
        if slot == "erase_confirm":
            return Reading({"erase_confirm": chosen == "yes"})
        if requested is None:
            return Reading({"erase_confirm": None})  # an answer of before is no answer to this question
        if slot:
            return None
        answer = said_yes(turn)
        if answer is None and turn.intent == "erase_data":
            answer = True
        return Reading({"erase_confirm": answer}) if answer is not None else None


class ActionEraseData(TurnAction):
    """Erases appointments, person, ratings and the conversation itself; after a «no» it erases nothing.

    The reset of all slots tells the tracker store that this was an erasure: it then drops what came before.
    """

    def name(self) -> str:
        return "action_erase_data"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        if turn.slots.get("erase_confirm") is not True:
            return [say("utter_not_erased")], ValidateEraseForm.cleared()
        privacy.erase(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
        return [say("utter_erased")], [AllSlotsReset()]
