"""Erasing what a person left here, after one question."""

from __future__ import annotations

from rasa_sdk.events import AllSlotsReset, EventType

from bot.actions.form_action import FormAction
from bot.actions.shown_codes import find_shown
from bot.dialogue import tasks
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.turn import Part, Reply, Turn, say
from bot.services import privacy


class ValidateEraseForm(FormAction):
    """Reads each turn of ``erase_form``."""

    task = tasks.ERASURE


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
        parts = [Part("utter_erased", {"appointments": erased.appointments, "messages": erased.messages})]
        others = {"interests": erased.interests, "sign_ups": erased.sign_ups, "waiting": erased.waiting_wishes}
        parts += [Part(f"utter_erased_{name}", {"count": count}, tight=True) for name, count in others.items() if count]
        if not erased.appointments:
            parts.append(Part("utter_erased_no_appointments"))
        if erased.elsewhere:
            parts.append(Part("utter_erased_elsewhere"))
        return [Reply(tuple(parts))], [AllSlotsReset()]
