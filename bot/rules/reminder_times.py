"""When a reminder of an appointment is due, and until when it still makes sense. Local wall-clock time decides."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot import clock

DAY_BEFORE = "day_before"
TWO_HOURS = "two_hours"
KINDS = (DAY_BEFORE, TWO_HOURS)

EARLIEST, LATEST = time(9, 0), time(20, 0)
"""The day before, nobody is reminded outside of these hours, nor later than an hour after the second."""

MORNING = time(7, 0)
"""On the day itself nobody is reminded before."""

QUIET = time(21, 0)
"""From here to the morning nothing goes but what somebody has just asked for."""

LAST_USE = timedelta(minutes=30)
"""How long before the start the second reminder is still useful."""

NEWS = timedelta(hours=2)
"""Whoever made or moved an appointment less than this before the reminder needs none."""


def is_quiet(moment: datetime) -> bool:
    """Whether at ``moment`` (aware) only the answer to what somebody does in that moment may go."""
    return not MORNING <= clock.local(moment).time() < QUIET


def find_due_time(kind: str, starts_at: datetime) -> datetime:
    """The moment (aware) of the reminder ``kind`` for an appointment at ``starts_at`` (aware)."""
    start = clock.local(starts_at)
    if kind == DAY_BEFORE:
        return clock.at(start.date() - timedelta(days=1), min(max(start.time(), EARLIEST), LATEST))
    two_hours = clock.local(clock.to_utc(start) - timedelta(hours=2))
    return max(two_hours, clock.at(start.date(), MORNING))


def find_last_time(kind: str, starts_at: datetime) -> datetime:
    """The moment (aware) after which it is no longer sent: a server may have been away."""
    start = clock.local(starts_at)
    if kind == DAY_BEFORE:
        return clock.local(clock.to_utc(clock.at(start.date() - timedelta(days=1), LATEST)) + timedelta(hours=1))
    return clock.local(clock.to_utc(start) - LAST_USE)


def wants_reminder(kind: str, starts_at: datetime, made_at: datetime) -> bool:
    """Whether there is one for an appointment that was made, or last moved, at ``made_at`` (all aware)."""
    moment = find_due_time(kind, starts_at)
    return made_at <= moment - NEWS and moment <= find_last_time(kind, starts_at)
