"""What Rasa makes anew for each action: its own twelve actions, and a form's tracker by replaying the session."""

from __future__ import annotations

from typing import Any, Optional

from bot.rasa.patches.replacement import Undo, replace_attribute


def keep_default_actions() -> Undo:
    """To find an action by its name Rasa makes all of its own ones; they hold no state but their endpoint."""
    import rasa.core.actions.action as module

    stock = module.default_actions
    kept: Optional[tuple[Any, list[Any]]] = None

    def default_actions(action_endpoint: Any = None) -> list[Any]:
        nonlocal kept
        if kept is None or kept[0] is not action_endpoint:
            kept = (action_endpoint, stock(action_endpoint))
        return list(kept[1])

    return replace_attribute(module, "default_actions", default_actions)


def extend_form_trackers() -> Undo:
    """A form replays the session to ask its validation, and again for the next question; its tracker is copied."""
    from rasa.core.actions.forms import FormAction
    from rasa.shared.core.constants import REQUESTED_SLOT
    from rasa.shared.core.events import ActionExecuted, Restarted, SlotSet

    stock = FormAction._temporary_tracker

    def temporary_tracker(self: Any, current_tracker: Any, additional_events: list[Any], domain: Any) -> Any:
        if (current_tracker._max_event_history is not None
                or any(isinstance(event, Restarted) for event in current_tracker.events)
                or current_tracker.slots.keys() != {slot.name for slot in domain.slots}):
            return stock(self, current_tracker, additional_events, domain)
        new = current_tracker.copy()
        for event in (SlotSet(REQUESTED_SLOT, self.get_slot_to_fill(current_tracker)), ActionExecuted(self.name()),
                      *additional_events):
            new.update(event)
        return new

    return replace_attribute(FormAction, "_temporary_tracker", temporary_tracker)
