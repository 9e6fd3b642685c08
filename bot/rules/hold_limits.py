"""How long places are kept for somebody who has not confirmed, and how many for one network."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Optional

from bot import clock

MEMORY = timedelta(hours=2)
"""For so long the time that a conversation has held places counts, then it begins anew."""


def begin_holding(since: Optional[datetime], now: datetime) -> datetime:
    """Since when a conversation that holds a place at ``now`` has been holding; what is long ago does not count."""
    return since if since is not None and now - since < MEMORY else now


def find_hold_end(since: datetime, now: datetime, *, minutes: int, total_minutes: int) -> Optional[datetime]:
    """Until when a place is kept: renewing never goes beyond the total time; None when that is used up."""
    last = since.astimezone(UTC) + timedelta(minutes=total_minutes)
    until = min(now.astimezone(UTC) + timedelta(minutes=minutes), last)
    return clock.local(until) if until > now else None


def may_hold(*, held: int, most: int, held_that_day: int, free_that_day: int) -> bool:
    """Whether a network may hold one more place.

    Args:
        held: what it holds already, of at most ``most`` (0: as many as it likes).
        held_that_day: how many of them at that office on that day; never more than half of what is free for others
            and for it, so that a day is never emptied by people who confirm nothing. One may always be held.
    """
    if most and held >= most:
        return False
    return not held_that_day or (held_that_day + 1) * 2 <= held_that_day + free_that_day
