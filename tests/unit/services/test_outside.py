"""Appointments that a change leaves outside the plan: shown until each is moved, cancelled or kept, and people told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot import clock
from bot.db.models import AuditEntry, Notice
from bot.db.session import transaction
from bot.services import agenda, booking, notices, outside
from bot.services.booking import Why
from bot.settings import Settings
from tests.support.booking_data import NOW, WEDNESDAY_9, WEDNESDAY_10, book, count, minutes
from tests.unit.services.test_agenda import AT_LECCO, AT_MERATE, CHIEF, made
from tests.unit.services.test_agenda import settings as desk_settings
from tests.unit.services.test_notices import DAY_BEFORE, booked, told

__all__ = ["desk_settings"]


@pytest.fixture
def settings(desk_settings: Settings) -> Settings:
    return desk_settings


def change(settings: Settings, statement: str) -> None:
    with transaction(settings.database_url, write=True) as session:
        session.execute(text(statement))


def close(settings: Settings, day: str = "2026-03-04") -> None:
    change(settings, "insert into closure (id, office_id, starts_on, ends_on, yearly, reason, source, verified) values"
                     f" ('sciopero', 'lecco', '{day}', '{day}', 0, 'sciopero', 'test', 0)")


def listed(settings: Settings, operator: Any = AT_LECCO, now: Any = NOW) -> list[tuple[str, Why]]:
    return [(item.entry.name, item.reason.kind)
            for item in outside.list_outside(settings, operator=operator, now=now)]


@pytest.mark.parametrize(("statement", "reason"), [
    ("insert into closure (id, office_id, starts_on, ends_on, yearly, reason, source, verified) values"
     " ('x', null, '2026-03-04', '2026-03-04', 0, 'sciopero', 'test', 0)", Why.CLOSURE),
    ("update opening_interval set opens = '09:30:00.000000' where office_id = 'lecco' and opens = '08:30:00.000000'",
     Why.OUTSIDE_HOURS),
    ("delete from opening_interval where office_id = 'lecco' and weekday = 2", Why.WEEKDAY),
    ("delete from office_service where office_id = 'lecco' and service_id = 'orientamento'", Why.NOT_OFFERED),
])
def test_each_kind_of_change_puts_the_appointment_on_the_list(
    settings: Settings, statement: str, reason: Why,
) -> None:
    book(settings, "anna")
    assert listed(settings) == []
    change(settings, statement)
    assert listed(settings) == listed(settings, CHIEF) == [("Persona anna", reason)]
    assert listed(settings, AT_MERATE) == []
    assert listed(settings, now=WEDNESDAY_9) == []  # what has begun is nobody's task any more


def test_of_more_people_than_places_the_last_that_came_is_listed(settings: Settings) -> None:
    change(settings, "update office set capacity = 2")
    book(settings, "anna")
    book(settings, "bruno")
    change(settings, "update office set capacity = 1")
    assert listed(settings) == [("Persona bruno", Why.CROWDED)]


def test_a_length_that_ends_within_the_hours_leaves_nobody_outside(settings: Settings) -> None:
    book(settings, "anna")
    change(settings, "update office set slot_minutes = 45")
    assert listed(settings) == []


def test_moved_or_cancelled_it_is_off_the_list(settings: Settings) -> None:
    anna, bruno = book(settings, "anna"), book(settings, "bruno", starts_at=WEDNESDAY_10)
    close(settings)
    assert len(listed(settings)) == 2
    assert isinstance(agenda.move(
        settings, operator=AT_LECCO, appointment_id=anna.id, office_id="lecco",
        starts_at=WEDNESDAY_9 + timedelta(days=1), now=NOW), booking.Moved)
    agenda.cancel(settings, operator=AT_LECCO, appointment_id=bruno.id, now=NOW)
    assert listed(settings) == []


def test_kept_there_the_person_is_told_once_and_a_move_asks_again(settings: Settings) -> None:
    view = booked(settings)
    close(settings)
    for _ in range(2):
        assert isinstance(outside.keep_appointment(
            settings, operator=AT_LECCO, appointment_id=view.id, now=NOW), outside.KeptThere)
    assert listed(settings) == []
    assert count(settings.database_url, Notice, Notice.kind == "kept") == 1
    assert count(settings.database_url, AuditEntry, AuditEntry.act == "appointment_kept") == 1
    notices.place_in_chats(settings, NOW)
    assert [message.text for message in told(settings)] == [
        "Gli orari di CPI Lecco sono cambiati, ma il tuo appuntamento resta: mercoledì 4 marzo 2026 alle 9:00, "
        "Colloquio di orientamento. Ti aspettiamo."]
    close_next = "update closure set ends_on = '2026-03-05' where id = 'sciopero'"
    booking.move_appointment(settings, appointment_id=view.id, conversation_id="web_anna", office_id="lecco",
                             starts_at=WEDNESDAY_9 + timedelta(days=1), now=NOW)
    change(settings, close_next)
    assert listed(settings) == [("Persona anna", Why.CLOSURE)]


def test_an_appointment_of_another_office_cannot_be_kept(settings: Settings) -> None:
    view = book(settings, "anna")
    close(settings)
    assert isinstance(outside.keep_appointment(
        settings, operator=AT_MERATE, appointment_id=view.id, now=NOW), agenda.NotThere)
    assert count(settings.database_url, Notice) == 0 and len(listed(settings)) == 1


def test_a_reminder_looks_again_when_it_is_sent(settings: Settings) -> None:
    booked(settings)
    notices.plan(settings, NOW)
    close(settings)  # after the reminder was planned
    notices.place_in_chats(settings, DAY_BEFORE)
    (said,) = told(settings)
    assert "l'ufficio è chiuso. Spostiamo?" in said.text and "Ci sarai" not in said.text
    assert [reply["title"] for reply in said.content["quick_replies"]] == ["Sposta", "Annulla"]


def test_control_with_the_office_open_or_the_appointment_kept_it_reminds(settings: Settings) -> None:
    view = booked(settings)
    notices.plan(settings, NOW)
    close(settings)
    outside.keep_appointment(settings, operator=AT_LECCO, appointment_id=view.id, now=NOW)
    notices.place_in_chats(settings, DAY_BEFORE)
    assert any("Ci sarai?" in message.text for message in told(settings))


def test_an_operator_books_today_and_the_public_keeps_its_notice(settings: Settings) -> None:
    today = clock.at(NOW.date(), (NOW + minutes(60)).time())
    assert isinstance(made(settings, starts_at=today), booking.Booked)
    public = booking.check_span(
        settings, service_id="orientamento", office_id="lecco", start=today + minutes(60), end=today + minutes(61),
        now=NOW)
    assert isinstance(public, booking.Closed) and public.reason.kind is Why.TOO_SOON
    days = agenda.list_days(settings, operator=AT_LECCO, office_id="lecco", first=NOW.date(), number=1, now=NOW)
    assert days is not None and days[0].free > 0


def walk_in(settings: Settings, who: str, now: Any) -> Any:
    return agenda.receive_now(
        settings, operator=AT_LECCO, office_id="lecco", service_id="orientamento", name=f"Persona {who}",
        contact=f"{who}@example.org", consent=True, key=f"chiave_{who}", now=now)


def test_who_walks_in_is_received_from_now_on_and_noted_as_arrived(settings: Settings) -> None:
    now = NOW + minutes(7)
    result = walk_in(settings, "anna", now)
    assert isinstance(result, booking.Booked) and result.appointment.starts_at == NOW + minutes(5)
    entry = agenda.get(settings, operator=AT_LECCO, appointment_id=result.appointment.id, now=now)
    assert entry is not None and (entry.status, entry.arrived_at) == ("attended", now)
    assert isinstance(walk_in(settings, "bruno", now + minutes(3)), booking.SlotTaken)  # one at a time, by overlap
    assert isinstance(walk_in(settings, "bruno", now + minutes(30)), booking.Booked)


def test_nobody_walks_into_a_closed_office(settings: Settings) -> None:
    result = walk_in(settings, "anna", clock.at(NOW.date(), WEDNESDAY_9.replace(hour=13).time()))
    assert isinstance(result, booking.NotBookable) and result.reason.kind is Why.OUTSIDE_HOURS


def test_arrived_said_wrongly_can_be_said_anew(settings: Settings) -> None:
    view = book(settings, "anna")
    for attended, arrived in ((True, WEDNESDAY_9), (False, None)):
        agenda.mark_attendance(settings, operator=AT_LECCO, appointment_id=view.id, attended=attended, now=WEDNESDAY_9)
        entry = agenda.get(settings, operator=AT_LECCO, appointment_id=view.id, now=WEDNESDAY_9)
        assert entry is not None and entry.arrived_at == arrived
