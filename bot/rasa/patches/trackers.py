"""Trackers are copied as they are, and what applies of their events is worked out once, not replayed."""

from __future__ import annotations

import dataclasses
from itertools import islice
from typing import Any, Optional

from bot.rasa.patches.replacement import Undo, replace_attribute, undo_together
from bot.rasa.patches.slots import copy_slot


@dataclasses.dataclass
class _Applied:
    """What applies of the first ``count`` events, of which ``last`` is the last; ``loops``: names that were active."""

    count: int
    last: Any
    loops: set[str]
    events: list[Any]


def copy_trackers_plainly() -> Undo:
    """Before every action the tracker is copied by replaying its session; its state is copied instead.

    Copies share their slots: a slot is copied when a value is set, which few are.
    """
    from rasa.shared.constants import DEFAULT_SENDER_ID
    from rasa.shared.core.slots import Slot
    from rasa.shared.core.trackers import DialogueStateTracker

    stock, set_in_place = DialogueStateTracker.copy, DialogueStateTracker._set_slot
    plain_setter = Slot.value.fset

    def copy_tracker(self: Any) -> Any:
        followup = _find_followup(self.events)
        if followup == _UNKNOWN:
            return stock(self)
        new = object.__new__(type(self))
        new.__dict__.update(self.__dict__)
        new.events = self._create_events(self.events)
        new.slots = dict(self.slots)
        new.active_loop = None if self.active_loop is None else dataclasses.replace(self.active_loop)
        new.model_id = new.assistant_id = new.sender_source = None
        new.followup_action = followup
        applied = self.__dict__.get("_orienta_applied")
        if applied is not None:
            new._orienta_applied = dataclasses.replace(
                applied, loops=set(applied.loops), events=list(applied.events))
        return new

    def begin_anew(self: Any) -> Any:
        new = DialogueStateTracker(
            self.sender_id or DEFAULT_SENDER_ID, (), self._max_event_history, is_rule_tracker=self.is_rule_tracker)
        new.slots = dict(self.slots)
        new._reset_slots()
        return new

    def set_slot(self: Any, key: str, value: Any) -> None:
        if key in self.slots:
            self.slots[key] = copy_slot(self.slots[key])
        set_in_place(self, key, value)

    def reset_slots(self: Any) -> None:
        for name, slot in self.slots.items():
            if (slot.has_been_set or slot.value is not slot.initial_value
                    or type(slot).value.fset is not plain_setter):
                self.slots[name] = own = copy_slot(slot)
                own.reset()

    return undo_together(*(replace_attribute(DialogueStateTracker, name, new) for name, new in (
        ("copy", copy_tracker), ("init_copy", begin_anew), ("_set_slot", set_slot), ("_reset_slots", reset_slots))))


_UNKNOWN = "?"


def _find_followup(events: Any) -> Any:
    """What a replay of ``events`` leaves as the action that follows (Rasa clears it by hand once it has run);
    ``_UNKNOWN`` when something was taken back."""
    from rasa.shared.core import events as kinds
    from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME

    for event in reversed(events):
        if isinstance(event, kinds.FollowupAction):
            return event.action_name
        if isinstance(event, (kinds.ActionExecuted, kinds.UserUttered)):
            return None
        if isinstance(event, kinds.Restarted):
            return ACTION_SESSION_START_NAME
        if isinstance(event, kinds.SessionStarted):
            return ACTION_LISTEN_NAME
        if isinstance(event, (kinds.ActionReverted, kinds.UserUtteranceReverted)):
            return _UNKNOWN
    return ACTION_LISTEN_NAME


def remember_applied_events() -> Undo:
    """``applied_events`` walks over the session several times a message; only what is new is looked at."""
    from rasa.shared.core.events import (
        ActionExecuted,
        ActionReverted,
        ActiveLoop,
        Restarted,
        SessionStarted,
        UserUtteranceReverted,
        UserUttered,
    )
    from rasa.shared.core.trackers import DialogueStateTracker

    stock = DialogueStateTracker.applied_events

    def applied_events(self: Any) -> list[Any]:
        if self._max_event_history is not None:
            return stock(self)  # type: ignore[no-any-return]
        events, count = self.events, len(self.events)
        known: Optional[_Applied] = self.__dict__.get("_orienta_applied")
        if known is not None and (known.count > count or (known.count and events[known.count - 1] is not known.last)):
            known = None
        started = [event.name for event in islice(events, known.count if known else 0, count)
                   if isinstance(event, ActiveLoop) and event.name]
        if known is None or not known.loops.issuperset(started):
            # a form that begins changes what its earlier runs mean
            loops = {event.name for event in events if isinstance(event, ActiveLoop) and event.name}
            known = self._orienta_applied = _Applied(0, None, loops, [])
        for event in islice(events, known.count, count):
            apply(self, event, known)
        known.count, known.last = count, events[-1] if count else None
        return list(known.events)

    def apply(self: Any, event: Any, known: _Applied) -> None:
        done = known.events
        if isinstance(event, (Restarted, SessionStarted)):
            known.events = []
        elif isinstance(event, ActionReverted):
            self._undo_till_previous(ActionExecuted, done)
        elif isinstance(event, UserUtteranceReverted):
            self._undo_till_previous(UserUttered, done)
            self._undo_till_previous(ActionExecuted, done)
        elif (isinstance(event, ActionExecuted) and event.action_name in known.loops
              and not self._first_loop_execution_or_unhappy_path(event.action_name, done)):
            self._undo_till_previous_loop_execution(event.action_name, done)
        else:
            done.append(event)

    return replace_attribute(DialogueStateTracker, "applied_events", applied_events)


def remember_event_data() -> Undo:
    """Each custom action gets all events of the session as dictionaries: those of turns that are over do not change."""
    from rasa.shared.core.events import UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

    stock = DialogueStateTracker.current_state

    def current_state(self: Any, event_verbosity: Any = EventVerbosity.NONE) -> dict[str, Any]:
        if event_verbosity is not EventVerbosity.ALL or self._max_event_history is not None:
            return stock(self, event_verbosity)  # type: ignore[no-any-return]
        events = list(self.events)
        messages = [number for number in range(1, len(events)) if isinstance(events[number], UserUttered)]
        before, over = [0, 0, *messages][-2:]
        told = find_told(events, over)
        if told is None:
            known = find_told(events, before) or []
            told = known + [event.as_dict() for event in events[len(known):over]]
            events[over]._orienta_told = (events[0], told)
            events[before]._orienta_told = None
        return {**stock(self, EventVerbosity.NONE), "events": told + [event.as_dict() for event in events[over:]]}

    def find_told(events: list[Any], number: int) -> Optional[list[dict[str, Any]]]:
        """What the message at ``number`` keeps of the events before it, for every copy of its tracker."""
        if number == 0:
            return []
        first, told = events[number].__dict__.get("_orienta_told") or (None, [])
        return told if first is events[0] and len(told) == number else None

    return replace_attribute(DialogueStateTracker, "current_state", current_state)
