"""Deleting by age trusts the clock: whether it may, and how a person says that it is right."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Callable, Optional

from bot import clock
from bot.services import leases
from bot.settings import Settings

DRIFT = timedelta(minutes=10)
"""The clock may differ by so much from what a stopwatch says; daylight saving time is none, moments are of UTC."""

LONGEST_REST = timedelta(days=3)
"""A server that was off for longer cannot tell a rest from a jump of the clock."""

ALLOWED_SECONDS = 3600.0
"""How long the word of a person holds."""

LAST_ROUND, ALLOWED = "last_deletion", "deletion_allowed"
"""Leases: the first ends at the moment of the last deletion by age, the second as long as a person allows any."""


def read_stopwatch() -> float:
    """Seconds that passed, also while the machine slept, whatever is done to the clock."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class ClockWatch:
    """Of one process: compares the clock with a stopwatch, and with the last round that the database knows."""

    def __init__(self, now: datetime, stopwatch: Callable[[], float] = read_stopwatch) -> None:
        self._stopwatch = stopwatch
        self._trusted = now, stopwatch()

    def find_doubt(self, settings: Settings, now: datetime) -> str:
        """Why the clock is not to be trusted at ``now``, in English for the log; empty when it is.

        A clock that is set right again is trusted again without a word.

        Raises:
            DatabaseUnavailable: the database cannot be read.
        """
        then, passed = self._trusted[0], timedelta(seconds=self._stopwatch() - self._trusted[1])
        jump = _measure(then, now) - passed
        if abs(jump) > DRIFT:
            return f"the clock jumped by {_in_hours(jump)}"
        return find_gap(settings, now)

    def trust(self, now: datetime) -> None:
        """From here on the clock is compared with ``now``."""
        self._trusted = now, self._stopwatch()


def find_gap(settings: Settings, now: datetime) -> str:
    """What is odd about the time since the last round that the database knows; empty when nothing is."""
    last = leases.find_end(settings, LAST_ROUND)
    rest = timedelta() if last is None else _measure(last, now)
    if -DRIFT <= rest <= LONGEST_REST:
        return ""
    if rest < timedelta():
        return f"the clock is {_in_hours(-rest)} before the last round"
    return f"the last round was {_in_hours(rest)} ago: either the server rested or the clock jumped"


def note_round(settings: Settings, now: datetime) -> None:
    """A deletion by age was done at ``now``."""
    leases.hold(settings, name=LAST_ROUND, holder=LAST_ROUND, seconds=0.0, now=now)


def allow_deletion(settings: Settings, now: datetime) -> None:
    """A person says that the clock is right: for an hour nothing is doubted."""
    leases.hold(settings, name=ALLOWED, holder=ALLOWED, seconds=ALLOWED_SECONDS, now=now)


def is_allowed(settings: Settings, now: datetime) -> bool:
    """Whether a person has just said that the clock is right."""
    until: Optional[datetime] = leases.find_end(settings, ALLOWED)
    return until is not None and timedelta() <= _measure(now, until) <= timedelta(seconds=ALLOWED_SECONDS)


def start(now: Optional[datetime] = None) -> ClockWatch:
    """The watch of this process, which trusts the clock at its start."""
    return ClockWatch(now or clock.now())


def _measure(since: datetime, until: datetime) -> timedelta:
    """The time that passed; two moments of one zone are subtracted as a clock on the wall shows them."""
    return until.astimezone(UTC) - since.astimezone(UTC)


def _in_hours(span: timedelta) -> str:
    return f"{span.total_seconds() / 3600:.1f} h"
