"""The one place where Europe/Rome is applied: now, local time, UTC for the database."""

from __future__ import annotations

import time as system_time
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")


def now() -> datetime:
    """The present moment, aware, in Europe/Rome.

    It asks ``time.time()``, as Rasa's events and signed cookies do: whoever moves that clock moves all of them.
    """
    return datetime.fromtimestamp(system_time.time(), ROME)


def local(moment: datetime) -> datetime:
    """``moment`` in Europe/Rome; a naive one is read as UTC, as the database gives it."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(ROME)


def at(day: date, hour: time) -> datetime:
    """The aware moment of ``hour`` on ``day`` in Europe/Rome."""
    return datetime.combine(day, hour, tzinfo=ROME)


def to_utc(moment: datetime) -> datetime:
    """``moment`` (aware) as naive UTC, the form the database keeps."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no zone: use clock.at() or clock.local()")
    return moment.astimezone(UTC).replace(tzinfo=None)
