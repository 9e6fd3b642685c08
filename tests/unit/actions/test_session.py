"""A new session: a form in the middle goes on, everything personal of the others is gone."""

from __future__ import annotations

import pytest

from bot.actions.forms import FORMS
from bot.actions.session import ActionSessionStart, forgotten
from tests.unit.actions.trackers import run, tracker, user

HELD = {
    "subject": "course:sala", "offer": "book_appointment", "misread": 2, "eligibility_course": "sala",
    "eligibility_age": {"years": 34, "born": None}, "eligibility_status": "employed", "eligibility_income": "8000",
    "booking_name": "Maria Rossi", "booking_contact": {"value": "+39333"}, "time_options": ["x"],
    "requested_slot": "eligibility_residence"}


def test_nothing_personal_is_carried_over_without_a_form() -> None:
    done = run(ActionSessionStart(), tracker(user("ciao"), slots={**HELD, "requested_slot": None}))
    assert done.slots == {"subject": "course:sala"} and done.messages == ()
    assert done.events[-1]["name"] == "action_listen"


def test_a_form_in_the_middle_goes_on_and_says_so() -> None:
    done = run(ActionSessionStart(), tracker(user("disoccupato"), slots=HELD, loop="eligibility_form"))
    assert done.slots["eligibility_income"] == "8000" and done.slots["requested_slot"] == "eligibility_residence"
    assert "booking_name" not in done.slots and "time_options" not in done.slots
    assert done.names("active_loop") == ["eligibility_form"] and len(done.messages) == 1


def test_a_booking_keeps_what_it_needs() -> None:
    done = run(ActionSessionStart(), tracker(user("x"), slots=HELD, loop="booking_form"))
    assert done.slots["booking_name"] == "Maria Rossi" and done.slots["time_options"] == ["x"]
    assert "eligibility_income" not in done.slots


@pytest.mark.parametrize("form", FORMS)
def test_each_form_keeps_its_own_slots_only(form: type) -> None:
    gone = forgotten(form.form)  # type: ignore[attr-defined]
    assert not gone & set(form.slots)  # type: ignore[attr-defined]
    assert all(set(other.slots) <= gone for other in FORMS if other is not form)
