"""When operators answer: the opening hours of one office, or of any of several, and how much of them has passed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Iterator, Optional, Sequence

from bot import clock
from bot.rules.slot_calendar import Plan, list_hours_of_day

LOOK_AHEAD_DAYS = 90
"""How far the next opening is looked for: longer than any closure."""

Span = tuple[datetime, datetime]


def find_open_spans(day: date, plans: Sequence[Plan]) -> list[Span]:
    """The intervals of ``day`` when at least one of the offices is open, aware, in order, without overlaps."""
    found = sorted(
        (clock.at(day, opens), clock.at(day, closes))
        for plan in plans for opens, closes in list_hours_of_day(day, plan))
    merged: list[Span] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def is_open(moment: datetime, plans: Sequence[Plan]) -> bool:
    """Whether an office is open at ``moment`` (aware); the closing minute itself is closed."""
    return any(start <= moment < end for start, end in find_open_spans(clock.local(moment).date(), plans))


def find_next_opening(moment: datetime, plans: Sequence[Plan]) -> Optional[datetime]:
    """The first opening at or after ``moment``, in Europe/Rome; None when there is none in :data:`LOOK_AHEAD_DAYS`."""
    last = clock.local(moment).date() + timedelta(days=LOOK_AHEAD_DAYS)
    return next((start for start, _ in _spans(moment, last, plans) if start >= moment), None)


def open_time(start: datetime, end: datetime, plans: Sequence[Plan]) -> timedelta:
    """How much desk time lies between the two moments (aware); real time, also over a change of the clock."""
    total = timedelta()
    for opens, closes in _spans(start, clock.local(end).date(), plans):
        first = max(opens, start).astimezone(UTC)
        last = min(closes, end).astimezone(UTC)
        total += max(last - first, timedelta())
    return total


def _spans(start: datetime, last: date, plans: Sequence[Plan]) -> Iterator[Span]:
    day = clock.local(start).date()
    while day <= last:
        yield from find_open_spans(day, plans)
        day += timedelta(days=1)
