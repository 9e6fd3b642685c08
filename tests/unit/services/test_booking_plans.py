"""Plans by service and office: length, capacity, notice, mode; hours closed, extra, or with fewer operators."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot import clock
from bot.db.models import Absence, Closure, DeskOpening, ExtraOpening, OfficeService
from bot.db.session import transaction
from bot.rules.slot_calendar import ClosedDays, ExtraHours, Opening, Plan, explain_no_start, list_hours_of_day
from bot.services import booking
from bot.services.booking import Why
from bot.services.handoffs import find_desk_hours
from bot.settings import Settings
from tests.support.booking_data import (
    NOW,
    SOURCE,
    WEDNESDAY_9,
    add_offices,
    book,
    minutes,
    order,
    settings_of,
    wish,
)

WEDNESDAY = WEDNESDAY_9.date()
SATURDAY = date(2026, 3, 7)
PLAN = Plan((Opening(2, time(8, 30), time(12, 30)), Opening(2, time(14), time(17))), (), 30, 24, 60, NOW)


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    add_offices(sqlite_url, capacity=2)
    return settings_of(sqlite_url)


def add(settings: Settings, *rows: Any) -> None:
    with transaction(settings.database_url, write=True) as session:
        session.add_all(rows)


def offer(settings: Settings, service_id: str = "orientamento", **values: Any) -> None:
    with transaction(settings.database_url, write=True) as session:
        session.execute(update(OfficeService).where(
            OfficeService.office_id == "lecco", OfficeService.service_id == service_id).values(**values))


def starts(settings: Settings, day: date, service_id: str = "orientamento", now: datetime = NOW) -> list[str]:
    begin = clock.at(day, time())
    found = booking.search_availability(settings, service_id=service_id, office_id="lecco", now=now, start=begin,
                                        end=begin + timedelta(days=1), limit=99)
    return [f"{option.starts_at:%H:%M}" for option in found]


def reason(settings: Settings, at: str, day: date = WEDNESDAY) -> booking.Reason:
    moment = clock.at(day, time.fromisoformat(at))
    found = booking.check_span(
        settings, service_id="orientamento", office_id="lecco", start=moment, end=moment, now=NOW)
    assert isinstance(found, booking.Closed)
    return found.reason


@pytest.mark.parametrize(("begin", "end", "hours"), [
    (time(12), None, [(time(8, 30), time(12))]),
    (None, time(10), [(time(10), time(12, 30)), (time(14), time(17))]),
    (time(9), time(10), [(time(8, 30), time(9)), (time(10), time(12, 30)), (time(14), time(17))]),
    (time(12, 30), time(14), [(time(8, 30), time(12, 30)), (time(14), time(17))]),
    (time(8), time(18), []),
])
def test_hours_that_are_closed_are_taken_from_the_day(begin: Any, end: Any, hours: list[Any]) -> None:
    closed = ClosedDays(WEDNESDAY, WEDNESDAY, "assemblea", from_time=begin, until_time=end)
    plan = Plan(PLAN.openings, (closed,), 30, 24, 60, NOW)
    assert list(list_hours_of_day(WEDNESDAY, plan)) == hours
    assert list(list_hours_of_day(WEDNESDAY + timedelta(days=7), plan)) == [
        (time(8, 30), time(12, 30)), (time(14), time(17))]


def test_an_extra_opening_holds_on_a_holiday_and_joins_the_usual_hours() -> None:
    patron = date(2026, 12, 8)  # a Tuesday
    plan = Plan(PLAN.openings, (), 30, 0, 400, NOW, (
        ExtraHours(patron, time(9), time(12)), ExtraHours(WEDNESDAY, time(12, 30), time(14))))
    assert list_hours_of_day(patron, plan) == ((time(9), time(12)),)
    assert explain_no_start(clock.at(patron, time(9)), plan) is None
    assert list_hours_of_day(WEDNESDAY, plan) == ((time(8, 30), time(17)),)


def test_half_a_day_closed_is_said_with_its_reason(settings: Settings) -> None:
    add(settings, Closure(id="x", office_id="lecco", starts_on=WEDNESDAY, ends_on=WEDNESDAY, reason="assemblea",
                          from_time=time(14), **SOURCE))
    assert starts(settings, WEDNESDAY)[-1] == "12:00"
    assert (reason(settings, "15:00").kind, reason(settings, "15:00").detail) == (Why.CLOSURE, "assemblea")
    assert reason(settings, "13:00").kind is Why.OUTSIDE_HOURS


def test_an_extra_saturday_can_be_booked(settings: Settings) -> None:
    assert starts(settings, SATURDAY) == []
    add(settings, ExtraOpening(office_id="lecco", day=SATURDAY, opens=time(9), closes=time(10), **SOURCE))
    assert starts(settings, SATURDAY) == ["09:00", "09:30"]
    book(settings, "anna", starts_at=clock.at(SATURDAY, time(9)))


def test_an_absent_operator_takes_a_place_away_for_those_hours(settings: Settings) -> None:
    add(settings, Absence(id="x", office_id="lecco", starts_on=WEDNESDAY, ends_on=WEDNESDAY, from_time=time(9),
                          until_time=time(10), places=1, reason="corso"))
    book(settings, "anna")
    assert "09:00" not in starts(settings, WEDNESDAY) and "09:30" in starts(settings, WEDNESDAY)
    assert isinstance(booking.book_appointment(settings, **order("bruno")), booking.SlotTaken)
    later = WEDNESDAY_9 + minutes(60)
    for who in ("carla", "dario"):
        book(settings, who, starts_at=later)


def test_an_absence_over_bookings_puts_the_last_that_came_on_the_desks_list(settings: Settings) -> None:
    book(settings, "anna")
    late = book(settings, "bruno")
    add(settings, Absence(id="x", office_id="lecco", starts_on=WEDNESDAY, ends_on=WEDNESDAY, places=1, reason="corso"))
    with transaction(settings.database_url) as session:
        found = booking.find_misplaced(session, NOW)
    assert {number: why.kind for number, why in found.items()} == {late.id: Why.CROWDED}


def test_services_of_different_lengths_share_the_places_by_overlap(settings: Settings) -> None:
    offer(settings, "did", slot_minutes=60)
    assert starts(settings, WEDNESDAY, "did")[:2] == ["08:30", "09:30"]
    book(settings, "anna", service_id="did", starts_at=WEDNESDAY_9 - minutes(30))  # 8:30 to 9:30
    book(settings, "bruno")
    assert isinstance(booking.book_appointment(settings, **order("carla")), booking.SlotTaken)
    view = book(settings, "dario", starts_at=WEDNESDAY_9 + minutes(30))
    assert view.ends_at - view.starts_at == minutes(30)
    assert "09:30" in starts(settings, WEDNESDAY, "did")
    book(settings, "elsa", starts_at=WEDNESDAY_9 + minutes(30))
    assert "09:30" not in starts(settings, WEDNESDAY, "did")


def test_a_service_has_a_capacity_of_its_own_within_the_offices(settings: Settings) -> None:
    offer(settings, "did", capacity=1)
    book(settings, "anna", service_id="did")
    assert isinstance(booking.book_appointment(settings, **order("bruno", service_id="did")), booking.SlotTaken)
    book(settings, "carla")
    assert isinstance(booking.book_appointment(settings, **order("dario")), booking.SlotTaken)


def test_a_service_has_a_notice_of_its_own_and_the_desk_needs_none(settings: Settings) -> None:
    today = clock.at(NOW.date(), time(14))
    assert isinstance(booking.hold_place(settings, **wish("anna", starts_at=today)), booking.NotBookable)
    offer(settings, min_notice_hours=2)
    assert isinstance(booking.hold_place(settings, **wish("anna", starts_at=today)), booking.Held)
    offer(settings, min_notice_hours=72)
    assert isinstance(booking.hold_place(settings, **wish("anna")), booking.NotBookable)
    assert isinstance(booking.hold_place(booking.leave_out_lead_time(settings), **wish("anna")), booking.Held)


@pytest.mark.parametrize(("mode", "link", "place"), [
    ("in_person", None, "CPI Lecco, corso Matteotti 3, Lecco, piano terra"),
    ("phone", None, "CPI Lecco, al telefono, al numero lasciato: non serve andare in ufficio"),
    ("video", "https://meet.example.org/x", "CPI Lecco, in videochiamata: https://meet.example.org/x"),
])
def test_the_person_hears_how_the_appointment_is_held(
    settings: Settings, mode: str, link: str | None, place: str,
) -> None:
    offer(settings, mode=mode, link=link)
    assert booking.word_appointment_place(book(settings, "anna")) == place


def test_the_live_desk_has_hours_apart_from_the_publics(settings: Settings) -> None:
    evening = clock.at(WEDNESDAY, time(19))
    assert not find_desk_hours(settings, office_id="lecco", now=evening).open
    add(settings, DeskOpening(office_id="lecco", weekday=2, opens=time(18), closes=time(20), **SOURCE))
    assert find_desk_hours(settings, office_id="lecco", now=evening).open
    assert not find_desk_hours(settings, office_id="lecco", now=WEDNESDAY_9).open
    assert find_desk_hours(settings, office_id="merate", now=WEDNESDAY_9).open, "without its own hours as it receives"
    assert "18:00" not in starts(settings, WEDNESDAY), "nobody is received then"
