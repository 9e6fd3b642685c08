"""The start of a session: what is carried over from the last one, and what is not.

A session ends when nobody has written for a while, and also when it has grown long (bot.rasa.patches.long_sessions):
the person is still there then, so everything goes on and nothing is said.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, ActiveLoop, ConversationPaused, EventType, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot import clock
from bot.actions.forms import FORMS

NEVER_CARRIED = frozenset({
    "requested_slot", "misread", "offer", "last_question", "time_wish", "time_options", "offered_time", "second_wish",
    "session_started_metadata"})
_OF_THE_SESSION = frozenset({"requested_slot", "session_started_metadata"})
_CHOOSING_A_TIME = frozenset({"time_wish", "time_options"})
_WITH_TIME = frozenset({"booking_form", "move_form"})


class ActionSessionStart(Action):
    """Carries slots over; a form that was left in the middle goes on where it was, and says so when it is heard."""

    def name(self) -> str:
        return "action_session_start"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        loop = (tracker.active_loop or {}).get("name")
        still_here = goes_on(tracker, domain, clock.now())
        dropped = _OF_THE_SESSION if still_here else list_forgotten(loop)
        events: list[EventType] = [SessionStarted()]
        events += [SlotSet(name, value) for name, value in tracker.slots.items()
                   if value is not None and name not in dropped]
        if loop:
            events += [ActiveLoop(loop), SlotSet("requested_slot", tracker.get_slot("requested_slot"))]
        if tracker.is_paused():  # an operator has the conversation
            events.append(ConversationPaused())
        return [*events, ActionExecuted("action_listen")]


def goes_on(tracker: Tracker, domain: dict[str, Any], now: datetime) -> bool:
    """Whether the person's last message is younger than the time after which a session expires (0: it never does)."""
    minutes = (domain.get("session_config") or {}).get("session_expiration_time", 60)
    last = next((event.get("timestamp") for event in reversed(tracker.events) if event.get("event") == "user"), None)
    return last is not None and (not minutes or now.timestamp() - last <= minutes * 60)


def list_forgotten(loop: Optional[str]) -> frozenset[str]:
    """The slots that a new session does not get: age, income, name, … belong to the form that asked for them."""
    of_others = {slot for form in FORMS if form.task.name != loop for slot in form.task.slots}
    never = NEVER_CARRIED - _CHOOSING_A_TIME if loop in _WITH_TIME else NEVER_CARRIED
    return never | of_others
