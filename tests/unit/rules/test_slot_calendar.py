"""Bookable starts and the reasons why a day or a time cannot be had."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import clock
from bot.rules.slot_calendar import (
    ClosedDays,
    Opening,
    Plan,
    Why,
    choose_nearest_reason,
    explain_closure,
    explain_no_start,
    explain_none_between,
    find_slot_end,
    find_working_day,
    name_holiday,
    starts_between,
    starts_on,
)

MONDAY = date(2026, 3, 2)
NOW = clock.at(MONDAY, time(9, 0))
LECCO = tuple(
    Opening(weekday, opens, closes)
    for weekday in range(5)
    for opens, closes in ((time(8, 30), time(12, 30)), (time(14, 0), time(17, 15))))
PLAN = Plan(LECCO, (), slot_minutes=30, min_notice_hours=24, horizon_days=60, now=NOW)


def hours(starts: list[datetime]) -> list[str]:
    return [f"{start:%H:%M}" for start in starts]


def every_day(*intervals: tuple[time, time]) -> tuple[Opening, ...]:
    return tuple(Opening(weekday, opens, closes) for weekday in range(7) for opens, closes in intervals)


def test_a_slot_fits_wholly_into_its_interval() -> None:
    starts = hours(starts_on(date(2026, 3, 4), PLAN))
    assert starts[:8] == ["08:30", "09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00"]
    assert starts[8:] == ["14:00", "14:30", "15:00", "15:30", "16:00", "16:30"]


def test_least_notice_is_exact_to_the_minute() -> None:
    tomorrow = MONDAY + timedelta(days=1)
    assert hours(starts_on(tomorrow, PLAN))[0] == "09:00"
    assert hours(starts_on(tomorrow, replace(PLAN, now=NOW + timedelta(minutes=1))))[0] == "09:30"


def test_without_notice_a_start_that_has_begun_is_not_bookable() -> None:
    plan = replace(PLAN, min_notice_hours=0)
    assert hours(starts_on(MONDAY, plan))[0] == "09:30"
    assert explain_no_start(NOW, plan).kind is Why.PAST


def test_the_last_day_of_the_horizon_is_bookable_and_the_next_is_not() -> None:
    plan = replace(PLAN, horizon_days=9)
    assert starts_on(date(2026, 3, 11), plan)
    reason = explain_closure(date(2026, 3, 12), plan)
    assert reason.kind is Why.BEYOND_HORIZON
    assert reason.limit == clock.at(date(2026, 3, 11), time())


@pytest.mark.parametrize("day, kind, detail", [
    (date(2026, 3, 1), Why.PAST, ""),
    (date(2026, 3, 2), Why.TOO_SOON, ""),
    (date(2026, 3, 7), Why.WEEKDAY, "sabato"),
    (date(2026, 3, 8), Why.WEEKDAY, "domenica"),
    (date(2026, 4, 6), Why.HOLIDAY, "Lunedì dell'Angelo"),
    (date(2026, 4, 25), Why.HOLIDAY, "Anniversario della Liberazione"),
    (date(2026, 3, 19), Why.CLOSURE, "formazione del personale"),
    (date(2026, 12, 24), Why.BEYOND_HORIZON, ""),
])
def test_a_closed_day_says_why(day: date, kind: Why, detail: str) -> None:
    plan = replace(PLAN, closures=(ClosedDays(date(2026, 3, 19), date(2026, 3, 20), "formazione del personale"),))
    reason = explain_closure(day, plan)
    assert (reason.kind, reason.detail) == (kind, detail)
    assert starts_on(day, plan) == []


def test_an_open_day_has_no_reason() -> None:
    assert explain_closure(date(2026, 3, 4), PLAN) is None


@pytest.mark.parametrize("when, kind", [
    (clock.at(date(2026, 3, 4), time(9, 0)), None),
    (clock.at(date(2026, 3, 4), time(9, 10)), Why.NOT_A_START),
    (clock.at(date(2026, 3, 4), time(13, 0)), Why.OUTSIDE_HOURS),
    (clock.at(date(2026, 3, 4), time(17, 0)), Why.NOT_A_START),
    (clock.at(date(2026, 3, 4), time(20, 0)), Why.OUTSIDE_HOURS),
    (clock.at(date(2026, 3, 2), time(8, 30)), Why.PAST),
    (clock.at(date(2026, 3, 3), time(8, 30)), Why.TOO_SOON),
    (clock.at(date(2026, 3, 8), time(9, 0)), Why.WEEKDAY),
])
def test_a_single_start_says_why_not(when: datetime, kind: Why | None) -> None:
    reason = explain_no_start(when, PLAN)
    assert (reason.kind if reason else None) is kind


def test_a_start_given_in_another_zone_is_the_same_start() -> None:
    assert explain_no_start(datetime(2026, 3, 4, 8, 0, tzinfo=UTC), PLAN) is None


@pytest.mark.parametrize("start, end, kind", [
    ((3, 4, 18), (3, 4, 22), Why.OUTSIDE_HOURS),
    ((3, 2, 6), (3, 2, 9), Why.PAST),
    ((3, 2, 14), (3, 2, 18), Why.TOO_SOON),
    ((3, 7, 0), (3, 9, 0), Why.WEEKDAY),
    ((2, 1, 0), (2, 8, 0), Why.PAST),
    ((6, 1, 0), (6, 8, 0), Why.BEYOND_HORIZON),
    ((3, 2, 0), (3, 9, 0), None),
])
def test_a_wished_span_says_why_nothing_is_in_it(
    start: tuple[int, int, int], end: tuple[int, int, int], kind: Why | None,
) -> None:
    reason = explain_none_between(clock.local(datetime(2026, *start, tzinfo=clock.ROME)),
                                  clock.local(datetime(2026, *end, tzinfo=clock.ROME)), PLAN)
    assert (reason.kind if reason else None) is kind


def test_the_reason_that_a_small_change_overcomes_is_told_first() -> None:
    plan = replace(PLAN, closures=(ClosedDays(date(2026, 3, 6), date(2026, 3, 6), "ponte"),))
    reason = explain_none_between(clock.at(date(2026, 3, 6), time()), clock.at(date(2026, 3, 9), time()), plan)
    assert (reason.kind, reason.detail) == (Why.CLOSURE, "ponte")
    assert choose_nearest_reason([reason, explain_closure(MONDAY, PLAN)]).kind is Why.TOO_SOON


def test_yearly_closure_comes_back_and_may_pass_new_years_eve() -> None:
    patron = ClosedDays(date(2025, 12, 6), date(2025, 12, 6), "San Nicolò", yearly=True)
    winter = ClosedDays(date(2024, 12, 24), date(2025, 1, 2), "chiusura natalizia", yearly=True)
    assert patron.covers(date(2031, 12, 6)) and not patron.covers(date(2031, 12, 7))
    assert winter.covers(date(2030, 12, 31)) and winter.covers(date(2031, 1, 2))
    assert not winter.covers(date(2031, 1, 3)) and not winter.covers(date(2030, 12, 23))
    assert not replace(patron, yearly=False).covers(date(2031, 12, 6))


@pytest.mark.parametrize(("day", "found"), [
    (date(2026, 12, 9), date(2026, 12, 9)), (date(2026, 12, 5), date(2026, 12, 7)),
    (date(2026, 12, 25), date(2026, 12, 28)), (date(2026, 12, 8), date(2026, 12, 9))])
def test_a_working_day_is_of_no_weekend_and_no_holiday(day: date, found: date) -> None:
    assert find_working_day(day) == found


def test_holidays_have_italian_names() -> None:
    assert name_holiday(date(2026, 12, 25)) == "Natale"
    assert name_holiday(date(2026, 11, 1)) == "Giorno dell'unità nazionale e Ognissanti"
    assert name_holiday(date(2026, 12, 6)) is None


def test_spring_change_of_the_clock_skips_the_hour_that_is_not() -> None:
    sunday = date(2026, 3, 29)
    plan = replace(PLAN, openings=every_day((time(1, 0), time(4, 0))))
    assert hours(starts_on(sunday, plan)) == ["01:00", "01:30", "03:00", "03:30"]
    assert f"{find_slot_end(clock.at(sunday, time(1, 30)), 30):%H:%M}" == "03:00"


def test_autumn_change_of_the_clock_gives_every_start_once() -> None:
    sunday = date(2026, 10, 25)
    plan = replace(PLAN, openings=every_day((time(1, 0), time(4, 0))), now=clock.at(date(2026, 10, 12), time(9)))
    starts = starts_on(sunday, plan)
    assert hours(starts) == ["01:00", "01:30", "02:00", "02:30", "03:00", "03:30"]
    assert len({clock.to_utc(start) for start in starts}) == 6


@pytest.mark.parametrize("eve, first", [(date(2026, 3, 28), "10:00"), (date(2026, 10, 24), "08:00")])
def test_notice_is_in_real_hours_over_a_change_of_the_clock(eve: date, first: str) -> None:
    plan = replace(PLAN, openings=every_day((time(8), time(12))), now=clock.at(eve, time(9)))
    assert hours(starts_on(eve + timedelta(days=1), plan))[0] == first


@given(
    minutes=st.sampled_from([15, 20, 30, 45]),
    notice=st.integers(0, 96),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    span=st.integers(0, 20))
def test_every_start_given_is_one_that_can_be_booked(minutes: int, notice: int, now: datetime, span: int) -> None:
    moment = clock.local(now)
    plan = Plan(LECCO, (), minutes, notice, 30, moment)
    starts = list(starts_between(moment, moment + timedelta(days=span), plan))
    assert starts == sorted(set(starts))
    assert all(explain_no_start(start, plan) is None for start in starts)
    assert all(start - moment >= timedelta(hours=notice) for start in (clock.to_utc(s).replace(
        tzinfo=UTC) for s in starts))
