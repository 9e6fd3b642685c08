"""When reminders are due: on the wall clock, by day, and not for what was made a moment ago."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import clock
from bot.rules.reminder_times import DAY_BEFORE, KINDS, TWO_HOURS, find_due_time, find_last_time, wants_reminder


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.ROME)


@pytest.mark.parametrize(("kind", "start", "moment"), [
    (DAY_BEFORE, "2026-11-24T11:00", "2026-11-23T11:00"),
    (DAY_BEFORE, "2026-11-24T08:30", "2026-11-23T09:00"),
    (DAY_BEFORE, "2026-11-24T21:30", "2026-11-23T20:00"),
    (TWO_HOURS, "2026-11-24T11:00", "2026-11-24T09:00"),
    (TWO_HOURS, "2026-11-24T08:30", "2026-11-24T07:00"),
    (DAY_BEFORE, "2026-10-26T11:00", "2026-10-25T11:00"),  # the clock went back on Sunday night
    (DAY_BEFORE, "2026-10-25T11:00", "2026-10-24T11:00"),
    (DAY_BEFORE, "2026-03-29T11:00", "2026-03-28T11:00"),
])
def test_due(kind: str, start: str, moment: str) -> None:
    assert find_due_time(kind, at(start)) == at(moment)
    assert find_due_time(kind, clock.local(clock.to_utc(at(start)))) == at(moment)


def test_two_hours_are_two_hours_when_the_clock_changes() -> None:
    start = at("2026-03-29T09:30")
    assert clock.to_utc(start) - clock.to_utc(find_due_time(TWO_HOURS, start)) == timedelta(hours=2)


@pytest.mark.parametrize(("kind", "made", "answer"), [
    (DAY_BEFORE, "2026-11-20T11:00", True),
    (DAY_BEFORE, "2026-11-23T09:00", True),
    (DAY_BEFORE, "2026-11-23T10:00", False),
    (TWO_HOURS, "2026-11-23T22:00", True),
    (TWO_HOURS, "2026-11-24T08:00", False),
])
def test_not_for_what_was_made_too_late(kind: str, made: str, answer: bool) -> None:
    assert wants_reminder(kind, at("2026-11-24T11:00"), at(made)) is answer


def test_none_two_hours_before_what_is_too_early() -> None:
    assert not wants_reminder(TWO_HOURS, at("2026-11-24T07:15"), at("2026-11-01T10:00"))


@given(st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)), st.sampled_from(KINDS))
def test_never_at_night_and_always_before(start: datetime, kind: str) -> None:
    start = start.replace(tzinfo=clock.ROME)
    moment, last = find_due_time(kind, start), find_last_time(kind, start)
    if wants_reminder(kind, start, start - timedelta(days=3)):
        assert 7 <= moment.hour < 21 or kind == TWO_HOURS
        assert clock.to_utc(moment) <= clock.to_utc(last) < clock.to_utc(start)
