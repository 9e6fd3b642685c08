"""The operators of an office and when each is free: appointments are with one of them, or with whoever is free."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Optional

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Absence, Appointment, Operator, OperatorOffice

FREE, BUSY, AWAY = "free", "busy", "away"

Hours = tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True)
class StaffMember:
    """An operator of an office; ``busy``: hours of appointments, anywhere; ``away``: of absences that name them."""

    id: int
    name: str
    busy: Hours = ()
    away: Hours = ()

    def state_between(self, starts_at: datetime, ends_at: datetime) -> str:
        """Whether the operator is free, busy or away in some of that time."""
        for state, hours in ((AWAY, self.away), (BUSY, self.busy)):
            if any(first < ends_at and starts_at < end for first, end in hours):
                return state
        return FREE


def load_staff(
    session: Session, office_id: str, *, start: datetime, end: datetime, besides: Optional[int] = None,
) -> list[StaffMember]:
    """The active operators of an office, by name, with what they have from ``start`` to ``end``.

    ``besides``: an appointment that takes nobody's time, for it is the one that is moved or given to somebody.
    """
    people = session.execute(
        select(Operator.id, Operator.name, Operator.username)
        .join(OperatorOffice, OperatorOffice.operator_id == Operator.id)
        .where(OperatorOffice.office_id == office_id, Operator.active.is_(True)).order_by(Operator.name, Operator.id)
    ).all()
    busy, away = _busy_hours(session, [row.id for row in people], start, end, besides), _away_hours(
        session, [row.username for row in people], start, end)
    return [StaffMember(row.id, row.name, tuple(busy[row.id]), tuple(away[row.username])) for row in people]


def give_to_operator(session: Session, *, appointment_id: int, operator_id: Optional[int]) -> bool:
    """Say whom an appointment is with, None for whoever is free; whether that operator was there and free."""
    seen = session.execute(select(
        Appointment.office_id, Appointment.starts_at, Appointment.ends_at).where(
        Appointment.id == appointment_id)).one()
    if operator_id is not None:
        # two who give the same operator something wait for each other
        session.execute(select(Operator.id).where(Operator.id == operator_id).with_for_update())
        starts_at, ends_at = clock.local(seen.starts_at), clock.local(seen.ends_at)
        staff = load_staff(session, seen.office_id, start=starts_at, end=ends_at, besides=appointment_id)
        if not any(one.id == operator_id and one.state_between(starts_at, ends_at) == FREE for one in staff):
            return False
    session.execute(update(Appointment).where(Appointment.id == appointment_id).values(operator_id=operator_id),
                    execution_options={"synchronize_session": False})
    return True


def keep_operator_if_free(session: Session, appointment_id: int) -> None:
    """After a move: the appointment stays with its operator where they are free then, else it is with whoever is."""
    own = session.execute(select(Appointment.operator_id).where(Appointment.id == appointment_id)).scalar()
    if own is not None and not give_to_operator(session, appointment_id=appointment_id, operator_id=own):
        give_to_operator(session, appointment_id=appointment_id, operator_id=None)


def _busy_hours(
    session: Session, operator_ids: list[int], start: datetime, end: datetime, besides: Optional[int],
) -> dict[int, list[tuple[datetime, datetime]]]:
    query = select(Appointment.operator_id, Appointment.starts_at, Appointment.ends_at).where(
        Appointment.operator_id.in_(operator_ids), Appointment.status != "cancelled",
        Appointment.starts_at < clock.to_utc(end), Appointment.ends_at > clock.to_utc(start))
    if besides is not None:
        query = query.where(Appointment.id != besides)
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row in session.execute(query):
        found[row.operator_id].append((clock.local(row.starts_at), clock.local(row.ends_at)))
    return found


def _away_hours(
    session: Session, usernames: list[str], start: datetime, end: datetime,
) -> dict[str, list[tuple[datetime, datetime]]]:
    first, last = clock.local(start).date(), clock.local(end).date()
    query = select(
        Absence.username, Absence.starts_on, Absence.ends_on, Absence.from_time, Absence.until_time).where(
        Absence.username.in_(usernames), Absence.starts_on <= last, Absence.ends_on >= first)
    found: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row in session.execute(query):
        for day in _days_between(max(row.starts_on, first), min(row.ends_on, last)):
            until = clock.at(day, row.until_time) if row.until_time else clock.at(day + timedelta(days=1), time())
            found[row.username or ""].append((clock.at(day, row.from_time or time()), until))
    return found


def _days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
