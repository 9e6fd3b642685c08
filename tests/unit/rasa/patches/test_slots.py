"""A copied slot is stock Rasa's copy, and a message fills the slots that it fills on stock Rasa."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.actions.action import ActionExtractSlots
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.settings import PROJECT_ROOT
from tests.unit.rasa.patches.comparison import compare


def test_slots_are_copied_as_before() -> None:
    domain = Domain.load(PROJECT_ROOT / "domain.yml")

    def copies() -> Any:
        tracker = DialogueStateTracker("p", domain.slots)
        tracker.update(SlotSet("subject", "course:sala"))
        new = tracker.init_copy()
        assert all(new.slots[name] is not slot for name, slot in tracker.slots.items())
        new.slots["misread"].value = 7.0
        assert tracker.get_slot("misread") == 0.0, "a copy shares its value"
        return [(type(slot), slot.__dict__) for slot in new.slots.values()]

    stock, patched = compare("slot_copies", copies)
    assert stock == patched and len(stock) > 20


def test_slots_that_a_message_fills_are_filled_as_before() -> None:
    domain = Domain.from_dict({
        "intents": ["tell", "greet"], "entities": ["city", "age"], "actions": ["action_fill"],
        "forms": {"a_form": {"required_slots": ["age", "city", "note"]}},
        "slots": {
            "note": {"type": "text", "mappings": [{"type": "custom"}]},
            "city": {"type": "text", "mappings": [{"type": "from_entity", "entity": "city"}]},
            "mood": {"type": "text", "mappings": [{"type": "from_intent", "intent": "greet", "value": "good"}]},
            "both": {"type": "text", "mappings": [{"type": "custom"}, {"type": "from_entity", "entity": "age"}]},
            "age": {"type": "text", "mappings": [{"type": "from_entity", "entity": "age"}]}}})

    def fill() -> Any:
        found = []
        for intent, kinds in (("tell", ["city"]), ("greet", ["age", "city"]), ("tell", [])):
            tracker = DialogueStateTracker("p", domain.slots)
            tracker.update(UserUttered("x", {"name": intent}, [{"entity": kind, "value": kind} for kind in kinds]))
            events = asyncio.run(ActionExtractSlots(None).run(None, None, tracker, domain))  # type: ignore[arg-type]
            found.append([(event.key, event.value) for event in events])
        return found

    stock, patched = compare("fillable_slots", fill)
    assert stock == patched == [[("city", "city")], [("city", "city"), ("mood", "good"), ("both", "age"),
                                                     ("age", "age")], []]
