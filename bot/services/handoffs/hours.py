"""The desk's opening hours from the database: those of one office, or of all of them together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import DeskOpening, Office
from bot.db.session import transaction
from bot.rules import desk_hours
from bot.rules.slot_calendar import Opening, Plan
from bot.services.booking import plan_openings
from bot.settings import Settings


@dataclass(frozen=True)
class DeskHours:
    """Whether the desk is open at the moment that was asked about, and when it opens next (None: not known)."""

    open: bool
    opens_at: Optional[datetime]


def find_desk_hours(settings: Settings, *, office_id: Optional[str], now: datetime) -> DeskHours:
    """The desk of an office (None: any of them) at ``now``."""
    with transaction(settings.database_url) as session:
        plans = list_desk_plans(session, office_id, now)
    return find_hours_at(plans, now)


def find_hours_at(plans: list[Plan], now: datetime) -> DeskHours:
    """The desk with these plans at ``now``; an open one opens next at its following opening."""
    return DeskHours(desk_hours.is_open(now, plans), desk_hours.find_next_opening(now, plans))


def list_desk_plans(session: Session, office_id: Optional[str], now: datetime) -> list[Plan]:
    """When the desk of the office, or of each of them, answers: its own hours, else those when the office receives."""
    ids = [office_id] if office_id is not None else list(session.execute(select(Office.id)).scalars())
    # how long an appointment lasts, and how early it must be booked, is nothing to the hours of the desk
    plans = plan_openings(session, dict.fromkeys(ids, 30), min_notice_hours=0, horizon_days=0, now=now)
    own: dict[str, list[Opening]] = defaultdict(list)
    for row in session.execute(select(DeskOpening).where(DeskOpening.office_id.in_(ids))).scalars():
        own[row.office_id].append(Opening(row.weekday, row.opens, row.closes))
    return [replace(plan, openings=tuple(own[office_id]), extra_hours=()) if office_id in own else plan
            for office_id, plan in plans.items()]


def has_waited_too_long(plans: list[Plan], *, since: datetime, minutes: float, now: datetime) -> bool:
    """Whether a request waiting since ``since`` (naive UTC) should be left for a call-back.

    It should when that much desk time has passed, and when the desk has closed: nobody comes any more, and until it
    opens again the person would sit before a silent assistant.
    """
    if not desk_hours.is_open(now, plans):
        return True
    return desk_hours.open_time(clock.local(since), now, plans) >= timedelta(minutes=minutes)
