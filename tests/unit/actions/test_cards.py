"""Cards beside a message: real ids and starts, words filled in, nothing that text and buttons do not say and do."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from bot.actions.answers.answer import ActionAnswer
from bot.actions.booking.appointment_forms import AskMoveTime, ValidateMoveForm
from bot.actions.booking.booking_form import ValidateBookingForm
from bot.actions.booking.booking_questions import AskConsent, AskTime
from bot.actions.booking.own_appointments import ActionListAppointments
from bot.actions.feedback_form import AskStars
from bot.dialogue.turn import Part, fill_parts
from bot.services import booking
from bot.services.booking import AppointmentView
from bot.settings import Settings
from tests.unit.actions.conftest import NOW
from tests.unit.actions.trackers import Done, domain, pressed, run, tracker, user

ORIENTAMENTO = {"booking_service": "orientamento", "booking_office": "lecco", "requested_slot": "booking_time"}


def card_of(done: Done) -> dict[str, Any]:
    """The card of the only message, which is JSON without a place left to fill, beside text and buttons."""
    (message,) = done.messages
    assert message["text"] and message["buttons"]
    card = {key: value for key, value in message["custom"].items() if key != "attachment"}
    written = json.dumps(card, ensure_ascii=False)
    assert "utter_" not in written and not re.search(r"\{\w*\}|None", written.replace("null", ""))
    return card


@pytest.fixture
def appointment(seeded: Settings) -> AppointmentView:
    first = booking.find_first_free(seeded, service_id="orientamento", office_id="lecco", now=NOW)
    assert first is not None
    booking.hold_place(seeded, conversation_id="web_1", service_id="orientamento", office_id="lecco",
                 starts_at=first.starts_at, now=NOW)
    made = booking.book_appointment(
        seeded, conversation_id="web_1", service_id="orientamento", office_id="lecco", starts_at=first.starts_at,
        name="Maria Rossi", contact="+393331234567", contact_kind="phone", notice_version="2026-1", idempotency_key="k",
        now=NOW)
    assert isinstance(made, booking.Booked)
    return made.appointment


def test_courses(seeded: Settings) -> None:
    every = card_of(run(ActionAnswer(), tracker(user("che corsi ci sono?", "ask_course_list"))))
    assert every["type"] == "course_cards" and [item["id"] for item in every["items"]] == [
        "sala", "elettrico", "meccanico"]
    assert "circa 250 ore" in " ".join(every["items"][0]["lines"]) and "conclusa" in every["items"][0]["note"]
    one = card_of(run(ActionAnswer(), tracker(user("sala?", "ask_course_about", course="sala"))))
    assert [item["id"] for item in one["items"]] == ["sala"]
    assert one["items"][0]["actions"][0]["payload"] == '/ask_course_about{"course": "sala"}'


def test_own_appointments_can_be_moved_cancelled_and_saved_from_their_card(appointment: AppointmentView) -> None:
    done = run(ActionListAppointments(), tracker(user("i miei appuntamenti", "list_appointments")))
    (item,) = card_of(done)["items"]
    assert item["code"] == appointment.code and item["starts_at"] == appointment.starts_at.isoformat()
    assert "attachment" in done.messages[0]["custom"], "the calendar file is sent too"
    move = next(action["payload"] for action in item["actions"] if action["title"] == "Sposta")
    assert move == f'/move_appointment{{"option": "move_appointment:{appointment.id}"}}'
    opened = run(ValidateMoveForm(), tracker(
        user(move, "move_appointment", option=f"move_appointment:{appointment.id}"), loop="move_form"))
    assert opened.slots["move_appointment"]["code"] == appointment.code
    saved = run(ActionListAppointments(), tracker(user("x", "resend_ics", option=f"appointment:{appointment.id}")))
    assert appointment.code in saved.text


def test_a_card_of_somebody_else_opens_nothing(appointment: AppointmentView) -> None:
    option = f"appointment:{appointment.id}"
    other = run(ActionListAppointments(), tracker(user("x", "resend_ics", option=option), sender="web_2"))
    assert appointment.code not in json.dumps(other.messages)


def test_a_week_of_real_free_starts(seeded: Settings) -> None:
    picker = card_of(run(AskTime(), tracker(user("a Lecco"), slots=ORIENTAMENTO)))
    assert picker["type"] == "slot_picker" and 4 <= len(picker["days"]) <= 7
    assert picker["days"][0] | {"slots": []} == {"date": "2026-11-24", "title": "martedì 24 novembre", "slots": []}
    assert picker["days"][0]["slots"][0] == {
        "time": "10:00", "title": "10:00", "office": "Lecco",
        "payload": '/choose{"option": "booking_time:lecco|2026-11-24T10:00"}'}
    shown = [slot["payload"] for day in picker["days"] for slot in day["slots"]]
    free = booking.search_availability(seeded, service_id="orientamento", office_id="lecco", now=NOW, limit=len(shown))
    assert len(shown) == len(free) == len(set(shown))
    last = json.loads(shown[-1].removeprefix("/choose"))["option"]
    taken = run(ValidateBookingForm(), tracker(pressed(last), slots=ORIENTAMENTO, loop="booking_form"))
    assert taken.slots["booking_time"]["start"] == free[-1].starts_at.isoformat()


def test_the_days_after_can_be_looked_at(seeded: Settings) -> None:
    picker = card_of(run(AskTime(), tracker(user("a Lecco"), slots=ORIENTAMENTO)))
    (later,) = picker["actions"]
    option = json.loads(later["payload"].removeprefix("/choose"))["option"]
    done = run(ValidateBookingForm(), tracker(pressed(option), slots=ORIENTAMENTO, loop="booking_form"))
    assert done.slots["requested_slot"] == "booking_time" and done.slots["booking_time"] is None
    after = card_of(run(AskTime(), tracker(pressed(option), slots={**ORIENTAMENTO, **done.slots})))
    assert after["days"][0]["date"] > picker["days"][-1]["date"]
    end = run(ValidateBookingForm(), tracker(
        pressed("booking_time:after|2030-01-01T00:00"), slots=ORIENTAMENTO, loop="booking_form"))
    assert "non ci sono posti liberi" in end.text


def test_a_time_to_move_to(appointment: AppointmentView) -> None:
    opened = run(ValidateMoveForm(), tracker(user("sposta", "move_appointment"), loop="move_form"))
    picker = card_of(run(AskMoveTime(), tracker(user("sposta"), slots=opened.slots)))
    assert picker["days"][0]["slots"][0]["payload"].startswith('/choose{"option": "move_time:lecco|2026-')


def test_stars_and_consent(seeded: Settings) -> None:
    stars = card_of(run(AskStars(), tracker(user("voto", "give_feedback"))))
    assert [(option["stars"], option["title"]) for option in stars["options"]][:2] == [(1, "1 stella"), (2, "2 stelle")]
    question = run(AskConsent(), tracker(user("martedì")))
    consent = card_of(question)
    payloads = {button["payload"] for button in question.messages[0]["buttons"]}
    assert {action["payload"] for action in consent["actions"]} <= payloads and len(consent["lines"]) == 3


def test_parts_are_filled_wherever_they_stand() -> None:
    words = fill_parts({"a": [Part("utter_card_stars", {"stars": 2})], "b": 1, "c": None}, domain()["responses"])
    assert words == {"a": ["2 stelle"], "b": 1, "c": None}
