"""Desk time: several intervals a day, holidays, closures, several offices, changes of the clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot import clock
from bot.rules.desk_hours import find_next_opening, find_open_spans, is_open, open_time
from bot.rules.slot_calendar import ClosedDays, Opening, Plan

MONDAY = date(2026, 3, 2)


def plan(*openings: tuple[int, str, str], closures: tuple[ClosedDays, ...] = ()) -> Plan:
    hours = tuple(
        Opening(day, time.fromisoformat(opens), time.fromisoformat(closes)) for day, opens, closes in openings)
    return Plan(hours, closures, slot_minutes=30, min_notice_hours=0, horizon_days=0, now=at("09:00"))


def at(hour: str, day: date = MONDAY) -> datetime:
    return clock.at(day, time.fromisoformat(hour))


TWICE = plan(*((day, *interval) for day in range(5) for interval in (("08:30", "12:30"), ("14:00", "17:15"))))


def test_open_within_an_interval_and_closed_at_its_end() -> None:
    assert is_open(at("08:30"), [TWICE]) and is_open(at("12:29"), [TWICE])
    assert not is_open(at("12:30"), [TWICE]) and not is_open(at("13:00"), [TWICE])


def test_time_over_the_lunch_break_is_not_counted() -> None:
    assert open_time(at("12:20"), at("14:05"), [TWICE]) == timedelta(minutes=15)
    friday = date(2026, 3, 6)
    assert open_time(at("17:00", friday), at("09:00", date(2026, 3, 9)), [TWICE]) == timedelta(minutes=45)
    assert open_time(at("18:00"), at("19:00"), [TWICE]) == timedelta()


def test_the_next_opening_skips_weekend_holiday_and_closure() -> None:
    assert find_next_opening(at("12:30"), [TWICE]) == at("14:00")
    assert find_next_opening(at("18:00", date(2026, 3, 6)), [TWICE]) == at("08:30", date(2026, 3, 9))
    after_may_day = at("08:30", date(2026, 5, 4))
    assert find_next_opening(at("18:00", date(2026, 4, 30)), [TWICE]) == after_may_day, "1 May is a holiday"
    closed = plan((0, "08:30", "12:30"), closures=(ClosedDays(MONDAY, MONDAY, "ferie"),))
    assert not is_open(at("09:00"), [closed])
    assert find_next_opening(at("07:00"), [closed]) == at("08:30", date(2026, 3, 9))
    assert find_next_opening(at("07:00"), [plan()]) is None


def test_any_office_counts_and_none_twice() -> None:
    other = plan((0, "12:00", "13:00"))
    assert is_open(at("12:45"), [TWICE, other])
    assert find_open_spans(MONDAY, [TWICE, other]) == [(at("08:30"), at("13:00")), (at("14:00"), at("17:15"))]
    assert open_time(at("12:00"), at("13:00"), [TWICE, other]) == timedelta(hours=1)


def test_real_time_over_both_changes_of_the_clock() -> None:
    night = plan((6, "00:00", "06:00"))
    assert open_time(at("01:00", date(2026, 3, 29)), at("04:00", date(2026, 3, 29)), [night]) == timedelta(hours=2)
    assert open_time(at("01:00", date(2026, 10, 25)), at("04:00", date(2026, 10, 25)), [night]) == timedelta(hours=4)
