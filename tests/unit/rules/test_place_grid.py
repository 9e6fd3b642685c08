"""Cells of the grid, and the numbers that a cell still has."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

import pytest

from bot import clock
from bot.rules.place_grid import list_cells, list_free_numbers

START = clock.at(date(2026, 3, 4), time(9, 0))


def test_half_an_hour_has_six_cells_and_touches_none_of_the_next() -> None:
    first, second = (list_cells(START + timedelta(minutes=30 * n), START + timedelta(minutes=30 * (n + 1)))
                     for n in (0, 1))
    assert len(first) == len(second) == 6
    assert first.stop == second.start


def test_naive_moments_are_utc_as_the_database_gives_them() -> None:
    end = START + timedelta(minutes=30)
    assert list_cells(START, end) == list_cells(clock.to_utc(START), clock.to_utc(end))


def test_what_is_not_on_the_grid_takes_the_whole_of_its_cells() -> None:
    assert len(list_cells(START + timedelta(minutes=2), START + timedelta(minutes=8))) == 2


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_day_when_the_clock_changes_has_its_real_length(day: date) -> None:
    cells = list_cells(clock.at(day, time()), clock.at(day + timedelta(days=1), time()))
    assert len(cells) == (23 if day.month == 3 else 25) * 12
    assert isinstance(cells[0], int) and cells[0] == int(datetime.timestamp(clock.at(day, time()))) // 300


@pytest.mark.parametrize(("taken", "capacity", "free"), [
    ((), 3, [1, 2, 3]), ((1, 3), 3, [2]), ((1, 2), 2, []), ((), 0, []), ((), -1, []),
    ((3,), 2, [1]), ((2, 3), 2, []), ((1, 3), 2, []), ((4, 5), 3, [1]), ((3, 4), 2, [])])
def test_numbers_that_may_be_given_out(taken: tuple[int, ...], capacity: int, free: list[int]) -> None:
    assert list_free_numbers(taken, capacity) == free


def test_whoever_takes_by_an_old_look_never_brings_more_than_the_capacity() -> None:
    """Looks of any age, takes of any of their numbers that is still free, and places given back, in any order."""
    chance = random.Random(5)
    for _ in range(300):
        capacity = chance.randint(1, 4)
        taken = set(chance.sample(range(1, 7), chance.randint(0, 6)))
        start, looks = len(taken), []
        for _ in range(40):
            event = chance.randrange(3)
            if event == 0:
                looks.append(list_free_numbers(taken, capacity))
            elif event == 1 and taken:
                taken.remove(chance.choice(sorted(taken)))
            elif looks and (wanted := chance.choice(looks)):
                taken.add(chance.choice(wanted))  # a number that is taken already is refused by the constraint
            assert len(taken) <= max(capacity, start)
            start = min(start, max(len(taken), capacity))
