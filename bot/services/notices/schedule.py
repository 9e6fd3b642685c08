"""Which notices an appointment should have, and the table made so: run again and again, it follows every booking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, Notice
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows
from bot.rules import reminder_times
from bot.services.notices.kinds import CANCELLATION, CONFIRMATION, CONTACT, EVERY, KINDS, MOVED
from bot.services.notices.recipients import list_recipients_in
from bot.services.notices.requests import NewNotice, add_notice_in
from bot.settings import Settings

FRESH = timedelta(hours=1)
"""What was booked, moved or cancelled longer ago is not confirmed any more: mail server or gateway are new."""

PLANNED = (*reminder_times.KINDS, CONFIRMATION, MOVED, CANCELLATION)
"""The kinds that follow from the appointments alone; nobody asks for them."""

TAKEN = ("placed", "sent", "delivered")

_appointment = get_table(Appointment)
_READ = [_appointment.c[name] for name in ("id", "status", "starts_at", "changed_at", "sequence")]
_notice = get_table(Notice)


@dataclass(frozen=True)
class Planned:
    """How many notices were added and how many withdrawn."""

    added: int
    withdrawn: int


def plan(settings: Settings, now: datetime) -> Planned:
    """Add the notices that are missing and withdraw those that are no longer right; what was sent stays.

    Raises:
        DatabaseUnavailable: the database cannot be read or written; nothing has changed.
    """
    with transaction(settings.database_url) as session:  # without the right to write: mostly there is nothing to do
        missing, wrong = _difference(session, settings, now)
    if not missing and not wrong:
        return Planned(0, 0)
    with transaction(settings.database_url, write=True) as session:
        missing, wrong = _difference(session, settings, now)
        added = sum(add_notice_in(session, wanted, now) for wanted in missing)
        return Planned(added, _withdraw(session, wrong, now))


def find_last_moment(kind: str, starts_at: datetime) -> datetime:
    """Until when (aware) a notice of an appointment at ``starts_at`` (aware) is sent."""
    return reminder_times.find_last_time(kind, starts_at) if kind in reminder_times.KINDS else clock.local(starts_at)


def _difference(session: Session, settings: Settings, now: datetime) -> tuple[list[NewNotice], list[int]]:
    """What is missing, and the ids of what is to be withdrawn."""
    standing = session.execute(select(_notice).where(
        _notice.c.kind.in_(PLANNED), _notice.c.starts_at > clock.to_utc(now) - timedelta(days=1))).all()
    known = {row.key: row for row in standing}
    right = _right(session, settings, standing, now)
    added = [_make_notice(*wanted) for key, wanted in right.items() if (
        key not in known or known[key].state == "withdrawn" and wanted[0] in reminder_times.KINDS)]
    missing = [wanted for wanted in added if now <= wanted.until]
    wrong = [row.id for key, row in known.items() if row.state == "due" and key not in right]
    return missing, wrong


def _right(session: Session, settings: Settings, standing: Any, now: datetime) -> dict[str, tuple[str, datetime, Any]]:
    """The notices that there should be, by their keys: kind, moment when it is due, row of the appointment."""
    moment = clock.to_utc(now)
    told = {row.appointment_id for row in standing if row.channel in CONTACT and row.state in TAKEN}
    begun = {row.key for row in standing if row.state == "due"}
    right: dict[str, tuple[str, datetime, Any]] = {}
    ahead = (_appointment.c.status.in_(("active", "cancelled")), _appointment.c.starts_at > moment)
    recipients = list_recipients_in(session, *ahead)
    for row in session.execute(select(*_READ).where(*ahead)).all():
        reachable = set(recipients[row.id].channels(settings, EVERY))
        if not reachable:
            continue
        for kind, due_at in _kinds(row, row.id in told):
            key = _key(row, kind)
            late = kind not in reminder_times.KINDS and row.changed_at <= moment - FRESH
            # once begun, it is tried until the appointment
            if reachable.intersection(KINDS[kind].channels) and (not late or key in begun):
                right[key] = kind, due_at, row
    return right


def _make_notice(kind: str, due_at: datetime, row: Any) -> NewNotice:
    start = clock.local(row.starts_at)
    return NewNotice(
        kind, _key(row, kind), due_at, find_last_moment(kind, start), appointment_id=row.id, starts_at=start)


def _key(row: Any, kind: str) -> str:
    """A reminder is the same after a move and a move back; every move is news of its own."""
    change = f":{row.sequence}" if kind == MOVED else ""
    return f"appointment:{row.id}:{kind}:{row.starts_at:%Y%m%d%H%M}{change}"


def _kinds(row: Any, told: bool) -> list[tuple[str, datetime]]:
    """The kinds that an appointment should have, each with the moment when it is due.

    Of a cancellation only who was told of the appointment by e-mail or SMS before hears that way.
    """
    start, made = clock.local(row.starts_at), clock.local(row.changed_at)
    if row.status == "cancelled":
        return [(CANCELLATION, made)] if told else []
    reminders = [
        (kind, reminder_times.find_due_time(kind, start)) for kind in reminder_times.KINDS
        if reminder_times.wants_reminder(kind, start, made)]
    return [*reminders, (MOVED if row.sequence else CONFIRMATION, made)]


def _withdraw(session: Session, wrong: list[int], now: datetime) -> int:
    if not wrong:
        return 0
    return count_rows(session, update(_notice).where(_notice.c.id.in_(wrong), _notice.c.state == "due").values(
        state="withdrawn", changed_at=clock.to_utc(now)))
