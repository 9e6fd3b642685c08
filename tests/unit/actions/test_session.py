"""A new session: a form in the middle goes on, everything personal of the others is gone."""

from __future__ import annotations

import time

import pytest

from bot import clock
from bot.actions.forms import FORMS
from bot.actions.session import ActionSessionStart, goes_on, list_forgotten
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


def test_a_form_in_the_middle_goes_on() -> None:
    done = run(ActionSessionStart(), tracker(user("disoccupato"), slots=HELD, loop="eligibility_form"))
    assert done.slots["eligibility_income"] == "8000" and done.slots["requested_slot"] == "eligibility_residence"
    assert "booking_name" not in done.slots and "time_options" not in done.slots
    assert done.names("active_loop") == ["eligibility_form"] and done.messages == ()


def test_a_booking_keeps_what_it_needs() -> None:
    done = run(ActionSessionStart(), tracker(user("x"), slots=HELD, loop="booking_form"))
    assert done.slots["booking_name"] == "Maria Rossi" and done.slots["time_options"] == ["x"]
    assert "eligibility_income" not in done.slots


@pytest.mark.parametrize("form", FORMS)
def test_each_form_keeps_its_own_slots_only(form: type) -> None:
    gone = list_forgotten(form.task.name)  # type: ignore[attr-defined]
    assert not gone & set(form.task.slots)  # type: ignore[attr-defined]
    assert all(set(other.task.slots) <= gone for other in FORMS if other is not form)


def test_a_session_that_has_grown_long_goes_on_without_a_word() -> None:
    message = {**user("disoccupato"), "timestamp": time.time() - 30}
    done = run(ActionSessionStart(), tracker(message, slots=HELD, loop="eligibility_form"))
    assert done.messages == () and done.names("active_loop") == ["eligibility_form"]
    assert done.slots == HELD, "something was forgotten while the person is still there"
    assert done.events[0]["event"] == "session_started" and done.events[-1]["name"] == "action_listen"


@pytest.mark.parametrize("seconds_ago", [30, 7200])
def test_a_pause_is_carried_over(seconds_ago: float) -> None:
    told = tracker({**user("ciao"), "timestamp": time.time() - seconds_ago})
    told._paused = True
    assert "pause" in [event["event"] for event in run(ActionSessionStart(), told).events]
    told._paused = False
    assert "pause" not in [event["event"] for event in run(ActionSessionStart(), told).events]


@pytest.mark.parametrize(("minutes", "seconds_ago", "expected"), [
    (60, 3500, True), (60, 3700, False), (10, 700, False), (0, 10**6, True)])
def test_whether_the_person_is_still_there(minutes: int, seconds_ago: float, expected: bool) -> None:
    now = clock.now()
    told = tracker({**user("ciao"), "timestamp": now.timestamp() - seconds_ago})
    assert goes_on(told, {"session_config": {"session_expiration_time": minutes}}, now) is expected
    assert not goes_on(tracker(), {}, now), "a new conversation has nothing that goes on"


def test_a_session_that_begins_with_an_event_of_the_desk_leaves_the_word_to_it() -> None:
    slots = {**HELD, "session_started_metadata": {"event": "handoff_returned"}}
    done = run(ActionSessionStart(), tracker(user("disoccupato"), slots=slots, loop="eligibility_form"))
    assert done.messages == () and done.names("active_loop") == ["eligibility_form"]
