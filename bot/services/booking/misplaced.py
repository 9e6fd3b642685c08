"""Appointments that a change of hours, closures, capacity or services has left outside the plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, Office, OfficeService, Slot, SlotCell
from bot.rules.slot_calendar import Plan, Reason, Why, explain_outside
from bot.services.booking.plans import list_absences, plan_openings

LOOK_AHEAD_DAYS = 370
"""How far absences are looked at: beyond it nobody has booked."""


def find_misplaced(
    session: Session, now: datetime, *, appointment_id: Optional[int] = None, kept_too: bool = False,
) -> dict[int, Reason]:
    """Why active coming appointments stand outside the plan, by id, earliest first.

    Those that an operator has kept there for their present time are left out, unless ``kept_too``.
    """
    query = select(
        Appointment.id, Appointment.office_id, Appointment.service_id, Appointment.starts_at, Appointment.ends_at,
    ).where(Appointment.status == "active", Appointment.starts_at > clock.to_utc(now))
    if appointment_id is not None:
        query = query.where(Appointment.id == appointment_id)
    if not kept_too:
        query = query.where(or_(Appointment.kept_for.is_(None), Appointment.kept_for != Appointment.starts_at))
    rows = session.execute(query.order_by(Appointment.starts_at, Appointment.id)).all()
    if not rows:
        return {}
    plans = plan_openings(
        session, {row.office_id: 30 for row in rows}, min_notice_hours=0, horizon_days=0, now=now)
    offered = {(row.office_id, row.service_id) for row in session.execute(
        select(OfficeService.office_id, OfficeService.service_id))}
    crowded = _crowded(session, now)
    found = {}
    for row in rows:
        reason = _reason(row, plans[row.office_id], offered, crowded)
        if reason is not None:
            found[row.id] = reason
    return found


def _reason(row: Any, plan: Plan, offered: set[tuple[str, str]], crowded: set[int]) -> Optional[Reason]:
    if (row.office_id, row.service_id) not in offered:
        return Reason(Why.NOT_OFFERED)
    reason = explain_outside(clock.local(row.starts_at), clock.local(row.ends_at), plan)
    return reason or (Reason(Why.CROWDED) if row.id in crowded else None)


def _crowded(session: Session, now: datetime) -> set[int]:
    """The appointments that have a number above what their office receives at once: the last that came."""
    capacity = {row.id: row.capacity for row in session.execute(select(Office.id, Office.capacity))}
    absent = list_absences(session, list(capacity), now=now, days=LOOK_AHEAD_DAYS)
    query = (
        select(Slot.appointment_id, SlotCell.office_id, SlotCell.cell, SlotCell.place)
        .join(SlotCell, SlotCell.slot_id == Slot.id).join(Office, Office.id == Slot.office_id)
        .where(Slot.appointment_id.is_not(None), Slot.starts_at > clock.to_utc(now),
               or_(SlotCell.place > Office.capacity, Slot.office_id.in_(list(absent)))))
    return {row.appointment_id for row in session.execute(query) if row.place > capacity[row.office_id] - sum(
        item.places for item in absent.get(row.office_id, ()) if item.first <= row.cell < item.end)}
