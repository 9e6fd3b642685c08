"""Events are told apart as stock Rasa tells them."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import (
    Event,
    SlotSet,
)
from rasa.shared.utils.common import all_subclasses

from bot.rasa import patches
from tests.unit.rasa.patches.comparison import compare, get_outcome


@pytest.mark.parametrize(
    "name", sorted({str(kind.type_name) for kind in all_subclasses(Event)} | {"topic", "nonsense"}))
@pytest.mark.parametrize("default", [None, SlotSet])
def test_event_types_are_found_as_before(name: str, default: Any) -> None:
    stock, patched = compare("event_types", lambda: Event.resolve_by_type(name, default))
    assert stock == patched == get_outcome(Event.resolve_by_type, name, default)


def test_a_default_is_not_remembered() -> None:
    patches.apply(["event_types"])
    assert Event.resolve_by_type("nonsense", SlotSet) is SlotSet
    with pytest.raises(ValueError, match="nonsense"):
        Event.resolve_by_type("nonsense")


def test_events_are_told_apart_as_before() -> None:
    kinds = sorted({Event, *all_subclasses(Event)}, key=str)
    samples = [object.__new__(kind) for kind in kinds if not getattr(kind, "__abstractmethods__", None)] + ["no event"]

    def answers() -> Any:
        return [[isinstance(sample, kind) for kind in kinds] for sample in samples]

    stock, patched = compare("event_checks", answers)
    assert stock == patched and any(map(any, stock)) and not all(map(all, stock))
