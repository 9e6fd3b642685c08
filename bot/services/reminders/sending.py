"""Sending what is due: in the chat in one transaction with its mark, by e-mail between two marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Optional

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from bot.core import clock
from bot.db.models import Appointment, Conversation, Person, Reminder
from bot.db.session import transaction
from bot.services.booking import AppointmentView
from bot.services.booking.views import view
from bot.services.conversations import ASSISTANT, Draft, append_in
from bot.services.ics import file_name, ics, uid
from bot.services.reminders import texts
from bot.services.reminders.planning import CANCELLATION, CHAT, EMAIL, last_moment
from bot.settings import Settings

BACK_OFF_MINUTES = (1, 5, 15, 30, 60)
"""After the first, second, … failed attempt; after that once an hour, as long as the reminder makes sense."""

STUCK = timedelta(minutes=10)
"""An e-mail that has been on its way for so long was left by a process that died: it is sent again, under the same
Message-ID. The server may have taken it just before; a reminder twice is better than none."""

_appointment: Any = Appointment
_conversation: Any = Conversation.__table__
_person: Any = Person.__table__
_reminder: Any = Reminder.__table__


@dataclass(frozen=True)
class Mail:
    """An e-mail to be sent. ``to`` is personal: never log it. ``reminder_id`` and ``attempt`` are for the mark."""

    reminder_id: int
    attempt: int
    to: str
    subject: str
    text: str
    message_id: str
    file_name: str
    calendar: bytes
    cancels: bool


def send_chat(settings: Settings, now: datetime) -> int:
    """Write every reminder that is due into its conversation, each once; how many.

    Raises:
        DatabaseUnavailable: the database cannot be read or written; those not yet written stay due.
    """
    return sum(_say(settings, reminder_id, now) for reminder_id in _due(settings, CHAT, now))


def next_mail(settings: Settings, now: datetime) -> Optional[Mail]:
    """The next e-mail that is due, marked as on its way so that no other process takes it; None when there is none.

    Raises:
        DatabaseUnavailable: the database cannot be read or written.
    """
    for reminder_id in _due(settings, EMAIL, now):
        with transaction(settings.database_url, write=True) as session:
            row = _taken(session, reminder_id, "sending", now)
            if row is None:
                continue
            seen = _still_right(session, row, now)
            if seen is None:
                _mark(session, reminder_id, "withdrawn", now)
                continue
            to = session.execute(
                select(_person.c.contact).join(Appointment, Appointment.person_id == _person.c.id)
                .where(Appointment.id == seen.id)).scalar_one()
        return Mail(
            reminder_id=reminder_id, attempt=row.attempts + 1, to=to, subject=texts.subject(row.kind, seen),
            text=texts.letter(row.kind, seen, settings.site_url), message_id=_message_id(row, seen),
            file_name=file_name(seen), calendar=ics(seen, now), cancels=row.kind == CANCELLATION)
    return None


def mail_sent(settings: Settings, mail: Mail, now: datetime) -> None:
    """The server has taken it."""
    _settle(settings, mail, "sent", now)


def mail_failed(settings: Settings, mail: Mail, *, for_good: bool, now: datetime) -> None:
    """The server has not: it is tried again later, or ``for_good`` never."""
    _settle(settings, mail, "failed" if for_good else "due", now)


def _due(settings: Settings, channel: str, now: datetime) -> list[int]:
    """Ids of what may be sent now; what no longer makes sense is marked on the way."""
    moment = clock.to_utc(now)
    query = select(_reminder).where(
        _reminder.c.channel == channel, _reminder.c.due_at <= moment, _open(moment),
    ).order_by(_reminder.c.due_at, _reminder.c.id)
    with transaction(settings.database_url) as session:
        rows = session.execute(query).all()
    late = [row.id for row in rows if now > last_moment(row.kind, row.starts_at)]
    if late:
        with transaction(settings.database_url, write=True) as session:
            for reminder_id in late:
                _mark(session, reminder_id, "failed", now)
    return [row.id for row in rows if row.id not in late and _rested(row, moment)]


def _open(moment: datetime) -> Any:
    """What nobody has sent and nobody is sending (SQL)."""
    return or_(
        _reminder.c.state == "due", (_reminder.c.state == "sending") & (_reminder.c.changed_at <= moment - STUCK))


def _rested(row: Any, moment: datetime) -> bool:
    if not row.attempts or row.state == "sending":
        return True
    pause = BACK_OFF_MINUTES[min(row.attempts, len(BACK_OFF_MINUTES)) - 1]
    return bool(row.changed_at + timedelta(minutes=pause) <= moment)


def _say(settings: Settings, reminder_id: int, now: datetime) -> bool:
    with transaction(settings.database_url, write=True) as session:
        row = _taken(session, reminder_id, "sent", now)
        if row is None:
            return False
        seen = _still_right(session, row, now)
        home = None if seen is None else session.execute(
            select(_conversation).join(Appointment, Appointment.conversation_id == _conversation.c.id)
            .where(Appointment.id == seen.id, _conversation.c.revoked_at.is_(None))).first()
        if seen is None or home is None:
            _mark(session, reminder_id, "withdrawn", now)
            return False
        text, content = texts.chat(row.kind, seen)
        # while the conversation is an operator's the assistant has not the word: the reminder is a notice then
        author = "assistant" if home.state == ASSISTANT else "system"
        draft = Draft(author, text, content, key=f"reminder:{seen.id}:{row.kind}:{row.starts_at:%Y%m%d%H%M}")
        append_in(session, conversation_id=home.id, channel=home.channel, draft=draft, now=now)
        return True


def _taken(session: Session, reminder_id: int, state: str, now: datetime) -> Any:
    """The reminder as it was, marked with ``state`` by this process; None when another was quicker."""
    row = session.execute(select(_reminder).where(_reminder.c.id == reminder_id, _open(clock.to_utc(now)))).first()
    if row is None:
        return None
    marked = session.execute(update(_reminder).where(
        _reminder.c.id == reminder_id, _reminder.c.state == row.state, _reminder.c.attempts == row.attempts,
    ).values(state=state, attempts=row.attempts + 1, changed_at=clock.to_utc(now)))
    return row if marked.rowcount else None


def _still_right(session: Session, row: Any, now: datetime) -> Optional[AppointmentView]:
    """The appointment, when it is still the one to remind of."""
    status = "cancelled" if row.kind == CANCELLATION else "active"
    return view(
        session, _appointment.id == row.appointment_id, _appointment.status == status,
        _appointment.starts_at == row.starts_at, _appointment.starts_at > clock.to_utc(now))


def _mark(session: Session, reminder_id: int, state: str, now: datetime) -> None:
    session.execute(update(_reminder).where(
        _reminder.c.id == reminder_id).values(state=state, changed_at=clock.to_utc(now)))


def _settle(settings: Settings, mail: Mail, state: str, now: datetime) -> None:
    with transaction(settings.database_url, write=True) as session:
        session.execute(update(_reminder).where(
            _reminder.c.id == mail.reminder_id, _reminder.c.state == "sending", _reminder.c.attempts == mail.attempt,
        ).values(state=state, changed_at=clock.to_utc(now)))


def _message_id(row: Any, seen: AppointmentView) -> str:
    """The same at every attempt, so that a mail program shows a repeated one once."""
    name, _, domain = uid(seen).partition("@")
    return f"<{name}.{row.kind}.{row.starts_at:%Y%m%d%H%M}@{domain}>"
