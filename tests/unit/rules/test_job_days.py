"""A job day belongs to one edition of its course, and is told of that one only."""

from __future__ import annotations

from datetime import date
from typing import Optional

import pytest

from bot.rules.job_days import find_presented

OLD, NEW = date(2025, 3, 31), date(2027, 2, 1)


@pytest.mark.parametrize(("day", "starts", "place"), [
    (date(2025, 1, 28), [OLD, NEW], 0), (date(2026, 12, 10), [OLD, NEW], 1), (date(2026, 12, 10), [NEW, OLD], 0),
    (date(2026, 12, 10), [OLD, None], 1), (date(2027, 2, 1), [OLD, NEW], 1), (date(2027, 3, 1), [OLD, NEW], 1),
    (None, [OLD, NEW], 1), (date(2025, 1, 28), [], None), (date(2025, 1, 28), [None], 0)])
def test_a_job_day_presents_the_edition_that_starts_next(
        day: Optional[date], starts: list[Optional[date]], place: Optional[int]) -> None:
    assert find_presented(day, starts) == place
