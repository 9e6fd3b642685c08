"""Which coming appointments hours and closures leave standing outside: told before such a change is made."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.core import clock
from bot.core.italian_text import format_moment
from bot.core.slot_calendar import holiday_name
from bot.services.booking import plans
from bot.services.booking.tables import Appointment, Office

TABLES = ("office", "opening_interval", "closure")
"""Tables whose change can leave an appointment outside the hours."""


def outside(session: Session, now: datetime) -> dict[int, str]:
    """The active coming appointments that no opening interval holds, or that fall on a closed day: id to a text.

    The text names office and time, and nobody.
    """
    query = (
        select(Appointment.id, Appointment.office_id, Appointment.starts_at, Appointment.ends_at, Office.name)
        .join(Office, Office.id == Appointment.office_id)
        .where(Appointment.status == "active", Appointment.starts_at > clock.to_utc(now))
        .order_by(Appointment.starts_at))
    rows = session.execute(query).all()
    openings = plans.openings_of(session, sorted({row.office_id for row in rows}))
    closures = plans.closures_of(session)
    found = {}
    for row in rows:
        starts, ends = clock.local(row.starts_at), clock.local(row.ends_at)
        closed = holiday_name(starts.date()) is not None or any(
            days.covers(starts.date()) for days in closures[row.office_id] + closures[None])
        inside = any(
            item.weekday == starts.weekday() and item.opens <= starts.time() and ends.time() <= item.closes
            for item in openings[row.office_id])
        if closed or not inside:
            found[row.id] = f"{row.name}, {format_moment(starts)}"
    return found
