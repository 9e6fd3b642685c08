"""A task that is a declaration and its texts: it asks, takes, puts right and ends without a line of its own."""

from __future__ import annotations

import asyncio
from typing import Any, Optional

import pytest
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.form_action import FormAction
from bot.dialogue.tasks import ANY, Question, Task
from tests.unit.actions.trackers import Done, domain, pressed, tracker, user

RIDE = Task("ride_form", frozenset({"ask_ride"}), (
    Question("ride_town", "municipality", anything=ANY, early=True, voids=("ride_part",)),
    Question("ride_part", "part_of_day", anything=ANY, besides=("ride_town",)),
    Question("ride_consent", "consent", besides=("ride_contact",)),
    Question("ride_name", "name", unless="ride_for_other"),
    Question("ride_contact", "contact")),
    notes=("ride_for_other",),
    ends=(("ride_consent", False),))

TEXTS = {f"utter_invalid_{question.slot}": [{"text": f"Non ho capito {question.slot}."}] for question in RIDE.questions}


class ValidateRideForm(FormAction):
    """A lift to a course."""

    task = RIDE


def say(message: Any, requested: Optional[str], **slots: Any) -> Done:
    """One turn of the toy: ``message`` is a text, or the event of a button."""
    event = user(message) if isinstance(message, str) else message
    told = tracker(event, slots={"requested_slot": requested, **slots}, loop="ride_form")
    dispatcher = CollectingDispatcher()
    texts = {"responses": {**domain()["responses"], **TEXTS}}
    events = asyncio.run(ValidateRideForm().run(dispatcher, told, texts))  # type: ignore[arg-type]
    values = {item["name"]: item.get("value") for item in events if item.get("event") == "slot"}
    return Done(tuple(dispatcher.messages), tuple(events), values)


def test_what_begins_it_tells_a_first_answer() -> None:
    begun = say("mi serve un passaggio da Merate", None, ride_part="evening")
    assert (begun.slots["ride_town"], begun.slots["ride_part"]) == ("Merate", None), "what was held before is over"
    assert begun.slots["requested_slot"] == "ride_part"


def test_its_questions_in_order_until_it_is_complete() -> None:
    slots: dict[str, Any] = {}
    asked = []
    for answer in ("da Lecco", "la sera", "sì, d'accordo", "Anna Villa", "333 1234567"):
        requested = next(slot for slot in RIDE.needs(slots) if slots.get(slot) is None)
        done = say(answer, requested, **slots)
        asked.append(requested)
        slots.update({slot: value for slot, value in done.slots.items() if slot in RIDE.slots})
    assert asked == [question.slot for question in RIDE.questions] and done.slots["requested_slot"] is None
    assert (slots["ride_town"], slots["ride_part"], slots["ride_consent"]) == ("Lecco", "evening", True)
    assert (slots["ride_name"], slots["ride_contact"]["value"]) == ("Anna Villa", "+393331234567")


@pytest.mark.parametrize(("message", "requested", "values"), [
    ("333 1234567", "ride_consent", {"ride_contact": "+393331234567"}),
    ("a Merate, di mattina", "ride_part", {"ride_town": "Merate", "ride_part": "morning"}),
    ("dovunque", "ride_town", {"ride_town": ANY}),
    (pressed("ride_consent:yes"), "ride_consent", {"ride_consent": True})])
def test_a_value_beside_another_or_by_button(message: Any, requested: str, values: dict[str, Any]) -> None:
    done = say(message, requested)
    assert {slot: value["value"] if isinstance(value, dict) else value for slot, value in done.slots.items()
            if slot in values} == values


def test_a_change_makes_void_what_hung_on_it() -> None:
    changed = say("no scusa, da Merate", "ride_town", ride_town="Lecco", ride_part="evening")
    assert changed.slots["ride_part"] is None and changed.slots["requested_slot"] == "ride_part"
    same = say("da Lecco", "ride_town", ride_town="Lecco", ride_part="evening")
    assert "ride_part" not in same.slots


def test_a_wrong_value_is_named_and_no_value_is_misread() -> None:
    assert "mancano cifre" in say("333 12", "ride_contact", ride_consent=True).text
    misread = say("verde bottiglia", "ride_contact", ride_consent=True)
    assert misread.slots["misread"] == 1 and "ride_contact" in misread.text


def test_a_refusal_and_a_note_shorten_it() -> None:
    assert say("no", "ride_consent").slots["requested_slot"] is None
    held = {"ride_town": ANY, "ride_part": ANY, "ride_for_other": "figlio"}
    assert say("sì", "ride_consent", **held).slots["requested_slot"] == "ride_contact"


def test_a_name_is_put_right_later() -> None:
    done = say("anzi no, il cognome è Vila, con una l", "ride_contact",
               ride_town=ANY, ride_part=ANY, ride_consent=True, ride_name="Anna Villa")
    assert done.slots["ride_name"] == "Anna Vila" and done.slots["requested_slot"] == "ride_contact"
