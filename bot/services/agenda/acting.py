"""Booking, moving, cancelling and marking at the desk: the chat's services and rules, audited, told in the chat.

The same notice and horizon hold as in the chat; whose office it is decides what an operator may do.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional, Union

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.core import clock, contacts
from bot.db import models
from bot.db.session import transaction
from bot.services import activity, booking, conversations
from bot.services.agenda import texts
from bot.services.agenda.reading import DESK_PREFIX, attended_from, get_in, may_see
from bot.services.agenda.results import (
    BadPerson,
    BookResult,
    CancelResult,
    Entry,
    Marked,
    MarkResult,
    MoveResult,
    NotMarked,
    NotThere,
    NotYet,
)
from bot.services.booking import AlreadyCancelled, AppointmentView, Booked, Cancelled, Moved, NotYours
from bot.services.conversations import OWNED, Draft
from bot.services.handoffs.common import operator_row, visible_to
from bot.services.handoffs.texts import first_name
from bot.services.operators import OperatorView
from bot.services.operators.audit import audit_in
from bot.services.privacy import NOTICE_VERSION
from bot.settings import Settings

Appointment: Any = models.Appointment
Conversation: Any = models.Conversation
Handoff: Any = models.Handoff

ORAL = "booking_told_to_operator"
"""Purpose of a consent that the person gave to the operator in words, not by a button of the chat."""
NAME_CHARS = 120


def book(
    settings: Settings, *, operator: OperatorView, office_id: str, service_id: str, starts_at: datetime, name: str,
    contact: str, consent: bool, key: str, conversation_id: Optional[str] = None, now: datetime,
) -> BookResult:
    """Book for a person: of ``conversation_id``, whose appointment it becomes, or of nobody's chat when it is None.

    Args:
        contact: as it was told, a telephone number or an e-mail address.
        consent: the operator read the notice out and the person agreed; recorded as such.
        key: of this form; sending it again gives the same appointment.

    Raises:
        DatabaseUnavailable: the database is down or locked; nothing has changed.
    """
    if not may_see(operator, office_id):
        return NotThere()
    if conversation_id is not None and not can_speak(settings, operator=operator, conversation_id=conversation_id):
        return NotThere()
    person = _person(name, contact, consent)
    if isinstance(person, BadPerson):
        return person
    result = booking.confirm(
        settings, conversation_id=conversation_id or f"{DESK_PREFIX}{key}", service_id=service_id, office_id=office_id,
        starts_at=starts_at, name=name, contact=person[0], contact_kind=person[1], notice_version=NOTICE_VERSION,
        idempotency_key=f"desk:{key}", purpose=ORAL, now=now)
    if isinstance(result, Booked) and _made_at(settings, result.appointment.id, now):
        _noted(settings, operator, result.appointment, conversation_id, "booked", now)
    return result


def move(
    settings: Settings, *, operator: OperatorView, appointment_id: int, office_id: str, starts_at: datetime,
    now: datetime,
) -> MoveResult:
    """Move an appointment of the operator's office to another start, or to another of their offices.

    Raises:
        DatabaseUnavailable: the database is down or locked; the appointment is as it was.
    """
    entry = _entry(settings, operator, appointment_id, now)
    if entry is None or not may_see(operator, office_id):
        return NotThere()
    if entry.office_id == office_id and entry.starts_at == starts_at and entry.may_change:
        found = booking.by_code(settings, code=entry.code, conversation_id=_own(operator), now=now)
        return Moved(found) if isinstance(found, AppointmentView) else NotThere()
    result = booking.move(
        settings, appointment_id=appointment_id, conversation_id=_own(operator), code=entry.code,
        office_id=office_id, starts_at=starts_at, now=now)
    if isinstance(result, Moved):
        _noted(settings, operator, result.appointment, entry.conversation_id if entry.in_chat else None, "moved", now)
        return result
    if isinstance(result, (NotYours, AlreadyCancelled)):
        return NotThere()
    return result


def cancel(
    settings: Settings, *, operator: OperatorView, appointment_id: int, now: datetime,
) -> CancelResult:
    """Cancel an appointment of the operator's office; cancelling it again changes nothing and tells nobody.

    Raises:
        DatabaseUnavailable: the database is down or locked; the appointment stands.
    """
    entry = _entry(settings, operator, appointment_id, now)
    if entry is None:
        return NotThere()
    result = booking.cancel(
        settings, appointment_id=appointment_id, conversation_id=_own(operator), code=entry.code, now=now)
    if isinstance(result, Cancelled):
        chat = entry.conversation_id if entry.in_chat else None
        _noted(settings, operator, result.appointment, chat, "cancelled", now)
    if isinstance(result, AlreadyCancelled):
        return Cancelled(result.appointment)
    return NotThere() if isinstance(result, NotYours) else result


def mark(
    settings: Settings, *, operator: OperatorView, appointment_id: int, attended: bool, now: datetime,
) -> MarkResult:
    """Say whether the person came; said wrongly, it can be said anew.

    Attended from the morning of the day on, missed from the start on.

    Raises:
        DatabaseUnavailable: the database cannot be written; the appointment is as it was.
    """
    status = "attended" if attended else "missed"
    with transaction(settings.database_url, write=True) as session:
        entry = get_in(session, operator=operator, appointment_id=appointment_id, now=now)
        if entry is None:
            return NotThere()
        if entry.status == "cancelled":
            return NotMarked()
        since = attended_from(entry.starts_at) if attended else entry.starts_at
        if now < since:
            return NotYet(since)
        if entry.status == status:
            return Marked(status)
        changed = session.execute(update(Appointment).where(
            Appointment.id == appointment_id, Appointment.status != "cancelled").values(
            status=status, changed_at=clock.to_utc(now)).execution_options(synchronize_session=False)).rowcount
        if not changed:
            return NotMarked()
        audit_in(session, operator=operator, act=f"appointment_{status}", target=f"appointment {appointment_id}",
                 detail={"office": entry.office_id}, now=now)
        channel = _channel(session, entry)
    if channel is not None and entry.conversation_id is not None:
        activity.record(
            settings, conversation_id=entry.conversation_id, channel=channel, kind="booking", topic="booking",
            item=entry.office_id, result=status, detail={"service": entry.service_id}, now=now)
    return Marked(status)


def can_speak(settings: Settings, *, operator: OperatorView, conversation_id: str) -> bool:
    """Whether the operator may book for that conversation: one that asked for a person, and that they may read."""
    with transaction(settings.database_url) as session:
        row = operator_row(session, operator.id)
        if row is None:
            return False
        asked = select(Handoff.id).where(Handoff.conversation_id == conversation_id).exists()
        query = select(Conversation.id).where(
            Conversation.id == conversation_id, Conversation.revoked_at.is_(None), asked, visible_to(session, row))
        return session.execute(query).first() is not None


def _person(name: str, contact: str, consent: bool) -> Union[tuple[str, str], BadPerson]:
    if not name.strip() or len(name.strip()) > NAME_CHARS:
        return BadPerson("name", f"Scrivi nome e cognome, al massimo {NAME_CHARS} caratteri.")
    read = contacts.contact(contact)
    if not isinstance(read, (contacts.Phone, contacts.Email)):
        return BadPerson("contact", "Scrivi un numero di telefono o un indirizzo e-mail che funzioni.")
    if not consent:
        return BadPerson("consent", "Senza il consenso della persona i suoi dati non si possono registrare.")
    return (read.e164, "phone") if isinstance(read, contacts.Phone) else (read.address, "email")


def _entry(settings: Settings, operator: OperatorView, appointment_id: int, now: datetime) -> Optional[Entry]:
    with transaction(settings.database_url) as session:
        return get_in(session, operator=operator, appointment_id=appointment_id, now=now)


def _made_at(settings: Settings, appointment_id: int, now: datetime) -> bool:
    """Whether the appointment was made by this very request: a repeated one is neither noted nor told again."""
    query = select(Appointment.created_at).where(Appointment.id == appointment_id)
    with transaction(settings.database_url) as session:
        return bool(session.execute(query).scalar() == clock.to_utc(now))


def _own(operator: OperatorView) -> str:
    """Who acts, where the chat's services want a conversation: it made no appointment and holds no place."""
    return f"{DESK_PREFIX}operator:{operator.id}"


def _channel(session: Session, entry: Entry) -> Optional[str]:
    if not entry.in_chat:
        return None
    query = select(Conversation.channel).where(Conversation.id == entry.conversation_id)
    found: Optional[str] = session.execute(query).scalar()
    return found


def _noted(
    settings: Settings, operator: OperatorView, view: AppointmentView, conversation_id: Optional[str], what: str,
    now: datetime,
) -> None:
    """Audit what was done, tell the person in their chat, and count it."""
    key = f"desk:{what}:{view.id}:{view.sequence}"
    channel: Optional[str] = None
    with transaction(settings.database_url, write=True) as session:
        audit_in(session, operator=operator, act=f"appointment_{what}", target=f"appointment {view.id}",
                 detail={"office": view.office_id, "service": view.service_id}, now=now)
        row = session.execute(select(Conversation.channel, Conversation.state).where(
            Conversation.id == conversation_id)).first() if conversation_id is not None else None
        if row is not None and conversation_id is not None:
            channel = str(row.channel)
            owned = row.state == OWNED
            conversations.append_in(session, conversation_id=conversation_id, channel=channel, now=now, draft=Draft(
                "operator" if owned else "system", getattr(texts, what)(view), key=key,
                operator_id=operator.id if owned else None,
                content={"name": first_name(operator.name), "custom": texts.card(view),
                         "quick_replies": texts.buttons(view)}))
    if channel is not None and conversation_id is not None:
        activity.record(
            settings, conversation_id=conversation_id, channel=channel, kind="booking", topic="booking",
            item=view.office_id, result=what, detail={"service": view.service_id}, now=now)
