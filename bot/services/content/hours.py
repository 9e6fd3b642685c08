"""Which coming appointments a change leaves outside the plan: told before such a change is made."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.fact_versions import PLAN_TABLES
from bot.db.models import Appointment
from bot.services import booking

TABLES = PLAN_TABLES
"""Tables whose change can leave an appointment outside the plan."""


def find_outside(session: Session, now: datetime) -> dict[int, str]:
    """The active coming appointments that the plan does not hold: id to a line with time, service, name, contact."""
    ids = booking.find_misplaced(session, now, kept_too=True)
    query = select(Appointment.id, Appointment.name, Appointment.contact).where(Appointment.id.in_(ids))
    who = {row.id: row for row in session.execute(query)}
    views = booking.find_views(session, Appointment.id.in_(ids))
    return {
        view.id: f"{booking.word_appointment_in_short(view)}: {who[view.id].name}, {who[view.id].contact}"
        for view in views}
