"""How long and how much may be held without confirming."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from bot import clock
from bot.rules.hold_limits import MEMORY, begin_holding, find_hold_end, may_hold

NOW = clock.at(date(2026, 3, 2), time(9, 0))


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


@pytest.mark.parametrize(("passed", "lasts"), [(0, 10), (15, 10), (25, 5), (29, 1), (30, None), (90, None)])
def test_renewing_never_goes_beyond_the_total(passed: int, lasts: int | None) -> None:
    now = NOW + minutes(passed)
    until = find_hold_end(NOW, now, minutes=10, total_minutes=30)
    assert until == (now + minutes(lasts) if lasts else None)


def test_holding_begins_anew_only_after_a_long_time() -> None:
    assert begin_holding(None, NOW) == NOW
    assert begin_holding(NOW, NOW + minutes(119)) == NOW
    assert begin_holding(NOW, NOW + MEMORY) == NOW + MEMORY


def test_an_hour_of_the_clock_change_is_no_longer_and_no_shorter() -> None:
    before = clock.at(date(2026, 3, 29), time(1, 55))
    until = find_hold_end(before, before, minutes=10, total_minutes=30)
    assert until is not None and until.isoformat() == "2026-03-29T03:05:00+02:00"


@pytest.mark.parametrize(("held", "of_day", "free", "may"), [
    (0, 0, 2, True), (0, 0, 1, True), (1, 1, 2, False), (1, 1, 3, True), (5, 0, 20, True), (6, 0, 20, False),
    (3, 3, 4, False), (3, 3, 5, True)])
def test_a_network_holds_few_places_and_never_most_of_a_day(held: int, of_day: int, free: int, may: bool) -> None:
    assert may_hold(held=held, most=6, held_that_day=of_day, free_that_day=free) is may


def test_without_a_limit_the_day_is_still_not_emptied() -> None:
    assert may_hold(held=100, most=0, held_that_day=1, free_that_day=5)
    assert not may_hold(held=100, most=0, held_that_day=3, free_that_day=3)
