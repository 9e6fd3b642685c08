"""Which starts suit somebody who waits, and until when a place is kept; also when the clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Optional

import pytest

from bot.clock import at
from bot.rules.waiting_list import TimesWanted, find_answer_limit, may_tell, read_days, suits, write_days

TUESDAY = date(2026, 3, 3)


@pytest.mark.parametrize(("wanted", "starts_at", "right"), [
    (TimesWanted(), at(TUESDAY, time(9)), True),
    (TimesWanted(frozenset({1, 3})), at(TUESDAY, time(9)), True),
    (TimesWanted(frozenset({0, 3})), at(TUESDAY, time(9)), False),
    (TimesWanted(part="morning"), at(TUESDAY, time(12, 30)), True),
    (TimesWanted(part="morning"), at(TUESDAY, time(13)), False),
    (TimesWanted(part="afternoon"), at(TUESDAY, time(13)), True),
    (TimesWanted(before=at(TUESDAY, time(9))), at(TUESDAY, time(9)), False),
    (TimesWanted(before=at(TUESDAY, time(9))), at(TUESDAY, time(8, 30)), True),
    (TimesWanted(part="morning"), datetime(2026, 7, 7, 11, 30, tzinfo=UTC), False),
])
def test_what_suits(wanted: TimesWanted, starts_at: datetime, right: bool) -> None:
    assert suits(wanted, starts_at) is right


@pytest.mark.parametrize(("told", "on", "right"), [
    (0, None, True), (2, TUESDAY - timedelta(days=1), True), (1, TUESDAY, False), (3, None, False)])
def test_how_often(told: int, on: Optional[date], right: bool) -> None:
    assert may_tell(told, on, TUESDAY) is right


def test_until_when_a_place_is_kept() -> None:
    now = at(TUESDAY, time(9))
    assert find_answer_limit(now, now + timedelta(days=3), 180) == at(TUESDAY, time(12))
    assert find_answer_limit(now, at(TUESDAY, time(13)), 180) == at(TUESDAY, time(11))
    assert find_answer_limit(now, at(TUESDAY, time(11)), 180) is None
    assert find_answer_limit(now, now + timedelta(days=3), 5) == at(TUESDAY, time(9, 5))


def test_an_answer_over_the_change_of_the_clock_has_its_whole_time() -> None:
    before = at(date(2026, 3, 29), time(1, 30))
    until = find_answer_limit(before, at(date(2026, 3, 31), time(9)), 180)
    assert until is not None and until.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=3)


def test_days_are_written_and_read() -> None:
    assert read_days(write_days(frozenset({4, 0}))) == frozenset({0, 4}) and read_days("") == frozenset()
    with pytest.raises(ValueError):
        read_days("7")
