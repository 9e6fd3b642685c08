"""Events of a tracker are told apart by remembered classes and plain type checks."""

from __future__ import annotations

from typing import Any

from bot.rasa.patches.replacement import Undo, replace_attribute


def remember_event_types() -> Undo:
    """`Event.resolve_by_type` collects all subclasses anew for every event of every tracker that is loaded."""
    from rasa.shared.core.events import Event

    stock = Event.resolve_by_type
    found: dict[str, Any] = {}

    def resolve_by_type(type_name: str, default: Any = None) -> Any:
        if type_name not in found:
            kind = stock(type_name, default)
            if kind is None or kind is default:  # not known by this name: nothing to remember
                return kind
            found[type_name] = kind
        return found[type_name]

    return replace_attribute(Event, "resolve_by_type", staticmethod(resolve_by_type))


def simplify_event_checks() -> Undo:
    """Events are abstract classes, whose ``isinstance`` also looks for registered ones: there are none, and a message
    asks some thousand times."""
    from abc import ABCMeta

    from rasa.shared.core.events import Event
    from rasa.shared.utils.common import all_subclasses

    class Plain(ABCMeta):
        __instancecheck__ = type.__instancecheck__

    kinds = [kind for kind in (Event, *all_subclasses(Event)) if type(kind) is ABCMeta]
    for kind in kinds:
        kind.__class__ = Plain

    def take_away() -> None:
        for kind in kinds:
            kind.__class__ = ABCMeta

    return take_away
