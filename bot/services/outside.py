"""Appointments outside the plan, until an operator has moved, cancelled or kept each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from bot import clock
from bot.db.models import Appointment
from bot.db.session import transaction
from bot.db.statements import count_rows
from bot.services import agenda, booking, notices
from bot.services.agenda import Entry, NotThere
from bot.services.booking import Reason
from bot.services.operators import OperatorView, audit_in
from bot.settings import Settings


@dataclass(frozen=True)
class Misplaced:
    """An appointment outside the plan, and why it is."""

    entry: Entry
    reason: Reason


@dataclass(frozen=True)
class KeptThere:
    """The appointment stays where it is, and the person is told."""


def list_outside(settings: Settings, *, operator: OperatorView, now: datetime) -> list[Misplaced]:
    """Those of the operator's offices that nobody has seen to yet, earliest first.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    with transaction(settings.database_url) as session:
        reasons = booking.find_misplaced(session, now)
        entries = agenda.list_entries_in(session, Appointment.id.in_(reasons), now=now) if reasons else []
    return [Misplaced(entry, reasons[entry.id]) for entry in entries if agenda.may_see(operator, entry.office_id)]


def keep_appointment(
    settings: Settings, *, operator: OperatorView, appointment_id: int, now: datetime,
) -> KeptThere | NotThere:
    """Keep an appointment at its time although it is outside the plan; the person hears of it once.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing was kept and nobody is told.
    """
    with transaction(settings.database_url, write=True) as session:
        entry = agenda.get_in(session, operator=operator, appointment_id=appointment_id, now=now)
        if entry is None or not entry.may_change:
            return NotThere()
        start = clock.to_utc(entry.starts_at)
        kept = count_rows(session, update(Appointment).where(
            Appointment.id == entry.id, Appointment.starts_at == start, Appointment.status == "active",
            Appointment.kept_for.is_distinct_from(start)).values(kept_for=start))
        if kept:
            audit_in(session, operator=operator, act="appointment_kept", target=f"appointment {entry.id}",
                     detail={"office": entry.office_id}, now=now)
            notices.add_notice_in(session, notices.NewNotice(
                "kept", f"appointment:{entry.id}:kept:{start:%Y%m%d%H%M}", now, entry.starts_at,
                appointment_id=entry.id, starts_at=entry.starts_at), now)
    return KeptThere()
