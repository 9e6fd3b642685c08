"""Seeing, moving and cancelling an appointment: by the conversation that made it or by its code, by nobody else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot import clock
from bot.db.models import Appointment, Slot
from bot.services import booking
from bot.services.booking import Why
from bot.services.code_lockout import TooManyAttempts, WrongCode
from bot.settings import Settings
from tests.support.booking_data import (
    NOW,
    WEDNESDAY_9,
    WEDNESDAY_10,
    add_offices,
    book,
    count,
    minutes,
    order,
    settings_of,
    taken_places,
    wish,
)


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    add_offices(sqlite_url)
    return settings_of(sqlite_url)


def wrong_code(view: booking.AppointmentView) -> str:
    return view.code[:-1] + ("2" if view.code[-1] != "2" else "3")


# --- seeing ---------------------------------------------------------------------------------------------------------


def test_a_conversation_sees_its_own_future_appointments_only(settings: Settings) -> None:
    first = book(settings, "anna")
    second = book(settings, "anna", service_id="did", starts_at=WEDNESDAY_10, idempotency_key="2")
    book(settings, "bruno", office_id="merate")
    assert booking.list_own(settings, conversation_id="web_anna", now=NOW) == [first, second]
    assert booking.list_own(settings, conversation_id="web_anna", now=WEDNESDAY_9 + minutes(31)) == [second]
    booking.cancel_appointment(settings, appointment_id=second.id, conversation_id="web_anna", now=NOW)
    assert booking.list_own(settings, conversation_id="web_anna", now=NOW) == [first]
    assert booking.list_own(settings, conversation_id="web_nessuno", now=NOW) == []


def test_the_code_shows_the_appointment_to_another_conversation_however_typed(settings: Settings) -> None:
    view = book(settings, "anna")
    typed = view.code.lower().replace("-", " ")
    assert booking.find_by_code(settings, code=typed, conversation_id="web_casa", now=NOW) == view
    assert booking.list_own(settings, conversation_id="web_anna", now=NOW) == [view]


def test_five_wrong_codes_close_the_door_for_an_hour_even_to_the_right_one(settings: Settings) -> None:
    view = book(settings, "anna")
    for left in (4, 3, 2, 1, 0):
        found = booking.find_by_code(settings, code=wrong_code(view), conversation_id="web_casa", now=NOW)
        assert found == WrongCode(left)
    shut = booking.find_by_code(settings, code=view.code, conversation_id="web_casa", now=NOW + minutes(59))
    assert shut == TooManyAttempts(NOW + minutes(60))
    assert booking.find_by_code(settings, code=view.code, conversation_id="web_altra", now=NOW) == view
    assert booking.find_by_code(settings, code=view.code, conversation_id="web_casa", now=NOW + minutes(60)) == view


def test_what_is_no_code_counts_as_a_wrong_one(settings: Settings) -> None:
    found = booking.find_by_code(settings, code="boh", conversation_id="web_casa", now=NOW)
    assert found == WrongCode(4)


# --- moving ---------------------------------------------------------------------------------------------------------


def move(settings: Settings, view: booking.AppointmentView, **changed: object):  # type: ignore[no-untyped-def]
    values = {"appointment_id": view.id, "conversation_id": "web_anna", "office_id": "lecco",
              "starts_at": WEDNESDAY_10, "now": NOW}
    return booking.move_appointment(settings, **{**values, **changed})  # type: ignore[arg-type]


def test_a_move_takes_the_new_place_frees_the_old_and_raises_the_sequence(settings: Settings) -> None:
    view = book(settings, "anna")
    moved = move(settings, view)
    assert isinstance(moved, booking.Moved)
    assert (moved.appointment.starts_at, moved.appointment.ends_at) == (WEDNESDAY_10, WEDNESDAY_10 + minutes(30))
    assert (moved.appointment.id, moved.appointment.code, moved.appointment.sequence) == (view.id, view.code, 1)
    assert (taken_places(settings.database_url), taken_places(settings.database_url, WEDNESDAY_10)) == (0, 1)
    book(settings, "bruno")


def test_a_move_to_the_other_office_uses_up_the_hold(settings: Settings) -> None:
    view = book(settings, "anna")
    booking.hold_place(settings, **wish("anna", office_id="merate"))
    moved = move(settings, view, office_id="merate", starts_at=WEDNESDAY_9)
    assert isinstance(moved, booking.Moved) and moved.appointment.municipality == "Merate"
    assert count(settings.database_url, Slot) == 1


def test_a_repeated_move_changes_nothing(settings: Settings) -> None:
    view = book(settings, "anna")
    assert move(settings, view) == move(settings, view)
    assert booking.list_own(settings, conversation_id="web_anna", now=NOW)[0].sequence == 1


def test_a_move_to_a_taken_place_keeps_the_old_one(settings: Settings) -> None:
    view = book(settings, "anna")
    book(settings, "bruno", starts_at=WEDNESDAY_10)
    result = move(settings, view)
    assert isinstance(result, booking.SlotTaken) and result.alternatives
    assert booking.list_own(settings, conversation_id="web_anna", now=NOW) == [view]
    assert taken_places(settings.database_url) == 1


def test_a_move_to_what_cannot_be_booked_keeps_the_old_place(settings: Settings) -> None:
    view = book(settings, "anna")
    result = move(settings, view, starts_at=WEDNESDAY_9 + timedelta(days=4))
    assert isinstance(result, booking.NotBookable) and result.reason.detail == "domenica"
    did = book(settings, "anna", service_id="did", starts_at=WEDNESDAY_10, idempotency_key="2")
    result = move(settings, did, office_id="merate", starts_at=WEDNESDAY_9)
    assert isinstance(result, booking.NotBookable) and result.reason.kind is Why.NOT_OFFERED
    assert taken_places(settings.database_url) == 1


def test_an_appointment_that_has_begun_is_neither_moved_nor_cancelled(settings: Settings) -> None:
    view = book(settings, "anna")
    later = clock.at(date(2026, 3, 10), WEDNESDAY_9.time())
    assert move(settings, view, now=WEDNESDAY_9, starts_at=later) == booking.TooLate(WEDNESDAY_9)
    cancelled = booking.cancel_appointment(
        settings, appointment_id=view.id, conversation_id="web_anna", now=WEDNESDAY_9)
    assert cancelled == booking.TooLate(WEDNESDAY_9)
    booking.release_expired(settings, WEDNESDAY_9 + minutes(31))
    assert move(settings, view, now=WEDNESDAY_9 + minutes(31), starts_at=later) == booking.TooLate(WEDNESDAY_9)


# --- cancelling -----------------------------------------------------------------------------------------------------


def test_an_appointment_is_cancelled_up_to_its_beginning_and_its_place_is_free(settings: Settings) -> None:
    view = book(settings, "anna")
    result = booking.cancel_appointment(
        settings, appointment_id=view.id, conversation_id="web_anna", now=WEDNESDAY_9 - minutes(1))
    assert isinstance(result, booking.Cancelled)
    assert (result.appointment.status, result.appointment.sequence) == ("cancelled", 1)
    assert count(settings.database_url, Slot) == 0
    again = booking.cancel_appointment(settings, appointment_id=view.id, conversation_id="web_anna", now=NOW)
    assert again == booking.AlreadyCancelled(result.appointment)
    assert move(settings, view) == booking.AlreadyCancelled(result.appointment)


# --- whose it is ----------------------------------------------------------------------------------------------------


def test_nobody_touches_anothers_appointment(settings: Settings) -> None:
    view = book(settings, "anna")
    stranger = {"appointment_id": view.id, "conversation_id": "web_bruno", "now": NOW}
    for code in (None, wrong_code(view), "boh"):
        assert booking.cancel_appointment(settings, **stranger, code=code) == booking.NotYours()
        assert move(settings, view, conversation_id="web_bruno", code=code) == booking.NotYours()
    missing = {**stranger, "appointment_id": 999}
    assert booking.cancel_appointment(settings, **missing) == booking.NotYours()
    assert booking.list_own(settings, conversation_id="web_anna", now=NOW) == [view]


def test_the_code_of_one_appointment_does_not_open_another(settings: Settings) -> None:
    view = book(settings, "anna")
    other = book(settings, "bruno", office_id="merate")
    result = booking.cancel_appointment(
        settings, appointment_id=view.id, conversation_id="web_bruno", code=other.code, now=NOW)
    assert result == booking.NotYours()


def test_the_code_moves_and_cancels_from_another_conversation(settings: Settings) -> None:
    view = book(settings, "anna")
    moved = move(settings, view, conversation_id="web_casa", code=view.code.lower())
    assert isinstance(moved, booking.Moved)
    result = booking.cancel_appointment(
        settings, appointment_id=view.id, conversation_id="web_casa", code=view.code, now=NOW)
    assert isinstance(result, booking.Cancelled)


def test_wrong_codes_on_moving_and_cancelling_count_as_attempts(settings: Settings) -> None:
    view = book(settings, "anna")
    for _ in range(5):
        booking.cancel_appointment(
            settings, appointment_id=view.id, conversation_id="web_casa", code=wrong_code(view), now=NOW)
    result = booking.cancel_appointment(
        settings, appointment_id=view.id, conversation_id="web_casa", code=view.code, now=NOW)
    assert result == booking.NotYours()
    assert count(settings.database_url, Appointment, Appointment.status == "active") == 1


def test_cancelling_does_not_open_the_person_to_a_double_booking(settings: Settings) -> None:
    view = book(settings, "anna")
    booking.cancel_appointment(settings, appointment_id=view.id, conversation_id="web_anna", now=NOW)
    book(settings, "anna", idempotency_key="2")
    third = booking.book_appointment(settings, **order("anna", idempotency_key="3", starts_at=WEDNESDAY_10))
    assert isinstance(third, booking.AlreadyBooked)


# --- saying that one comes ------------------------------------------------------------------------------------------


def test_the_person_says_to_come_and_moving_takes_it_back(settings: Settings) -> None:
    view = book(settings, "anna")
    assert view.confirmed_at is None
    said = booking.confirm_attendance(settings, appointment_id=view.id, conversation_id="web_anna", now=NOW)
    assert isinstance(said, booking.AttendanceConfirmed) and said.appointment.confirmed_at == NOW
    again = booking.confirm_attendance(
        settings, appointment_id=view.id, conversation_id="web_anna", now=NOW + minutes(5))
    assert again == said and again.appointment.sequence == view.sequence
    moved = booking.move_appointment(settings, appointment_id=view.id, conversation_id="web_anna", office_id="lecco",
                         starts_at=WEDNESDAY_10, now=NOW)
    assert isinstance(moved, booking.Moved) and moved.appointment.confirmed_at is None


def test_nobody_else_says_it_and_not_of_what_is_over(settings: Settings) -> None:
    view = book(settings, "anna")

    def confirm(who: str = "web_anna", now: Any = NOW) -> Any:
        return booking.confirm_attendance(settings, appointment_id=view.id, conversation_id=who, now=now)

    assert confirm("web_bruno") == booking.NotYours()
    assert confirm(now=WEDNESDAY_9) == booking.TooLate(WEDNESDAY_9)
    booking.cancel_appointment(settings, appointment_id=view.id, conversation_id="web_anna", now=NOW)
    assert isinstance(confirm(), booking.AlreadyCancelled)
