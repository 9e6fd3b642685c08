"""A course is told as open, running or concluded by its dates, never by what somebody wrote once."""

from __future__ import annotations

from datetime import date
from typing import Optional

import pytest

from bot.rules.course_status import EditionDates, choose_edition, find_edition_status

SPRING = EditionDates(starts_earliest=date(2025, 2, 1), starts_latest=date(2025, 3, 31), ends_by=date(2025, 10, 15))
WINDOW = EditionDates(
    starts_earliest=date(2026, 3, 1), starts_latest=date(2026, 3, 1), ends_by=date(2026, 9, 1),
    enrolment_opens=date(2026, 1, 10), enrolment_closes=date(2026, 2, 20), places=15, places_taken=3)


@pytest.mark.parametrize(("today", "expected"), [
    (date(2025, 1, 31), "planned"),
    (date(2025, 2, 1), "unknown"),  # it may have begun: only a range of months is published
    (date(2025, 3, 30), "unknown"),
    (date(2025, 3, 31), "running"),
    (date(2025, 10, 14), "running"),
    (date(2025, 10, 15), "concluded"),
    (date(2026, 11, 22), "concluded"),
])
def test_the_2025_editions_by_the_day(today: date, expected: str) -> None:
    assert find_edition_status(SPRING, today) == expected


@pytest.mark.parametrize(("today", "expected"), [
    (date(2026, 1, 9), "planned"),
    (date(2026, 1, 10), "enrolling"),
    (date(2026, 2, 20), "enrolling"),
    (date(2026, 2, 21), "planned"),
    (date(2026, 3, 1), "running"),
    (date(2026, 9, 1), "concluded"),
])
def test_enrolment_is_open_on_both_ends_of_its_window(today: date, expected: str) -> None:
    assert find_edition_status(WINDOW, today) == expected


@pytest.mark.parametrize(("places", "taken", "expected"), [
    (15, 14, "enrolling"), (15, 15, "planned"), (None, 15, "enrolling"), (15, None, "enrolling"),
])
def test_a_full_edition_is_not_open(places: Optional[int], taken: Optional[int], expected: str) -> None:
    edition = EditionDates(
        starts_earliest=date(2026, 3, 1), enrolment_opens=date(2026, 1, 1), places=places, places_taken=taken)
    assert find_edition_status(edition, date(2026, 2, 1)) == expected


def test_a_window_open_after_the_start_still_counts_as_open() -> None:
    edition = EditionDates(starts_earliest=date(2026, 1, 1), enrolment_closes=date(2026, 3, 1))
    assert find_edition_status(edition, date(2026, 2, 1)) == "enrolling"


def test_nothing_known_is_unknown_and_not_open() -> None:
    assert find_edition_status(EditionDates(), date(2026, 1, 1)) == "unknown"


def test_only_an_enrolment_opening_known_is_planned_before_it() -> None:
    edition = EditionDates(enrolment_opens=date(2026, 5, 1))
    assert find_edition_status(edition, date(2026, 4, 30)) == "planned"
    assert find_edition_status(edition, date(2026, 5, 1)) == "enrolling"


def test_a_course_without_a_known_end_does_not_run_for_ever() -> None:
    edition = EditionDates(starts_earliest=date(2025, 2, 1))
    assert find_edition_status(edition, date(2026, 2, 1)) == "running"
    assert find_edition_status(edition, date(2026, 2, 2)) == "unknown"


def test_an_open_edition_is_shown_before_a_concluded_one_and_the_newest_among_equals() -> None:
    earlier = EditionDates(starts_earliest=date(2024, 2, 1), ends_by=date(2024, 8, 1))
    assert choose_edition([earlier, SPRING, WINDOW], date(2026, 1, 15)) == (WINDOW, "enrolling")
    assert choose_edition([SPRING, earlier], date(2025, 12, 1)) == (SPRING, "concluded")
    assert choose_edition([], date(2026, 1, 15)) == (None, "unknown")
