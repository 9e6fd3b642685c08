"""Copies of trackers share what does not change, and only that."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, AllSlotsReset, Restarted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from bot.rasa import patches
from bot.rasa.patches.policies import compute_recent_states
from tests.unit.rasa.patches.comparison import compare

DOMAIN = Domain.from_dict({
    "intents": ["tell"], "actions": ["action_fill"],
    "slots": {
        "note": {"type": "text", "initial_value": "none", "mappings": [{"type": "custom"}]},
        "many": {"type": "list", "initial_value": ["a"], "mappings": [{"type": "custom"}]},
        "share": {"type": "float", "influence_conversation": False, "mappings": [{"type": "custom"}]},
        "kind": {"type": "categorical", "values": ["x", "y"], "influence_conversation": True,
                 "mappings": [{"type": "custom"}]}}})


def _tell_slots(tracker: DialogueStateTracker) -> list[Any]:
    return [(name, slot.value, slot.has_been_set) for name, slot in tracker.slots.items()]


@pytest.mark.parametrize("change", [
    SlotSet("note", "new"), SlotSet("many", "b"), SlotSet("kind", None), AllSlotsReset(), Restarted()])
def test_what_is_set_in_a_copy_or_in_its_origin_stays_there(change: Any) -> None:
    def set_in_each() -> Any:
        origin = DialogueStateTracker("p", DOMAIN.slots)
        for event in (ActionExecuted("action_listen"), SlotSet("note", "old"), SlotSet("kind", "x")):
            origin.update(event)
        first = origin.copy()
        first.update(change)
        second = origin.copy()
        origin.update(change)
        again = second.init_copy()
        again.update(SlotSet("share", 0.5))
        return [_tell_slots(tracker) for tracker in (origin, first, second, again)]

    stock, patched = compare("tracker_copies", set_in_each)
    assert stock == patched and stock[0] == stock[1] != stock[2] != stock[3]
    assert [slot.value for slot in DOMAIN.slots][:3] == ["none", ["a"], None], "the domain's own are as they were"


def test_actions_get_the_events_as_before_turn_after_turn() -> None:
    def tell() -> Any:
        tracker = DialogueStateTracker("p", DOMAIN.slots)
        told = [tracker.current_state(EventVerbosity.ALL)["events"]]
        for event in (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")):
            tracker.update(event)
        for number in range(4):
            tracker.update(UserUttered(f"{number}", {"name": "tell"}))
            for _ in range(2):
                tracker.update(ActionExecuted("action_fill", timestamp=number))
                told.append(tracker.copy().current_state(EventVerbosity.ALL)["events"])
        shorter = DialogueStateTracker("p", DOMAIN.slots)
        for event in list(tracker.events)[3:]:
            shorter.update(event)
        for one in (shorter, tracker):
            told.append(one.current_state(EventVerbosity.ALL)["events"])
        return [[{**event, "timestamp": 0} for event in events] for events in told]

    stock, patched = compare("event_data", tell)
    assert stock == patched and len(stock[-1]) == 3 + 4 * 3


def test_states_of_the_next_prediction_go_on_from_the_last_one() -> None:
    patches.apply(["tracker_copies", "applied_events"])
    tracker = DialogueStateTracker("p", DOMAIN.slots)
    for number in range(5):
        for event in (ActionExecuted("action_listen"), UserUttered(f"{number}", {"name": "tell"}),
                      SlotSet("kind", "xy"[number % 2]), *([Restarted()] if number == 3 else [])):
            tracker.update(event)
            copied = DialogueStateTracker("p", DOMAIN.slots)
            for known in tracker.events:
                copied.update(known)
            for count in (1, 2, 3):
                found = compute_recent_states(tracker, DOMAIN, count)
                assert found == DOMAIN.states_for_tracker_history(copied)[-count:]
                assert found == compute_recent_states(tracker, DOMAIN, count)
