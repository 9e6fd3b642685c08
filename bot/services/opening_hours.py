"""When the employment centres receive: now, and on a given day, with holidays and closures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Optional, Sequence

from bot import clock
from bot.db.session import transaction
from bot.rules import desk_hours
from bot.rules.slot_calendar import Plan, Reason, explain_not_open
from bot.services.booking import plan_openings
from bot.settings import Settings


@dataclass(frozen=True)
class DayHours:
    """When an office receives on a day. Moments are aware, in Europe/Rome.

    ``intervals``: in order, empty on a day when it does not; ``closed``: why then. ``open_until``: when it closes, if
    it is open at that moment; ``opens_at``: the next opening after it, or after a ``day`` on which it is closed; None
    when there is none in sight.
    """

    office_id: str
    intervals: tuple[tuple[time, time], ...]
    closed: Optional[Reason]
    open_until: Optional[datetime]
    opens_at: Optional[datetime]


def find_hours_on(settings: Settings, *, office_ids: Sequence[str], day: date, now: datetime) -> dict[str, DayHours]:
    """The hours of each office on ``day`` (local), seen from ``now``.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    with transaction(settings.database_url) as session:
        plans = plan_openings(
            session, dict.fromkeys(office_ids, 30), min_notice_hours=0, horizon_days=0, now=now)
    return {office_id: _hours(office_id, plan, day, now) for office_id, plan in plans.items()}


def _hours(office_id: str, plan: Plan, day: date, now: datetime) -> DayHours:
    spans = desk_hours.find_open_spans(day, [plan])
    until = next((end for start, end in spans if start <= now < end), None)
    after = max(now, clock.at(day, time())) if spans or day <= clock.local(now).date() else clock.at(day, time())
    return DayHours(
        office_id, tuple((start.time(), end.time()) for start, end in spans),
        None if spans else explain_not_open(day, plan), until, desk_hours.find_next_opening(after, [plan]))
