"""What Rasa does anew for each action: it looks through its lists of actions, makes its own twelve, and replays the
session for a form's tracker."""

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


def remember_action_kinds() -> Undo:
    """To find an action by its name Rasa goes through six lists of the domain; what it is stays the same.

    Its own actions are kept, see :func:`keep_default_actions`.
    """
    import rasa.core.actions.action as module
    from rasa.core.actions.forms import FormAction
    from rasa.shared.core.constants import DEFAULT_ACTION_NAMES

    stock = module.action_for_name_or_text

    def action_for_name_or_text(action_name_or_text: str, domain: Any, action_endpoint: Any) -> Any:
        known = domain.__dict__.setdefault("_orienta_action_kinds", {})
        kind = known.get(action_name_or_text)
        if kind is module.RemoteAction or kind is FormAction:
            return kind(action_name_or_text, action_endpoint)
        if kind is module.ActionBotResponse:
            return kind(action_name_or_text)
        if isinstance(kind, tuple) and kind[0] is action_endpoint:
            return kind[1]
        found = stock(action_name_or_text, domain, action_endpoint)
        own = action_name_or_text in DEFAULT_ACTION_NAMES and action_name_or_text not in domain.user_actions_and_forms
        known[action_name_or_text] = (action_endpoint, found) if own else type(found)
        return found

    return replace_attribute(module, "action_for_name_or_text", action_for_name_or_text)


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
