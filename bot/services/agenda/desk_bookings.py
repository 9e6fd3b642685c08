"""Booking, moving, cancelling and marking at the desk: the chat's services and rules, audited, told in the chat.

The same horizon holds as in the chat, but no notice: an operator may book today, also somebody who stands at the desk.
Whose office it is decides what an operator may do.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Callable, Optional, Union

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, Conversation, Handoff
from bot.db.session import transaction
from bot.db.statements import count_rows
from bot.italian.people.contacts import find_contact
from bot.rules.notice_versions import NOTICE_VERSION
from bot.rules.place_grid import GRID_MINUTES
from bot.services import booking, conversations
from bot.services.agenda import texts
from bot.services.agenda.calendar import DESK_PREFIX, find_attendance_start, get_in, may_see
from bot.services.agenda.results import (
    BadPerson,
    BookResult,
    CancelResult,
    Entry,
    Given,
    GiveResult,
    Marked,
    MarkResult,
    MoveResult,
    NotMarked,
    NotThere,
    NotYet,
    OperatorNotFree,
)
from bot.services.booking import (
    AlreadyCancelled,
    AppointmentView,
    Booked,
    Cancelled,
    Moved,
    NotYours,
    TooManyBookings,
)
from bot.services.conversations import OWNED, Draft
from bot.services.handoffs import cut_first_name, find_operator_row, make_visible_condition
from bot.services.operators import OperatorView, audit_in
from bot.settings import Settings
from bot.texts import get_text

ORAL = "booking_told_to_operator"
"""Purpose of a consent that the person gave to the operator in words, not by a button of the chat."""
NAME_CHARS = 120


class _NotFree(Exception):
    """The operator whom the appointment was to be with is not free then."""


def book(
    settings: Settings, *, operator: OperatorView, office_id: str, service_id: str, starts_at: datetime, name: str,
    contact: str, consent: bool, key: str, on_behalf: bool = False, conversation_id: Optional[str] = None,
    walk_in: bool = False, with_operator: Optional[int] = None, now: datetime,
) -> BookResult:
    """Book for a person: of ``conversation_id``, whose appointment it becomes, or of nobody's chat when it is None.

    Args:
        contact: as it was told, a telephone number or an e-mail address.
        consent: the operator read the notice out and the person agreed; recorded as such.
        on_behalf: who agreed did so for somebody else, whose name it is.
        with_operator: whom it is with, when it is not with whoever is free.
        walk_in: the person is at the desk: any moment of the opening hours will do, also one that has just begun.
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

    def give_and_note(session: Session, view: AppointmentView) -> None:
        if with_operator is not None and not booking.give_to_operator(
                session, appointment_id=view.id, operator_id=with_operator):
            raise _NotFree
        _note_in(session, view, operator=operator, conversation_id=conversation_id, what="booked", now=now)

    try:
        result = booking.book_appointment(
            booking.leave_out_lead_time(settings), conversation_id=conversation_id or f"{DESK_PREFIX}{key}",
            service_id=service_id, office_id=office_id,
            starts_at=starts_at, name=name, contact=person[0], contact_kind=person[1], notice_version=NOTICE_VERSION,
            idempotency_key=f"desk:{key}", purpose=ORAL, given_by=f"operator:{operator.id}",
            on_behalf=on_behalf, limited=False, also=give_and_note, walk_in=walk_in, now=now)
    except _NotFree:
        return OperatorNotFree()
    assert not isinstance(result, TooManyBookings)  # who books at the desk is not counted by network
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
        found = booking.find_by_code(settings, code=entry.code, conversation_id=_own(operator), now=now)
        return Moved(found) if isinstance(found, AppointmentView) else NotThere()
    result = booking.move_appointment(
        booking.leave_out_lead_time(settings), appointment_id=appointment_id, conversation_id=_own(operator),
        code=entry.code, office_id=office_id, starts_at=starts_at, counted_for=entry.conversation_id,
        also=_noting(entry, operator, "moved", now), now=now)
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
    result = booking.cancel_appointment(
        settings, appointment_id=appointment_id, conversation_id=_own(operator), code=entry.code,
        counted_for=entry.conversation_id, also=_noting(entry, operator, "cancelled", now), now=now)
    if isinstance(result, AlreadyCancelled):
        return Cancelled(result.appointment)
    return NotThere() if isinstance(result, NotYours) else result


def give(
    settings: Settings, *, operator: OperatorView, appointment_id: int, with_operator: Optional[int], now: datetime,
) -> GiveResult:
    """Say with whom an appointment is, None for whoever is free.

    Raises:
        DatabaseUnavailable: the database cannot be written; the appointment is as it was.
    """
    with transaction(settings.database_url, write=True) as session:
        entry = get_in(session, operator=operator, appointment_id=appointment_id, now=now)
        if entry is None or entry.status == "cancelled":
            return NotThere()
        if entry.operator_id == with_operator:
            return Given()
        if not booking.give_to_operator(session, appointment_id=appointment_id, operator_id=with_operator):
            return OperatorNotFree()
        audit_in(session, operator=operator, act="appointment_given", target=f"appointment {appointment_id}",
                 detail={"office": entry.office_id, "operator": with_operator or 0}, now=now)
        return Given()


def mark_attendance(
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
        since = find_attendance_start(entry.starts_at) if attended else entry.starts_at
        if now < since:
            return NotYet(since)
        if entry.status == status:
            return Marked(status)
        changed = count_rows(session, update(Appointment).where(
            Appointment.id == appointment_id, Appointment.status != "cancelled").values(
            status=status, changed_at=clock.to_utc(now), arrived_at=clock.to_utc(now) if attended else None))
        if not changed:
            return NotMarked()
        audit_in(session, operator=operator, act=f"appointment_{status}", target=f"appointment {appointment_id}",
                 detail={"office": entry.office_id}, now=now)
        booking.count_in(
            session, settings, status, office_id=entry.office_id, service_id=entry.service_id,
            conversation_id=entry.conversation_id if entry.in_chat else None, channel=None, now=now)
    return Marked(status)


def receive_now(
    settings: Settings, *, operator: OperatorView, office_id: str, service_id: str, name: str, contact: str,
    consent: bool, key: str, on_behalf: bool = False, with_operator: Optional[int] = None, now: datetime,
) -> BookResult:
    """Book somebody who has walked in, from this moment on, and note that they are there.

    Raises:
        DatabaseUnavailable: the database is down or locked; what was not done is not said to be.
    """
    start = now - timedelta(minutes=now.minute % GRID_MINUTES, seconds=now.second, microseconds=now.microsecond)
    result = book(settings, operator=operator, office_id=office_id, service_id=service_id, starts_at=start, name=name,
                  contact=contact, consent=consent, key=key, on_behalf=on_behalf, walk_in=True,
                  with_operator=with_operator, now=now)
    if isinstance(result, Booked):
        mark_attendance(settings, operator=operator, appointment_id=result.appointment.id, attended=True, now=now)
    return result


def can_speak(settings: Settings, *, operator: OperatorView, conversation_id: str) -> bool:
    """Whether the operator may book for that conversation: one that asked for a person, and that they may read."""
    with transaction(settings.database_url) as session:
        row = find_operator_row(session, operator.id)
        if row is None:
            return False
        asked = select(Handoff.id).where(Handoff.conversation_id == conversation_id).exists()
        query = select(Conversation.id).where(
            Conversation.id == conversation_id, Conversation.revoked_at.is_(None), asked,
            make_visible_condition(session, row))
        return session.execute(query).first() is not None


def _person(name: str, contact: str, consent: bool) -> Union[tuple[str, str], BadPerson]:
    if not name.strip() or len(name.strip()) > NAME_CHARS:
        return BadPerson("name", get_text("agenda.name_wrong", most=NAME_CHARS))
    read = find_contact(contact)
    if read is None:
        return BadPerson("contact", get_text("agenda.contact_wrong"))
    if not consent:
        return BadPerson("consent", get_text("agenda.consent_needed"))
    return read.value, read.kind


def _entry(settings: Settings, operator: OperatorView, appointment_id: int, now: datetime) -> Optional[Entry]:
    with transaction(settings.database_url) as session:
        return get_in(session, operator=operator, appointment_id=appointment_id, now=now)


def _own(operator: OperatorView) -> str:
    """Who acts, where the chat's services want a conversation: it made no appointment and holds no place."""
    return f"{DESK_PREFIX}operator:{operator.id}"


def _noting(
    entry: Entry, operator: OperatorView, what: str, now: datetime,
) -> Callable[[Session, AppointmentView], None]:
    return partial(_note_in, operator=operator, conversation_id=entry.conversation_id if entry.in_chat else None,
                   what=what, now=now)


def _note_in(
    session: Session, view: AppointmentView, *, operator: OperatorView, conversation_id: Optional[str], what: str,
    now: datetime,
) -> None:
    """Audit what is done, and tell the person in their chat, in the transaction that does it."""
    audit_in(session, operator=operator, act=f"appointment_{what}", target=f"appointment {view.id}",
             detail={"office": view.office_id, "service": view.service_id}, now=now)
    row = session.execute(select(Conversation.channel, Conversation.state).where(
        Conversation.id == conversation_id)).first() if conversation_id is not None else None
    if row is not None and conversation_id is not None:
        owned = row.state == OWNED
        key = f"desk:{what}:{view.id}:{view.sequence}"
        conversations.append_in(session, conversation_id=conversation_id, channel=row.channel, now=now, draft=Draft(
            "operator" if owned else "system", texts.WORDS[what](view), key=key,
            operator_id=operator.id if owned else None,
            content={"name": cut_first_name(operator.name), "custom": texts.make_card(view),
                     "quick_replies": texts.make_buttons(view)}))
