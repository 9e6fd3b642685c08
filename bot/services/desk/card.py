"""The card of a conversation: what the person asked for and gave, and what operators wrote beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from bot.core import clock
from bot.db import models
from bot.db.session import transaction
from bot.services.booking.views import views
from bot.services.desk.lists import readable
from bot.services.desk.results import Card, NoteView, PersonView, RequestView
from bot.services.handoffs.common import Handoff, Office, Operator, operator_row
from bot.services.operators import audit_in
from bot.settings import Settings

Appointment: Any = models.Appointment
Consent: Any = models.Consent
Note: Any = models.ConversationNote
Person: Any = models.Person
Tag: Any = models.ConversationTag


def card(settings: Settings, *, conversation_id: str, operator_id: int) -> Optional[Card]:
    """The card, None when there is no such conversation or the operator may not read it."""
    with transaction(settings.database_url) as session:
        operator = operator_row(session, operator_id)
        row = readable(session, operator, conversation_id) if operator is not None else None
        if row is None:
            return None
        request, given = _request(session, conversation_id)
        return Card(
            conversation_id=row.id, channel=row.channel, state=row.state, created_at=clock.local(row.created_at),
            request=request, given=given, people=_people(session, conversation_id),
            appointments=tuple(views(session, Appointment.conversation_id == conversation_id)),
            notes=_notes(session, conversation_id),
            tags=tuple(session.execute(
                select(Tag.tag).where(Tag.conversation_id == conversation_id).order_by(Tag.tag)).scalars()))


def opened(settings: Settings, *, conversation_id: str, operator_id: int, act: str, now: datetime) -> None:
    """Note in the audit log that the operator read the conversation (``act``: conversation_opened, transcript)."""
    with transaction(settings.database_url, write=True) as session:
        operator = operator_row(session, operator_id)
        if operator is not None:
            audit_in(session, operator=operator, act=act, target=conversation_id, now=now)


def _request(session: Session, conversation_id: str) -> tuple[Optional[RequestView], dict[str, Any]]:
    """The newest request and what the person gave with it."""
    owner = aliased(Operator)
    row = session.execute(
        select(Handoff.__table__, Office.name.label("office_name"), owner.name.label("owner_name"))
        .join(Office, Office.id == Handoff.office_id, isouter=True)
        .join(owner, owner.id == Handoff.owner_id, isouter=True)
        .where(Handoff.conversation_id == conversation_id).order_by(Handoff.id.desc()).limit(1)).first()
    if row is None:
        return None, {}
    return RequestView(
        row.id, row.state, row.reason, row.subject, row.wants, row.office_id, row.office_name, row.owner_id,
        row.owner_name, clock.local(row.requested_at), clock.local(row.ended_at) if row.ended_at else None,
        row.outcome, row.callback_contact, row.callback_notice,
        clock.local(row.callback_consent_at) if row.callback_consent_at else None), dict(row.card or {})


def _people(session: Session, conversation_id: str) -> tuple[PersonView, ...]:
    booked = select(Appointment.person_id).where(Appointment.conversation_id == conversation_id)
    rows = session.execute(select(Person.__table__).where(Person.id.in_(booked)).order_by(Person.id)).all()
    return tuple(PersonView(row.name, row.contact, row.contact_kind, _consents(session, row.id)) for row in rows)


def _consents(session: Session, person_id: int) -> tuple[tuple[str, str, datetime], ...]:
    query = select(Consent.purpose, Consent.notice_version, Consent.given_at).where(Consent.person_id == person_id)
    return tuple((purpose, version, clock.local(at))
                 for purpose, version, at in session.execute(query.order_by(Consent.given_at)))


def _notes(session: Session, conversation_id: str) -> tuple[NoteView, ...]:
    query = (
        select(Note.id, Operator.name, Note.text, Note.at)
        .join(Operator, Operator.id == Note.operator_id, isouter=True)
        .where(Note.conversation_id == conversation_id).order_by(Note.id))
    return tuple(NoteView(row[0], row[1] or "", row[2], clock.local(row[3])) for row in session.execute(query))
