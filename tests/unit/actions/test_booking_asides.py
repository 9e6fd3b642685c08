"""Questions beside a booking, a consent refused and taken back, names put right, contacts that are none."""

from __future__ import annotations

from typing import Any

import pytest

from bot.actions.booking.appointment_forms import AskWhichToMove
from bot.actions.booking.booking_form import REFUSED, ValidateBookingForm
from bot.services import privacy
from bot.settings import Settings
from tests.unit.actions.test_booking import FULL, step
from tests.unit.actions.trackers import Done, run, tracker, user

ASKED = {name: value for name, value in FULL.items() if name not in ("booking_consent", "booking_name",
                                                                     "booking_contact")}
KEPT = "orientamento:lecco|2026-11-26T10:00"


@pytest.mark.parametrize(("text", "intent", "told"), [
    ("quanto dura?", "ask_course_duration", "30 minuti"), ("ma dove si trova di preciso?", "out_of_scope", "Matteotti"),
    ("è gratis?", "ask_course_cost", "prezzo pubblicato"),
    ("devo portare qualcosa?", "ask_appointment_documents", "295448"),
    ("posso venire con mia moglie?", "check_eligibility", "295448"),
    ("e se poi non posso venire?", "cancel_appointment", "spostare"),
    ("se prendo la naspi la perdo?", "inform", "INPS")])
@pytest.mark.parametrize("asked", ["booking_name", "booking_contact", "booking_confirm"])
def test_a_question_is_about_the_appointment_and_the_form_goes_on(
        seeded: Settings, text: str, intent: str, told: str, asked: str) -> None:
    slots = {name: value for name, value in FULL.items() if name != asked}
    if asked == "booking_name":
        slots.pop("booking_contact")
    done = step(user(text, intent), asked, **slots)
    assert told in done.text and "250 ore" not in done.text and "Mameli" not in done.text
    assert done.slots["requested_slot"] == asked


def test_a_refused_consent_keeps_the_start_and_nothing_of_the_person(seeded: Settings) -> None:
    done = step(user("no grazie", "deny"), "booking_consent", **ASKED, booking_name="Maria Rossi")
    assert done.slots[REFUSED] == KEPT and done.slots["booking_name"] is None
    assert "295448" in done.text and "295702" not in done.text


@pytest.mark.parametrize(("text", "consented"), [
    ("va be' dai, accetto", True), ("ok ci ho ripensato", False), ("anzi prenota pure", False)])
def test_who_thinks_better_of_it_goes_on_with_the_start(seeded: Settings, text: str, consented: bool) -> None:
    done = step(user(text, "book_appointment"), **{REFUSED: KEPT})
    assert done.slots["booking_time"]["start"].startswith("2026-11-26T10:00") and done.slots[REFUSED] is None
    assert done.slots["booking_service"] == "orientamento" and done.slots["booking_office"] == "lecco"
    assert (done.slots.get("booking_consent") == privacy.NOTICE_VERSION) is consented


@pytest.mark.parametrize(("text", "told"), [
    ("non ho né telefono né mail", "Matteotti"), ("posso lasciare quello di mia sorella?", "Sì"),
    ("il telefono non voglio darlo", "e-mail"), ("33312345", "8"), ("33312345678901", "14"),
    ("anna@gmail", "chiocciola")])
def test_a_contact_that_is_none_is_answered(seeded: Settings, text: str, told: str) -> None:
    slots = {name: value for name, value in FULL.items() if name != "booking_contact"}
    done = step(user(text, "ask_office_contact" if "telefono" in text else "inform"), "booking_contact", **slots)
    assert told in done.text and done.slots["requested_slot"] == "booking_contact"


@pytest.mark.parametrize(("asked", "known", "text", "right"), [
    ("booking_confirm", "Maria Rosi", "il cognome è Rossi, con due s", "Maria Rossi"),
    ("booking_contact", "Kevin", "brambilla", "Kevin Brambilla"),
    ("booking_confirm", "Maria Rosi", "mi chiamo Anna Bruni", "Anna Bruni")])
def test_a_name_is_put_right_or_completed(seeded: Settings, asked: str, known: str, text: str, right: str) -> None:
    slots: dict[str, Any] = {**FULL, "booking_name": known}
    if asked == "booking_contact":
        slots.pop("booking_contact")
    done: Done = step(user(text), asked, **slots)
    assert done.slots["booking_name"] == right and "booking_contact" not in done.slots


@pytest.mark.parametrize("text", ["ho perso il codice", "non c'è un altro modo?", "sono Maria Rossi, 333 1234567"])
def test_without_a_code_the_office_is_told(seeded: Settings, text: str) -> None:
    done = run(AskWhichToMove(), tracker(user(text), slots={"requested_slot": "move_appointment"}, loop="move_form"))
    assert "295448" in done.text and "LC-" not in done.text


def test_the_form_knows_its_questions() -> None:
    assert REFUSED not in ValidateBookingForm.task.slots
