"""Which reminders there should be, and the table made so: run again and again, it follows every booking and move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Optional

from sqlalchemy import and_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.core import clock, reminder_times
from bot.db.models import Appointment, Conversation, Person, Reminder
from bot.db.session import transaction
from bot.settings import Settings

CHAT, EMAIL = "chat", "email"
CONFIRMATION, CANCELLATION = "confirmation", "cancellation"

FRESH = timedelta(hours=1)
"""What was booked or cancelled longer ago gets no confirmation by e-mail any more: the mail server is new."""

_appointment: Any = Appointment.__table__
_conversation: Any = Conversation.__table__
_person: Any = Person.__table__
_reminder: Any = Reminder.__table__

Key = tuple[int, str, datetime, str]
"""Appointment, kind, start (naive UTC), channel: what makes a reminder that reminder."""


@dataclass(frozen=True)
class Planned:
    """How many reminders were added and how many withdrawn."""

    added: int
    withdrawn: int


def plan(settings: Settings, now: datetime) -> Planned:
    """Add the reminders that are missing and withdraw those that are no longer right; what was sent stays.

    Raises:
        DatabaseUnavailable: the database cannot be read or written; nothing has changed.
    """
    with transaction(settings.database_url) as session:  # without the right to write: mostly there is nothing to do
        missing, wrong = _difference(session, settings, now)
    if not missing and not wrong:
        return Planned(0, 0)
    with transaction(settings.database_url, write=True) as session:
        missing, wrong = _difference(session, settings, now)
        return Planned(_add(session, missing, now), _withdraw(session, wrong, now))


def last_moment(kind: str, starts_at: datetime) -> datetime:
    """Until when (aware) it is sent; ``starts_at`` is naive UTC."""
    start = clock.local(starts_at)
    return reminder_times.until(kind, start) if kind in reminder_times.KINDS else start


def _difference(session: Session, settings: Settings, now: datetime) -> tuple[dict[Key, datetime], list[int]]:
    """What is missing, with the moments when it is due (naive UTC), and the ids of what is to be withdrawn."""
    moment = clock.to_utc(now)
    right = _right(session, settings, now)
    standing = select(_reminder).where(_reminder.c.starts_at > moment - timedelta(days=1))
    known: dict[Key, Any] = {
        (row.appointment_id, row.kind, row.starts_at, row.channel): row for row in session.execute(standing)}
    missing = {
        key: due_at for key, due_at in right.items() if now <= last_moment(key[1], key[2]) and (
            key not in known or known[key].state == "withdrawn" and key[1] in reminder_times.KINDS)}
    wrong = [row.id for key, row in known.items() if row.state == "due" and key not in right]
    return missing, wrong


def _right(session: Session, settings: Settings, now: datetime) -> dict[Key, datetime]:
    """The reminders that there should be, with the moments when they are due (naive UTC)."""
    moment = clock.to_utc(now)
    query = (
        select(
            _appointment.c.id, _appointment.c.starts_at, _appointment.c.changed_at, _appointment.c.status,
            _person.c.contact_kind, _conversation.c.id.label("conversation"))
        .join(_person, _person.c.id == _appointment.c.person_id)
        .outerjoin(_conversation, and_(
            _conversation.c.id == _appointment.c.conversation_id, _conversation.c.revoked_at.is_(None)))
        .where(_appointment.c.status.in_(("active", "cancelled")), _appointment.c.starts_at > moment))
    mails = session.execute(select(_reminder).where(
        _reminder.c.channel == EMAIL, _reminder.c.state.in_(("due", "sending", "sent")))).all()
    told = {mail.appointment_id for mail in mails if mail.state == "sent"}
    waiting = {(mail.appointment_id, mail.kind, mail.starts_at, EMAIL) for mail in mails if mail.state == "due"}
    right: dict[Key, datetime] = {}
    for row in session.execute(query):
        mail = bool(settings.smtp_url) and row.contact_kind == "email"
        if row.status == "active":
            channels = ([CHAT] if row.conversation else []) + ([EMAIL] if mail else [])
            right.update({
                (row.id, kind, row.starts_at, channel): due_at
                for kind, due_at in _times(row) for channel in channels})
        kind = _letter(row, row.id in told)
        if mail and kind is not None:
            key: Key = (row.id, kind, row.starts_at, EMAIL)
            if row.changed_at > moment - FRESH or key in waiting:  # once begun, it is tried until the appointment
                right[key] = row.changed_at
    return right


def _times(row: Any) -> list[tuple[str, datetime]]:
    start, made = clock.local(row.starts_at), clock.local(row.changed_at)
    return [
        (kind, clock.to_utc(reminder_times.due(kind, start))) for kind in reminder_times.KINDS
        if reminder_times.wanted(kind, start, made)]


def _letter(row: Any, told: bool) -> Optional[str]:
    """The e-mail with the calendar file; of a cancellation only who had one before hears by e-mail."""
    if row.status == "active":
        return CONFIRMATION
    return CANCELLATION if told else None


def _add(session: Session, missing: dict[Key, datetime], now: datetime) -> int:
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    added = 0
    for (appointment_id, kind, starts_at, channel), due_at in missing.items():
        values = {"due_at": due_at, "state": "due", "attempts": 0, "changed_at": clock.to_utc(now)}
        statement = dialect.insert(_reminder).values(
            appointment_id=appointment_id, kind=kind, starts_at=starts_at, channel=channel, **values)
        added += session.execute(statement.on_conflict_do_update(
            index_elements=["appointment_id", "kind", "starts_at", "channel"], set_=values,
            where=_reminder.c.state == "withdrawn")).rowcount  # moved away and back again
    return added


def _withdraw(session: Session, wrong: list[int], now: datetime) -> int:
    if not wrong:
        return 0
    statement = update(_reminder).where(_reminder.c.id.in_(wrong), _reminder.c.state == "due").values(
        state="withdrawn", changed_at=clock.to_utc(now))
    return int(session.execute(statement).rowcount)
