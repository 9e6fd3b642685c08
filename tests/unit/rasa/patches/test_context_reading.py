"""A message in Lombard is understood in Italian and kept as it was written; a name is left alone."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Iterator

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered

from bot.dialogue.context import Context
from bot.rasa.patches import context_reading


@pytest.fixture()
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the classifier was given; it understands opening hours in everything."""
    texts: list[str] = []

    async def stock(self: Any, message: UserMessage, *more: Any) -> dict[str, Any]:
        texts.append(message.text)
        return {"text": message.text, "intent": {"name": "ask_office_hours", "confidence": 0.9}, "entities": []}

    monkeypatch.setattr(MessageProcessor, "parse_message", stock)
    undo = context_reading.read_in_context()
    yield texts
    undo()


def read(text: str, question: str | None, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    task = "booking_form" if question else None
    monkeypatch.setattr(context_reading, "read_context", lambda tracker: Context(task, question))
    return asyncio.run(MessageProcessor.parse_message(None, UserMessage(text), object()))  # type: ignore[arg-type]


def test_lombard_is_understood_in_italian(heard: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = read("a che ura dervìi a Meraa?", None, monkeypatch)
    assert heard == ["a che ora aprite a Merate?"]
    assert parsed["text"] == "a che ura dervìi a Meraa?" and parsed["in_italian"] == "a che ora aprite a Merate?"


def test_a_name_is_left_as_it_is_written(heard: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = read("Fiö Minga", "booking_name", monkeypatch)
    assert heard == ["Fiö Minga"] and not parsed.get("in_italian")


def tell(*events: str) -> list[Any]:
    """Rasa's events of ``user``, a loop (``+form``, ``-``), ``!action`` or ``slot=value``."""
    made: list[Any] = []
    for event in events:
        name, _, value = event.partition("=")
        if event == "user":
            made.append(UserUttered("…"))
        elif event[0] in "+-":
            made.append(ActiveLoop(event[1:] or None))
        elif event[0] == "!":
            made.append(ActionExecuted(event[1:]))
        else:
            made.append(SlotSet(name, json.loads(value)))
    return made


TIME = '{"office": "lecco", "start": "2027-01-18T10:00:00+01:00", "service": "orientamento"}'
STOPPED = ("user", "+booking_form", 'booking_service="orientamento"', f"booking_time={TIME}", "user", "!action_stop",
           "booking_time=null", "-")
CANCELLED = ("user", "+cancel_form", f"cancel_appointment={TIME}", "user", "cancel_confirm=true", "-",
             "!action_confirm_cancel", "cancel_appointment=null")
START = "orientamento:lecco|2027-01-18T10:00"


@pytest.mark.parametrize(("events", "found"), [
    (STOPPED, ("booking_form", START)), (CANCELLED, ("cancel_form", START)),
    ((*STOPPED, "user", "!action_answer"), ("booking_form", START)),
    ((*CANCELLED, "user", "+booking_form", "-", "!action_confirm_booking"), (None, None)),
    ((*STOPPED, "user", "user", "user", "user"), (None, None)),
    (("user", "+eligibility_form", "user", "!action_stop", "-"), ("eligibility_form", None)),
    (("user", "+eligibility_form", "-", "!action_tell_eligibility", "user", "!action_stop"), (None, None)),
    (("user", "+cancel_form", f"cancel_appointment={TIME}", "user", "cancel_confirm=false", "-",
      "!action_confirm_cancel"), (None, None)),
    (("user", "!action_answer"), (None, None))])
def test_what_was_given_up(events: tuple[str, ...], found: tuple[Any, Any]) -> None:
    assert context_reading.find_dropped(tell(*events)) == found
