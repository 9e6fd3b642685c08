"""What a change of the programme means for those who signed up: told once, reminded in the right words, moved up.

What changed is looked for, not announced: an edit at the desk, an import and a row that was put back come to the same,
and a process that is killed in the middle loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Iterable

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Notice, SignUp
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows, lock_name
from bot.rules import reminder_times
from bot.rules.interests import find_end_of_day
from bot.services.notices import NewNotice, add_notice_in, withdraw_notices_in
from bot.services.sign_ups import texts
from bot.services.sign_ups.results import TicketView
from bot.services.sign_ups.tickets import (
    REMINDER,
    find_event_start,
    find_tickets,
    list_free_places,
    make_reminder_key,
    promote,
    read_day,
)
from bot.settings import Settings

CHANGED, CALLED_OFF = "event_changed", "event_called_off"
_sign_up, _notice = get_table(SignUp), get_table(Notice)


@dataclass(frozen=True)
class _Difference:
    """What is to be done for a day: tickets whose words changed, tickets of a day that is gone, places to give."""

    changed: list[TicketView] = field(default_factory=list)
    called_off: list[TicketView] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    @property
    def number(self) -> int:
        return len(self.changed) + len(self.called_off) + len(self.places)


def follow_events(settings: Settings, now: datetime) -> int:
    """Tell everybody signed up what has changed of their day, and give places that are free to who waits; how many.

    Raises:
        DatabaseUnavailable: the database cannot be read or written; what is not done yet is found next time.
    """
    today = clock.local(now).date()
    with transaction(settings.database_url) as session:  # without the right to write: mostly there is nothing to do
        days = session.execute(select(_sign_up.c.event_id, _sign_up.c.day).where(
            _sign_up.c.day >= today).distinct()).all()
        days = [row for row in days if _find_difference(session, row.event_id, row.day, now).number]
    done = 0
    for row in days:
        with transaction(settings.database_url, write=True) as session:
            lock_name(session, f"event:{row.event_id}:{row.day}")
            found = _find_difference(session, row.event_id, row.day, now)
            _follow(session, found, row.event_id, row.day, now)
        done += found.number
    return done


def move_tickets_in(session: Session, event_id: str, old: date, new: date) -> int:
    """Take the sign-ups of a day along to the day that it becomes, in the transaction that changes it."""
    return count_rows(session, update(_sign_up).where(
        _sign_up.c.event_id == event_id, _sign_up.c.day == old).values(day=new))


def _find_difference(session: Session, event_id: str, day: date, now: datetime) -> _Difference:
    theirs = (_sign_up.c.event_id == event_id) & (_sign_up.c.day == day)
    status = {row.id: row.status for row in session.execute(select(_sign_up.c.id, _sign_up.c.status).where(theirs))}
    row = read_day(session, event_id, day)
    if row is None:
        told = _notices_of(session, status, CALLED_OFF)
        return _Difference(called_off=find_tickets(session, _sign_up.c.id.in_(status.keys() - told.keys())))
    reminders, back = _notices_of(session, status, REMINDER), _notices_of(session, status, CALLED_OFF)
    signed = find_tickets(session, _sign_up.c.id.in_(reminders))
    waiting = sum(each == "waiting" for each in status.values())
    free = list_free_places(session, event_id, day, row.places or 0) if find_event_start(day, row.starts) > now else []
    return _Difference(
        changed=[ticket for ticket in signed if ticket.id in back or (
            reminders[ticket.id].about != texts.word_notice(REMINDER, ticket))],
        places=free[:waiting])


def _notices_of(session: Session, ids: Iterable[int], kind: str) -> dict[int, Any]:
    """The notices of that kind that stand, by the ids of the tickets."""
    keys = {f"sign_up:{ticket_id}:{kind}": ticket_id for ticket_id in ids}
    return {keys[row.key]: row for row in session.execute(select(_notice).where(
        _notice.c.key.in_(keys), (_notice.c.state != "withdrawn") | (_notice.c.kind == REMINDER)))}


def _follow(session: Session, found: _Difference, event_id: str, day: date, now: datetime) -> None:
    for ticket in found.called_off:
        withdraw_notices_in(session, [make_reminder_key(ticket.id)], now)
        _tell(session, ticket, CALLED_OFF, find_end_of_day(day), now)
    for ticket in found.changed:
        start = find_event_start(day, ticket.starts)
        due = reminder_times.find_due_time(reminder_times.DAY_BEFORE, start)
        session.execute(delete(_notice).where(_notice.c.key == _key(ticket, CALLED_OFF)))  # it is on again
        reminder = update(_notice).where(_notice.c.key == make_reminder_key(ticket.id))
        session.execute(reminder.values(
            about=texts.word_notice(REMINDER, ticket), due_at=clock.to_utc(due), until=clock.to_utc(start)))
        session.execute(reminder.where(_notice.c.state.in_(("due", "withdrawn"))).values(
            state="due" if due > now else "withdrawn"))
        if start > now:
            _tell(session, ticket, CHANGED, start, now)
    for place in found.places:
        promote(session, event_id, day, place, now)


def _tell(session: Session, ticket: TicketView, kind: str, until: datetime, now: datetime) -> None:
    row = session.execute(select(
        _sign_up.c.contact, _sign_up.c.contact_kind, _sign_up.c.conversation_id,
    ).where(_sign_up.c.id == ticket.id)).one()
    add_notice_in(session, NewNotice(
        kind=kind, key=_key(ticket, kind), due_at=now, until=until, about=texts.word_notice(kind, ticket),
        **row._mapping), now)


def _key(ticket: TicketView, kind: str) -> str:
    """Of a notice of a ticket; every change is news of its own."""
    return f"sign_up:{ticket.id}:{kind}" + (f":{texts.digest_day(ticket)}" if kind == CHANGED else "")
