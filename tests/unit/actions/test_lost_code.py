"""A code typed alone is understood inside a form; a lost one is sent, and nobody learns whether there is one."""

from __future__ import annotations

import pytest

from bot.actions.answers.answer import ActionAnswer
from bot.actions.booking.appointment_forms import AskWhichToMove, ValidateMoveForm
from bot.actions.booking.booking_form import ValidateBookingForm
from bot.actions.erasure_form import ActionEraseData
from bot.db.models import Appointment, Notice
from bot.settings import Settings
from tests.support.booking_data import count
from tests.unit.actions.test_appointments import appointment as book
from tests.unit.actions.trackers import run, tracker, user

ASKED = {"requested_slot": "booking_name"}


def test_a_code_alone_in_the_middle_of_a_booking_is_answered_and_the_form_goes_on(seeded: Settings) -> None:
    view = book(seeded, "web_altra")
    for typed in (view.code, view.code.lower().replace("-", " "), view.code[3:]):
        done = run(ValidateBookingForm(), tracker(user(typed), slots=ASKED, loop="booking_form"))
        assert view.service_name in done.text and done.slots.get("booking_name") is None
    wrong = run(ValidateBookingForm(), tracker(user("LC-0000-0000"), slots=ASKED, loop="booking_form"))
    assert "non corrisponde" in wrong.text
    name = run(ValidateBookingForm(), tracker(user("Anna Rossi"), slots=ASKED, loop="booking_form"))
    assert name.slots["booking_name"] == "Anna Rossi"


@pytest.mark.parametrize("text", ["ho perso il codice", "non trovo più il codice dell'appuntamento"])
def test_who_lost_the_code_is_asked_where_to_send_it_with_the_offices_beside(seeded: Settings, text: str) -> None:
    done = run(ActionAnswer(), tracker(user(text, "ask_office_contact")))
    assert "mando lì il codice" in done.text and "CPI Lecco" in done.text or "Lecco" in done.text
    assert done.slots["subject"] == "lost_code:"


def test_the_contact_gets_the_code_and_the_answer_is_the_same_without_an_appointment(seeded: Settings) -> None:
    book(seeded, "web_altra")
    told = [run(ActionAnswer(), tracker(
        user(f"{who}@example.org", "ask_office_contact"), slots={"subject": "lost_code:"}, sender=f"web_{who}")).text
        for who in ("web_altra", "nessuno")]
    assert told[0] == told[1] and "se c'è un appuntamento" in told[0]
    assert count(seeded.database_url, Notice, Notice.kind == "lost_code") == 1


def test_a_contact_at_the_question_for_the_code_sends_it_once(seeded: Settings) -> None:
    book(seeded, "web_altra")
    slots = {"requested_slot": "move_appointment"}
    told = tracker(user("web_altra@example.org"), slots=slots, loop="move_form")
    assert run(ValidateMoveForm(), told).slots.get("move_appointment") is None
    assert "se c'è un appuntamento" in run(AskWhichToMove(), told).text
    assert count(seeded.database_url, Notice, Notice.kind == "lost_code") == 1


def test_an_erasure_takes_the_appointments_whose_code_was_typed_and_says_how_many(seeded: Settings) -> None:
    view = book(seeded, "web_altra")
    done = run(ActionEraseData(), tracker(
        user(view.code), user("cancella i miei dati"), user("sì"), slots={"erase_confirm": True}))
    assert "Appuntamenti cancellati: 1" in done.text and count(seeded.database_url, Appointment) == 0
    nothing = run(ActionEraseData(), tracker(user("sì"), slots={"erase_confirm": True}))
    assert "Appuntamenti cancellati: 0" in nothing.text and "con il suo codice" in nothing.text
