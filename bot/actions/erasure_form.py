"""Erasing what a person left here, after one question."""

from __future__ import annotations

import re
from typing import Any, Optional

from rasa_sdk.events import AllSlotsReset, EventType

from bot.actions.form_action import FormAction
from bot.actions.shown_codes import find_shown
from bot.dialogue import tasks
from bot.dialogue.form import Reading, said_yes
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.repair_words import words_of
from bot.dialogue.turn import Reply, Turn, say
from bot.services import privacy

_SURELY = re.compile(r"^(?:si|certo|sicur\w+|confermo|procedi|esatto)\b|\b(?:cancell|elimin)\w*")
"""What a yes to an erasure must hold: a bare «ok» is asked again."""


class ValidateEraseForm(FormAction):
    """Reads each turn of ``erase_form``."""

    task = tasks.ERASURE

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        return list(self.task.slots)

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
        said = words_of(turn.text)
        if answer and said and not _SURELY.search(said):  # «ok» may answer something else: this cannot be undone
            return Reading({"erase_confirm": None}, (say("utter_invalid_erase_confirm"),))
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
        erased = privacy.erase(
            turn.settings, conversation_id=turn.conversation_id, codes=[view.code for view in find_shown(turn)],
            now=turn.now)
        told = say("utter_erased", appointments=erased.appointments, messages=erased.messages)
        if not erased.appointments:
            told = Reply(told.parts + say("utter_erased_no_appointments").parts)
        return [told], [AllSlotsReset()]
