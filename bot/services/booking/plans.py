"""Offices with their booking plan, and which of their places are taken, read from the database."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from bot.core import clock
from bot.core.slot_calendar import ClosedDays, Opening, Plan
from bot.services.booking.tables import Closure, Office, OfficeService, OpeningInterval, Slot
from bot.settings import Settings


@dataclass(frozen=True)
class OfficePlan:
    """One office that offers a service, and what its bookable starts follow from. ``capacity``: places a start."""

    office_id: str
    name: str
    capacity: int
    position: int
    plan: Plan


def load(
    session: Session, settings: Settings, *, service_id: str, office_id: Optional[str], now: datetime,
) -> list[OfficePlan]:
    """The offices (one, or all when ``office_id`` is None) that offer the service, in the published order."""
    query = (
        select(Office.id, Office.name, Office.capacity, Office.position, Office.slot_minutes)
        .join(OfficeService, OfficeService.office_id == Office.id)
        .where(OfficeService.service_id == service_id)
        .order_by(Office.position))
    if office_id is not None:
        query = query.where(Office.id == office_id)
    rows = session.execute(query).all()
    if not rows:
        return []
    openings = openings_of(session, [row.id for row in rows])
    closures = closures_of(session)
    return [
        OfficePlan(row.id, row.name, row.capacity, row.position, Plan(
            openings=tuple(openings[row.id]),
            closures=tuple(closures[row.id] + closures[None]),
            slot_minutes=row.slot_minutes,
            min_notice_hours=settings.booking_min_notice_hours,
            horizon_days=settings.booking_horizon_days,
            now=now))
        for row in rows]


def openings_of(session: Session, office_ids: list[str]) -> dict[str, list[Opening]]:
    """The opening intervals of the offices, by office."""
    found: dict[str, list[Opening]] = defaultdict(list)
    query = select(
        OpeningInterval.office_id, OpeningInterval.weekday, OpeningInterval.opens, OpeningInterval.closes)
    for row in session.execute(query.where(OpeningInterval.office_id.in_(office_ids))):
        found[row.office_id].append(Opening(row.weekday, row.opens, row.closes))
    return found


def closures_of(session: Session) -> dict[Optional[str], list[ClosedDays]]:
    """All closures, by office; those of every office under None."""
    found: dict[Optional[str], list[ClosedDays]] = defaultdict(list)
    query = select(Closure.office_id, Closure.starts_on, Closure.ends_on, Closure.reason, Closure.yearly)
    for row in session.execute(query.order_by(Closure.starts_on)):
        found[row.office_id].append(ClosedDays(row.starts_on, row.ends_on, row.reason, row.yearly))
    return found


def unavailable(now: datetime, conversation_id: Optional[str]) -> Any:
    """SQL condition of a slot row that nobody else may use: an appointment, or another conversation's live hold."""
    held = and_(Slot.held_by.is_not(None), Slot.held_until > clock.to_utc(now))
    if conversation_id is not None:
        held = and_(held, Slot.held_by != conversation_id)
    return or_(Slot.appointment_id.is_not(None), held)


def taken(
    session: Session, offices: list[OfficePlan], *, start: datetime, end: datetime, now: datetime,
    conversation_id: Optional[str],
) -> dict[tuple[str, datetime], int]:
    """How many places are taken, by office and start (naive UTC), from ``start`` to ``end`` both included."""
    query = (
        select(Slot.office_id, Slot.starts_at, func.count())
        .where(
            Slot.office_id.in_([office.office_id for office in offices]),
            Slot.starts_at.between(clock.to_utc(start), clock.to_utc(end)),
            unavailable(now, conversation_id))
        .group_by(Slot.office_id, Slot.starts_at))
    return {(row[0], row[1]): row[2] for row in session.execute(query)}
