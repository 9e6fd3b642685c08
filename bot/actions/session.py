"""The start of a session: what is carried over from the last one, and what is not."""

from __future__ import annotations

from typing import Any, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, ActiveLoop, EventType, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.forms import FORMS
from bot.actions.turn import Speaker, say

NEVER_CARRIED = frozenset({
    "requested_slot", "misread", "offer", "last_question", "time_wish", "time_options", "session_started_metadata"})
_CHOOSING_A_TIME = frozenset({"time_wish", "time_options"})
_WITH_TIME = frozenset({"booking_form", "move_form"})


class ActionSessionStart(Action):
    """Carries slots over; a form that was left in the middle goes on where it was."""

    def name(self) -> str:
        return "action_session_start"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        loop = (tracker.active_loop or {}).get("name")
        dropped = forgotten(loop)
        events: list[EventType] = [SessionStarted()]
        events += [SlotSet(name, value) for name, value in tracker.slots.items()
                   if value is not None and name not in dropped]
        if loop:
            events += [ActiveLoop(loop), SlotSet("requested_slot", tracker.get_slot("requested_slot"))]
            Speaker(dispatcher, domain).send(say("utter_session_resumed"))
        return [*events, ActionExecuted("action_listen")]


def forgotten(loop: Optional[str]) -> frozenset[str]:
    """The slots that a new session does not get: age, income, name, … belong to the form that asked for them."""
    of_others = {slot for form in FORMS if form.form != loop for slot in form.slots}
    never = NEVER_CARRIED - _CHOOSING_A_TIME if loop in _WITH_TIME else NEVER_CARRIED
    return never | of_others
