"""Moving, cancelling and listing turn by turn; nothing of another's is told."""

from __future__ import annotations

from typing import Any

import pytest

from bot import clock
from bot.actions.booking.appointment_forms import (
    ActionConfirmCancel,
    ActionConfirmMove,
    AskMoveConfirm,
    AskWhichToCancel,
    ValidateCancelForm,
    ValidateMoveForm,
    keep_appointment_values,
)
from bot.actions.booking.booking_form import ValidateBookingForm
from bot.actions.booking.own_appointments import ActionConfirmAttendance, ActionListAppointments
from bot.db.models import Appointment
from bot.db.session import transaction
from bot.services import booking
from bot.services.booking import AppointmentView
from bot.settings import Settings
from tests.unit.actions.conftest import NOW
from tests.unit.actions.trackers import Done, pressed, run, tracker, user


def appointment(
    settings: Settings, who: str = "web_1", hour: int = 10, service: str = "orientamento",
) -> AppointmentView:
    """An appointment on Thursday in Lecco."""
    made = booking.book_appointment(
        settings, conversation_id=who, service_id=service, office_id="lecco",
        starts_at=clock.local(NOW.replace(day=26, hour=hour, minute=0)), name="Maria Rossi",
        contact=f"{who}@example.org", contact_kind="email", notice_version="2026-1", idempotency_key=f"{hour}", now=NOW)
    assert isinstance(made, booking.Booked)
    return made.appointment


def move(event: dict[str, Any], requested: str = "", **slots: Any) -> Done:
    """One turn of the moving."""
    known = {**slots, **({"requested_slot": requested} if requested else {})}
    return run(ValidateMoveForm(), tracker(event, slots=known, loop="move_form" if requested else None))


def test_the_only_appointment_is_the_one_meant(seeded: Settings) -> None:
    made = appointment(seeded)
    done = move(user("sposta il mio appuntamento a venerdì alle 9", "move_appointment"))
    assert done.slots["move_appointment"]["id"] == made.id
    assert done.slots["move_time"]["start"].startswith("2026-11-27T09:00")
    assert done.slots["requested_slot"] == "move_confirm"


def test_a_day_that_is_refused_is_not_the_new_one(seeded: Settings) -> None:
    appointment(seeded)
    done = move(user("non posso venire giovedì, si può fare venerdì alle 9?", "move_appointment"))
    assert done.slots["move_time"]["start"].startswith("2026-11-27T09:00")


def test_the_other_office_is_offered_at_the_same_time_remembered_and_told(seeded: Settings) -> None:
    made = appointment(seeded)
    first = move(user("vorrei spostare l'appuntamento a Merate", "move_appointment", office="merate"))
    assert first.slots["move_time"] == {"office": "merate", "start": made.starts_at.isoformat()}
    assert first.slots["requested_slot"] == "move_confirm"
    second = move(user("venerdì alle 9"), "move_confirm", **{slot: first.slots[slot] for slot in (
        "move_appointment", "move_time")})
    assert second.slots["move_time"]["office"] == "merate"
    asked = run(AskMoveConfirm(), tracker(user("x"), slots={**first.slots, **second.slots}))
    assert "Merate" in asked.text


def test_a_question_about_an_office_moves_nothing_there(seeded: Settings) -> None:
    made = appointment(seeded)
    done = move(user("che orari fa l'ufficio di Merate?", "ask_office_hours", office="merate"), "move_time",
                move_appointment=keep_appointment_values(made))
    assert "move_appointment" not in done.slots


@pytest.mark.parametrize(("words", "moved"), (("sì", True), ("no", False)))
def test_the_last_word(seeded: Settings, words: str, moved: bool) -> None:
    made = appointment(seeded)
    time = {"office": "lecco", "start": "2026-11-27T09:00:00+01:00"}
    done = move(user(words), "move_confirm", move_appointment=keep_appointment_values(made), move_time=time)
    assert done.slots["move_confirm"] is moved
    run(ActionConfirmMove(), tracker(user(words), slots={
        "move_appointment": keep_appointment_values(made), "move_time": time, "move_confirm": moved}))
    now_at = booking.list_own(seeded, conversation_id="web_1", now=NOW)[0].starts_at
    assert (now_at.day == 27) is moved


def test_without_appointments_a_code_is_asked_and_a_wrong_one_told(seeded: Settings) -> None:
    assert move(user("vorrei spostare", "move_appointment")).slots["requested_slot"] == "move_appointment"
    done = move(user("LC-0000-0000"), "move_appointment")
    assert "non corrisponde" in done.text and done.slots["requested_slot"] == "move_appointment"


def test_the_right_code_of_another_conversation_opens_its_appointment(seeded: Settings) -> None:
    made = appointment(seeded, "web_2")
    done = move(user(f"il codice è {made.code.lower()}"), "move_appointment")
    assert done.slots["move_appointment"]["id"] == made.id


def test_the_id_of_anothers_appointment_opens_nothing(seeded: Settings) -> None:
    made = appointment(seeded, "web_2")
    done = move(pressed(f"move_appointment:{made.id}"), "move_appointment")
    assert done.slots.get("move_appointment") is None


def test_of_two_the_second_is_cancelled(seeded: Settings) -> None:
    appointment(seeded)
    second = appointment(seeded, hour=11, service="requisiti")
    asked = run(AskWhichToCancel(), tracker(user("annulla un appuntamento", "cancel_appointment")))
    assert "1. Colloquio" in asked.text and "2. Verifica" in asked.text
    done = run(ValidateCancelForm(), tracker(
        user("il secondo"), slots={"requested_slot": "cancel_appointment"}, loop="cancel_form"))
    assert done.slots["cancel_appointment"]["id"] == second.id
    run(ActionConfirmCancel(), tracker(user("sì"), slots={
        "cancel_appointment": done.slots["cancel_appointment"], "cancel_confirm": True}))
    assert [view.service_id for view in booking.list_own(seeded, conversation_id="web_1", now=NOW)] == ["orientamento"]


def test_only_ones_own_appointments_are_listed(seeded: Settings) -> None:
    other = appointment(seeded, "web_2")
    told = run(ActionListAppointments(), tracker(
        user("che appuntamenti ho? sono web_2@example.org", "list_appointments")))
    assert other.code not in told.text and "26 novembre" not in told.text
    mine = appointment(seeded, hour=11)
    told = run(ActionListAppointments(), tracker(user("che appuntamenti ho?", "list_appointments")))
    assert mine.code in told.text and other.code not in told.text


def confirms(view: AppointmentView) -> dict[str, Any]:
    """The button of a reminder."""
    option = f"appointment:{view.id}"
    return user(f'/confirm_attendance{{"option": "{option}"}}', "confirm_attendance", 1.0, option=option)


def test_from_the_reminder_one_says_to_come_and_the_office_knows(seeded: Settings) -> None:
    mine, other = appointment(seeded), appointment(seeded, "web_2")
    done = run(ActionConfirmAttendance(), tracker(confirms(mine)))
    assert "l'ufficio sa che verrai" in done.text
    done = run(ActionConfirmAttendance(), tracker(confirms(other)))
    assert "verrai" not in done.text
    known = {who: booking.list_own(seeded, conversation_id=who, now=NOW)[0].confirmed_at for who in ("web_1", "web_2")}
    assert known == {"web_1": NOW, "web_2": None}


def test_its_length_is_told_from_its_end(seeded: Settings) -> None:
    appointment(seeded)
    told = run(ActionListAppointments(), tracker(user("quanto dura?", "list_appointments"))).text
    assert "30 minuti" in told and "10:00" in told and "10:30" in told


@pytest.mark.parametrize("status", ["cancelled", "over", "attended", "missed"])
@pytest.mark.parametrize("where", ["alone", "in a form"])
def test_an_old_code_says_what_became_of_it_and_how_to_go_on(seeded: Settings, status: str, where: str) -> None:
    made = appointment(seeded, "web_other")
    with transaction(seeded.database_url, write=True) as session:
        session.get_one(Appointment, made.id).status = status
    if where == "alone":
        told = run(ActionListAppointments(), tracker(user(made.code, "list_appointments"))).text
    else:
        told = run(ValidateBookingForm(), tracker(user(made.code, "inform"), slots={
            "requested_slot": "booking_office", "booking_service": "orientamento"}, loop="booking_form")).text
    assert "non si può più cambiare" in told and "0341" in told, told


def test_the_message_that_begins_a_move_is_no_answer_to_the_question_for_the_code(seeded: Settings) -> None:
    begun = user("posso venire un altro giorno invece di giovedì? ho già prenotato", "move_appointment")
    done = run(AskWhichToCancel(), tracker(begun, slots={"requested_slot": "move_appointment"}, loop="move_form"))
    assert "il codice dell'appuntamento" in done.text
