"""The start of a session: what is carried over from the last one, and what is not."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, ActiveLoop, EventType, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.eligibility import ValidateEligibilityForm
from bot.actions.turn import Speaker, say

NEVER_CARRIED = frozenset({"requested_slot", "misread", "offer", "session_started_metadata"})
PERSONAL = frozenset(ValidateEligibilityForm.slots)
"""Age, status, income, residence: carried over only while the check that asks for them is still open."""


class ActionSessionStart(Action):
    """Carries slots over; a form that was left in the middle goes on where it was."""

    def name(self) -> str:
        return "action_session_start"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        loop = (tracker.active_loop or {}).get("name")
        dropped = NEVER_CARRIED if loop == ValidateEligibilityForm.form else NEVER_CARRIED | PERSONAL
        events: list[EventType] = [SessionStarted()]
        events += [SlotSet(name, value) for name, value in tracker.slots.items()
                   if value is not None and name not in dropped]
        if loop:
            events += [ActiveLoop(loop), SlotSet("requested_slot", tracker.get_slot("requested_slot"))]
            Speaker(dispatcher, domain).send(say("utter_session_resumed"))
        return [*events, ActionExecuted("action_listen")]
