"""The calendar file, read again as a calendar program reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import icalendar
import pytest
import vobject

from bot import clock
from bot.services.booking import AppointmentView
from bot.services.ics import make_uid, name_calendar_file, write_ics

NOW = clock.at(date(2026, 3, 2), time(9))
VIEW = AppointmentView(
    id=7, code="LC-7K3M-QP9X", service_id="orientamento", service_name="Colloquio di orientamento",
    bring="Documento d'identità; curriculum, se ce l'hai", office_id="lecco", office_name="CPI Lecco",
    address="corso Matteotti 3, Lecco", floor="piano terra", municipality="Lecco",
    starts_at=clock.at(date(2026, 3, 4), time(9)), ends_at=clock.at(date(2026, 3, 4), time(9, 30)), sequence=0,
    status="active", contact="••• 567")


def read(view: AppointmentView) -> tuple[Any, Any]:
    calendar = icalendar.Calendar.from_ical(write_ics(view, NOW))
    return calendar, calendar.walk("VEVENT")[0]


def test_a_calendar_program_reads_what_was_booked() -> None:
    calendar, event = read(VIEW)
    assert calendar["METHOD"] == "PUBLISH" and event["STATUS"] == "CONFIRMED"
    assert event.decoded("DTSTART") == VIEW.starts_at and event.decoded("DTEND") == VIEW.ends_at
    assert event["SUMMARY"] == "Colloquio di orientamento – CPI Lecco"
    assert event["LOCATION"] == "CPI Lecco, corso Matteotti 3, Lecco, piano terra"
    assert "LC-7K3M-QP9X" in event["DESCRIPTION"] and "curriculum, se ce l'hai" in event["DESCRIPTION"]


def test_times_are_in_utc_and_need_no_zone() -> None:
    """Outlook reads a VTIMEZONE without rules, or with onsets of another year, an hour wrong."""
    calendar, event = read(VIEW)
    written = write_ics(VIEW, NOW)
    assert b"DTSTART:20260304T080000Z\r\n" in written and b"DTEND:20260304T083000Z\r\n" in written
    assert calendar.walk("VTIMEZONE") == [] and "TZID" not in event["DTSTART"].params


@pytest.mark.parametrize("day, offset", [(date(2026, 3, 27), 1), (date(2026, 3, 30), 2), (date(2026, 10, 23), 2),
                                         (date(2026, 10, 26), 1)])
def test_two_parsers_agree_on_both_sides_of_a_change_of_the_clock(day: date, offset: int) -> None:
    start = clock.at(day, time(9))
    view = replace(VIEW, starts_at=start, ends_at=start + timedelta(minutes=30))
    _, event = read(view)
    other = vobject.readOne(write_ics(view, NOW).decode()).vevent
    for begins, ends in ((event.decoded("DTSTART"), event.decoded("DTEND")), (other.dtstart.value, other.dtend.value)):
        assert (begins, ends) == (view.starts_at, view.ends_at)
        assert begins.utcoffset() == timedelta(0) and start.utcoffset() == timedelta(hours=offset)


@pytest.mark.parametrize("status", ["active", "cancelled"])
def test_the_second_parser_reads_the_same(status: str) -> None:
    view = replace(VIEW, status=status, sequence=2)
    calendar = vobject.readOne(write_ics(view, NOW).decode(), validate=True)
    _, event = read(view)
    found = calendar.vevent
    assert calendar.method.value == ("CANCEL" if status == "cancelled" else "PUBLISH")
    assert (found.uid.value, found.sequence.value) == (make_uid(view), "2") == (event["UID"], str(event["SEQUENCE"]))
    assert (found.summary.value, found.location.value) == (event["SUMMARY"], event["LOCATION"])
    assert found.description.value == event["DESCRIPTION"]


def test_the_reminder_comes_the_day_before() -> None:
    _, event = read(VIEW)
    alarm = event.walk("VALARM")[0]
    assert alarm["ACTION"] == "DISPLAY" and alarm.decoded("TRIGGER") == timedelta(days=-1)


def test_a_move_keeps_the_uid_and_raises_the_sequence() -> None:
    _, before = read(VIEW)
    _, after = read(replace(VIEW, sequence=1, starts_at=clock.at(date(2026, 3, 5), time(9))))
    assert before["UID"] == after["UID"] and after["SEQUENCE"] == 1
    assert make_uid(replace(VIEW, id=8)) != make_uid(VIEW) != make_uid(replace(VIEW, code="LC-0000-0000"))


def test_the_uid_tells_neither_code_nor_contact() -> None:
    assert "7K3M" not in make_uid(VIEW).upper() and "567" not in make_uid(VIEW).split("@")[1]


def test_a_cancelled_appointment_withdraws_the_entry() -> None:
    calendar, event = read(replace(VIEW, status="cancelled", sequence=2))
    assert calendar["METHOD"] == "CANCEL" and event["STATUS"] == "CANCELLED"
    assert event["UID"] == make_uid(VIEW) and event["SEQUENCE"] == 2
    assert event.walk("VALARM") == []


def test_the_file_is_named_after_its_day() -> None:
    assert name_calendar_file(VIEW) == "appuntamento-2026-03-04.ics"


def test_what_is_not_known_is_left_out() -> None:
    _, event = read(replace(VIEW, floor=None, bring=None))
    assert event["LOCATION"] == "CPI Lecco, corso Matteotti 3, Lecco"
    assert "portare" not in event["DESCRIPTION"]


def test_lines_are_folded_and_end_as_the_standard_wants() -> None:
    lines = write_ics(VIEW, NOW).split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and all(len(line) <= 75 for line in lines)
