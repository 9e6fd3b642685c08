"""Offices with their booking plan, read from the database, and its version."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, Mapping, Optional, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.fact_versions import PLANS
from bot.db.models import Absence, Closure, ExtraOpening, Office, OfficeService, OpeningInterval, PlanVersion
from bot.rules.place_grid import list_cells
from bot.rules.slot_calendar import ClosedDays, ExtraHours, Opening, Plan
from bot.services.fact_cache import recall_unchanged
from bot.settings import Settings


@dataclass(frozen=True)
class AbsentHours:
    """From the cell ``first`` to before ``end`` so many fewer people are received at once."""

    first: int
    end: int
    places: int


@dataclass(frozen=True)
class OfficePlan:
    """One office that offers a service, and what its bookable starts follow from.

    ``capacity``: people received at the same time; ``service_id`` of the service that is meant, None for all of them;
    ``service_capacity``: how many of them for that service, None: all. ``absences`` lower the capacity.
    """

    office_id: str
    name: str
    capacity: int
    position: int
    plan: Plan
    service_id: Optional[str] = None

    service_capacity: Optional[int] = None
    absences: tuple[AbsentHours, ...] = ()

    def capacity_in(self, cell: int) -> int:
        """How many people the office receives at once in a cell of the grid."""
        if not self.absences:
            return self.capacity
        return max(0, self.capacity - sum(item.places for item in self.absences if item.first <= cell < item.end))

    def service_capacity_in(self, cell: int) -> int:
        """How many of them for the service."""
        most = self.capacity_in(cell)
        return most if self.service_capacity is None else min(most, self.service_capacity)


def load_plans(
    session: Session, settings: Settings, *, service_id: str, office_id: Optional[str], now: datetime,
) -> list[OfficePlan]:
    """The offices (one, or all when ``office_id`` is None) that offer the service, in the published order."""
    key = ("plans", settings.database_url, read_version(session), service_id, office_id,
           settings.booking_min_notice_hours, settings.booking_horizon_days, clock.local(now).date())
    found = recall_unchanged(key, lambda: _load(session, settings, service_id, office_id, now))
    return [replace(office, plan=replace(office.plan, now=now)) for office in found]


def _load(
    session: Session, settings: Settings, service_id: str, office_id: Optional[str], now: datetime
) -> list[OfficePlan]:
    query = (
        select(
            Office.id, Office.name, Office.capacity, Office.position,
            func.coalesce(OfficeService.slot_minutes, Office.slot_minutes).label("slot_minutes"),
            OfficeService.capacity.label("service_capacity"), OfficeService.min_notice_hours)
        .join(OfficeService, OfficeService.office_id == Office.id)
        .where(OfficeService.service_id == service_id)
        .order_by(Office.position))
    if office_id is not None:
        query = query.where(Office.id == office_id)
    rows = session.execute(query).all()
    if not rows:
        return []
    return plan_offices(session, settings, rows, now, service_id)


def plan_offices(
    session: Session, settings: Settings, rows: Sequence[Any], now: datetime, service_id: Optional[str] = None,
) -> list[OfficePlan]:
    """The plans of the offices of ``rows``, which have id, name, capacity, position and slot_minutes.

    What a row says of the service (service_capacity, min_notice_hours) holds for it. No lead time is asked for where
    the settings ask for none: at the desk.
    """
    plans = plan_openings(
        session, {row.id: row.slot_minutes for row in rows}, min_notice_hours=settings.booking_min_notice_hours,
        horizon_days=settings.booking_horizon_days, now=now)
    absent = list_absences(session, list(plans), now=now, days=settings.booking_horizon_days)
    found = []
    for row in rows:
        plan, lead_time = plans[row.id], getattr(row, "min_notice_hours", None)
        if lead_time is not None and settings.booking_min_notice_hours:
            plan = replace(plan, min_notice_hours=lead_time)
        found.append(OfficePlan(
            row.id, row.name, row.capacity, row.position, plan, service_id, getattr(row, "service_capacity", None),
            absent.get(row.id, ())))
    return found


def plan_openings(
    session: Session, slot_minutes: Mapping[str, int], *, min_notice_hours: int, horizon_days: int, now: datetime,
) -> dict[str, Plan]:
    """The plan of each office in ``slot_minutes``, from its opening intervals and closures."""
    openings = list_openings(session, list(slot_minutes))
    closures = list_closures(session)
    extra_hours: dict[str, list[ExtraHours]] = defaultdict(list)
    for row in session.execute(select(ExtraOpening).where(
            ExtraOpening.day >= clock.local(now).date(), ExtraOpening.office_id.in_(list(slot_minutes)))).scalars():
        extra_hours[row.office_id].append(ExtraHours(row.day, row.opens, row.closes))
    return {
        office_id: Plan(
            openings=tuple(openings[office_id]), closures=tuple(closures[office_id] + closures[None]),
            slot_minutes=minutes, min_notice_hours=min_notice_hours, horizon_days=horizon_days, now=now,
            extra_hours=tuple(extra_hours[office_id]))
        for office_id, minutes in slot_minutes.items()}


def list_openings(session: Session, office_ids: list[str]) -> dict[str, list[Opening]]:
    """The opening intervals of the offices, by office."""
    found: dict[str, list[Opening]] = defaultdict(list)
    query = select(
        OpeningInterval.office_id, OpeningInterval.weekday, OpeningInterval.opens, OpeningInterval.closes)
    for row in session.execute(query.where(OpeningInterval.office_id.in_(office_ids))):
        found[row.office_id].append(Opening(row.weekday, row.opens, row.closes))
    return found


def list_closures(session: Session) -> dict[Optional[str], list[ClosedDays]]:
    """All closures, by office; those of every office under None."""
    found: dict[Optional[str], list[ClosedDays]] = defaultdict(list)
    query = select(Closure.office_id, Closure.starts_on, Closure.ends_on, Closure.reason, Closure.yearly,
        Closure.from_time, Closure.until_time)
    for row in session.execute(query.order_by(Closure.starts_on)):
        found[row.office_id].append(ClosedDays(
            row.starts_on, row.ends_on, row.reason, row.yearly, row.from_time, row.until_time))
    return found


def list_absences(
    session: Session, office_ids: list[str], *, now: datetime, days: int,
) -> dict[str, tuple[AbsentHours, ...]]:
    """The hours of absence from today on, so many days ahead, by office."""
    today = clock.local(now).date()
    last = today + timedelta(days=days)
    rows = session.execute(select(Absence).where(
        Absence.office_id.in_(office_ids), Absence.ends_on >= today, Absence.starts_on <= last)).scalars().all()
    found: dict[str, list[AbsentHours]] = defaultdict(list)
    for row in rows:
        day = max(row.starts_on, today)
        while day <= min(row.ends_on, last):
            end = clock.at(day, row.until_time) if row.until_time else clock.at(day + timedelta(days=1), time())
            cells = list_cells(clock.at(day, row.from_time or time()), end)
            found[row.office_id].append(AbsentHours(cells.start, cells.stop, row.places))
            day += timedelta(days=1)
    return {office_id: tuple(hours) for office_id, hours in found.items()}


def leave_out_lead_time(settings: Settings) -> Settings:
    """The settings for whoever books at the desk: an operator sees whether there is still time."""
    return replace(settings, booking_min_notice_hours=0)


def read_version(session: Session, lock: bool = False) -> int:
    """How often plans were changed; locked against a change until the transaction ends when asked."""
    return session.execute(_LOCK_VERSION if lock else _READ_VERSION).scalar_one_or_none() or 0


_READ_VERSION = select(PlanVersion.version).where(PlanVersion.id == PLANS)
_LOCK_VERSION = _READ_VERSION.with_for_update(read=True)
