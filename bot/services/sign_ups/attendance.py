"""Attendance at a day of an event: who is expected, and who came."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select, update

from bot import clock
from bot.db.models import SignUp
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows
from bot.services.operators import Actor, audit_in
from bot.services.sign_ups.results import AttendanceLine
from bot.settings import Settings

_sign_up = get_table(SignUp)


def list_attendance(settings: Settings, event_id: str, day: date) -> list[AttendanceLine]:
    """Everybody signed up for that day by name; the waiting list last."""
    with transaction(settings.database_url) as session:
        return [AttendanceLine(row.id, row.code, row.place, row.name, row.firm, row.contact, row.status)
                for row in session.execute(select(_sign_up).where(
                    _sign_up.c.event_id == event_id, _sign_up.c.day == day).order_by(
                        _sign_up.c.place.is_(None), _sign_up.c.name, _sign_up.c.id))]


def mark_presence(settings: Settings, *, sign_up_id: int, came: bool, operator: Actor, now: datetime) -> bool:
    """Note whether somebody with a place came; False for whoever has none. It can be put right."""
    with transaction(settings.database_url, write=True) as session:
        marked = count_rows(session, update(_sign_up).where(
            _sign_up.c.id == sign_up_id, _sign_up.c.status != "waiting",
        ).values(status="attended" if came else "missed", changed_at=clock.to_utc(now)))
        if marked:
            audit_in(session, operator=operator, act="event_attended" if came else "event_missed",
                     target=f"sign-up {sign_up_id}", now=now)
        return bool(marked)
