"""Slots are copied without pickling, and only those that a message can fill are looked at."""

from __future__ import annotations

import copy
from typing import Any

from bot.rasa.patches.replacement import Undo, replace_attribute


def copy_slot(slot: Any) -> Any:
    """A copy of a slot of Rasa's."""
    new = object.__new__(type(slot))
    new.__dict__.update(slot.__dict__)
    return new


def copy_slots_plainly() -> Undo:
    """Each of five replays a message copies every slot by way of pickling; the attributes are all there is to copy."""
    from rasa.shared.core.slots import Slot

    Slot.__copy__ = copy_slot

    def take_away() -> None:
        del Slot.__copy__

    return take_away


def extract_fillable_slots() -> Undo:
    """At each message Rasa goes through the mappings of all slots; those that only actions fill say nothing there."""
    from rasa.core.actions.action import ActionExtractSlots
    from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS

    stock = ActionExtractSlots.run

    async def run(self: Any, output_channel: Any, nlg: Any, tracker: Any, domain: Any) -> list[Any]:
        if ACTION_VALIDATE_SLOT_MAPPINGS in domain.user_actions:
            return await stock(self, output_channel, nlg, tracker, domain)  # type: ignore[no-any-return]
        known = domain.__dict__.get("_orienta_fillable")
        if known is None or known[0] is not domain.slots:
            fillable = copy.copy(domain)
            fillable.slots = [slot for slot in domain.slots if not all(map(_is_for_actions, slot.mappings))]
            known = domain._orienta_fillable = (domain.slots, fillable)
        return await stock(self, output_channel, nlg, tracker, known[1])  # type: ignore[no-any-return]

    return replace_attribute(ActionExtractSlots, "run", run)


def _is_for_actions(mapping: Any) -> bool:
    """Whether Rasa does nothing for this ``mapping`` of a slot by itself."""
    return bool(mapping.get("type") == "custom" and not mapping.get("action"))
