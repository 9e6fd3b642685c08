"""What a person reads when something behind the assistant does not answer: one sentence, never silence."""

from __future__ import annotations

import logging
import traceback
from collections import OrderedDict
from typing import Any, Hashable, Optional

from bot import outages
from bot import settings as settings_module
from bot.services import offices

RESPONSE = "utter_service_unavailable"
"""The response of the domain with the sentence."""

_REMEMBERED_TURNS = 1000


class Told:
    """Remembers in which turns the sentence was said, so that two failures of one turn say it once."""

    def __init__(self) -> None:
        self._turns: OrderedDict[Hashable, None] = OrderedDict()

    def first_time(self, turn: Hashable) -> bool:
        """True the first time that ``turn`` is asked about."""
        if turn in self._turns:
            return False
        self._turns[turn] = None
        while len(self._turns) > _REMEMBERED_TURNS:
            self._turns.popitem(last=False)
        return True


def make_failure_payload(action_call: dict[str, Any], told: Told) -> dict[str, Any]:
    """What an action server would have answered, had it known that the action failed.

    A failed validation must not let its candidates through (Rasa takes a slot that the validation does not mention for
    a valid one): each goes back to the value it had before the person's last message. The requested slot is always
    among them: without it Rasa takes the message for one that is not for the form, and drops this very sentence.

    A session that cannot be started says nothing: the old one goes on with all it holds, and whatever fails in the
    message itself is told there. Beside the sentence stand the offices as they were last known.
    """
    tracker = action_call.get("tracker") or {}
    events = tracker.get("events") or []
    name = str(action_call.get("next_action") or "")
    if name == "action_session_start":
        return {"events": [{"event": "action", "timestamp": None, "name": "action_listen"}], "responses": []}
    requested = (tracker.get("slots") or {}).get("requested_slot")
    restored = _restored_slots(events, requested) if name.startswith(("validate_", "action_validate_")) else []
    first = told.first_time((action_call.get("sender_id"), _turn(events)))
    ways = offices.recall_ways(settings_module.load().database_url) if first else ""
    said = [{"response": RESPONSE}, *([{"text": ways}] if ways else [])] if first else []
    return {"events": restored, "responses": said}


def _last_user_index(events: list[dict[str, Any]]) -> int:
    return next((i for i in range(len(events) - 1, -1, -1) if events[i].get("event") == "user"), -1)


def _turn(events: list[dict[str, Any]]) -> Optional[Any]:
    index = _last_user_index(events)
    return events[index].get("timestamp") if index >= 0 else None


def _restored_slots(events: list[dict[str, Any]], requested: Optional[str] = None) -> list[dict[str, Any]]:
    start = _last_user_index(events) + 1
    before: dict[str, Any] = {}
    for event in events[:start]:
        if event.get("event") == "slot":
            before[str(event["name"])] = event.get("value")
        elif event.get("event") == "reset_slots":
            before.clear()
    candidates = {str(event["name"]) for event in events[start:] if event.get("event") == "slot"}
    candidates |= {requested} if requested else set()
    candidates -= {"requested_slot", "session_started_metadata"}
    return [{"event": "slot", "timestamp": None, "name": name, "value": before.get(name)}
            for name in sorted(candidates)]


def log_failure(logger: logging.Logger, what: str, error: BaseException) -> None:
    """Log where ``error`` happened without its message, which may quote what a person wrote (SQL parameters do).

    A part that is down has had its line (:mod:`bot.outages`): it is not repeated for each person who waits.
    """
    if outages.was_told(error):
        logger.debug("%s: %s", what, error)
        return
    cause = error.__cause__ or error
    place = "".join(traceback.format_tb(error.__traceback__)[-3:])
    logger.error("%s: %s (%s)\n%s", what, type(error).__name__, type(cause).__name__, place)
    logger.debug("%s", error)
