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
        if requested is None or slot:
            return None
        answer = True if turn.intent == "erase_data" else said_yes(turn)
        return Reading({"erase_confirm": answer}) if answer is not None else None


class ActionEraseData(TurnAction):
    """Erases appointments, person, ratings and the conversation itself (the tracker store drops what came before)."""

    def name(self) -> str:
        return "action_erase_data"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        if not turn.slots.get("erase_confirm"):
            return [say("utter_not_erased")], ValidateEraseForm.cleared()
        privacy.erase(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
        return [say("utter_erased")], [AllSlotsReset()]
