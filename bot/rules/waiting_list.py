"""Whom a freed place suits, how often somebody is told, and how long they have to answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, Optional

from bot import clock

PartOfDay = Literal["any", "morning", "afternoon"]
PARTS: tuple[PartOfDay, ...] = ("any", "morning", "afternoon")
NOON = time(13, 0)
"""Until then it is the morning."""
MOST_OFFERS = 3
"""So many places are offered to one who waits; whoever takes none of them waits no more. At most one a day."""
WEEK_FULL = timedelta(days=7)
"""How long an office must have no free place for a service for the desk to be told."""
_LEAST_TO_ANSWER = timedelta(minutes=15)
_BEFORE_START = timedelta(hours=2)


@dataclass(frozen=True)
class TimesWanted:
    """``days``: weekdays from 0 (Monday), empty for any; ``before``: only earlier starts (aware)."""

    days: frozenset[int] = frozenset()
    part: PartOfDay = "any"
    before: Optional[datetime] = None


def suits(wanted: TimesWanted, starts_at: datetime) -> bool:
    """Whether a start (aware) is one of those that are waited for."""
    start = clock.local(starts_at)
    if wanted.before is not None and start >= wanted.before or wanted.days and start.weekday() not in wanted.days:
        return False
    return wanted.part == "any" or (start.time() < NOON) == (wanted.part == "morning")


def may_tell(told: int, told_on: Optional[date], today: date) -> bool:
    """Whether somebody who was told ``told`` times, last on the local day ``told_on``, may be told of another place."""
    return told < MOST_OFFERS and told_on != today


def find_answer_limit(now: datetime, starts_at: datetime, minutes: int) -> Optional[datetime]:
    """Until when an offered place is kept (aware); None when there is no time left to offer it."""
    begin, answer = now.astimezone(UTC), timedelta(minutes=minutes)
    until = min(begin + answer, starts_at.astimezone(UTC) - _BEFORE_START)
    return clock.local(until) if until - begin >= min(_LEAST_TO_ANSWER, answer) else None


def write_days(days: frozenset[int]) -> str:
    """The weekdays as they are stored."""
    return ",".join(str(day) for day in sorted(days))


def read_days(text: str) -> frozenset[int]:
    """The weekdays that :func:`write_days` wrote.

    Raises:
        ValueError: it is anything else.
    """
    days = frozenset(int(day) for day in text.split(",") if day)
    if not days <= frozenset(range(7)):
        raise ValueError("a weekday is a number from 0 to 6")
    return days
