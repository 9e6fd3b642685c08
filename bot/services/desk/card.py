"""The card of a conversation: what the person asked for and gave, and what operators wrote beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from bot import clock
from bot.db.models import Appointment, Handoff, Message, Office, Operator, TelegramChat
from bot.db.models import ConversationNote as Note
from bot.db.models import ConversationTag as Tag
from bot.db.session import transaction
from bot.services.booking import find_views
from bot.services.consents import list_consents_in
from bot.services.desk.lists import find_readable
from bot.services.desk.results import Card, NoteView, PersonView, RequestView
from bot.services.handoffs import TAKEN, find_operator_row
from bot.services.operators import audit_in
from bot.settings import Settings

WORDS_KEPT, WANTS_CHARS = 2, 400
"""Of what the person said last, when nothing else says what they want: messages, and characters."""


def read_card(settings: Settings, *, conversation_id: str, operator_id: int) -> Optional[Card]:
    """The card, None when there is no such conversation or the operator may not read it."""
    with transaction(settings.database_url) as session:
        operator = find_operator_row(session, operator_id)
        row = find_readable(session, operator, conversation_id) if operator is not None else None
        if row is None:
            return None
        request, given = _request(session, conversation_id)
        return Card(
            conversation_id=row.id, channel=row.channel, state=row.state, created_at=clock.local(row.created_at),
            request=request, given=given, people=_people(session, conversation_id),
            appointments=tuple(find_views(session, Appointment.conversation_id == conversation_id)),
            notes=_notes(session, conversation_id),
            tags=tuple(session.execute(
                select(Tag.tag).where(Tag.conversation_id == conversation_id).order_by(Tag.tag)).scalars()),
            blocked=_blocked(session, conversation_id))


def _blocked(session: Session, conversation_id: str) -> bool:
    """Whether every chat of Telegram that shows the conversation has blocked the bot."""
    marks = session.execute(select(TelegramChat.blocked_at).where(
        TelegramChat.conversation_id == conversation_id)).scalars().all()
    return bool(marks) and all(marks)


def record_opening(settings: Settings, *, conversation_id: str, operator_id: int, act: str, now: datetime) -> None:
    """Note in the audit log that the operator read the conversation (``act``: conversation_opened, transcript)."""
    with transaction(settings.database_url, write=True) as session:
        operator = find_operator_row(session, operator_id)
        if operator is not None:
            audit_in(session, operator=operator, act=act, target=conversation_id, now=now)


def _request(session: Session, conversation_id: str) -> tuple[Optional[RequestView], dict[str, Any]]:
    """The newest request and what the person gave with it, or with one before: a second take-over loses nothing."""
    owner = aliased(Operator)
    rows = session.execute(
        select(Handoff.__table__, Office.name.label("office_name"), owner.name.label("owner_name"))
        .join(Office, Office.id == Handoff.office_id, isouter=True)
        .join(owner, owner.id == Handoff.owner_id, isouter=True)
        .where(Handoff.conversation_id == conversation_id).order_by(Handoff.id.desc())).all()
    if not rows:
        return None, {}
    row = rows[0]
    subject, wants = (next((getattr(each, name) for each in rows if getattr(each, name)), None)
                      for name in ("subject", "wants"))
    given: dict[str, Any] = {}
    for each in reversed(rows):
        given |= dict(each.card or {})
    return RequestView(
        row.id, row.state, row.reason, subject, wants or _last_said(session, conversation_id, row), row.office_id,
        row.office_name, row.owner_id, row.owner_name, clock.local(row.requested_at),
        clock.local(row.ended_at) if row.ended_at else None,
        row.outcome, row.callback_contact, row.callback_notice,
        clock.local(row.callback_consent_at) if row.callback_consent_at else None,
        clock.local(row.due_at) if row.due_at else None, row.attempts, row.callback_firm), given


def _last_said(session: Session, conversation_id: str, row: Any) -> Optional[str]:
    """The person's last words before an operator took the conversation from the assistant: nobody asked for one."""
    if row.reason != TAKEN:
        return None
    said = session.execute(
        select(Message.text).where(
            Message.conversation_id == conversation_id, Message.author == "person", Message.at <= row.requested_at,
            Message.text != "")
        .order_by(Message.sequence.desc()).limit(WORDS_KEPT)).scalars().all()
    return "\n".join(reversed(said))[-WANTS_CHARS:] or None


def _people(session: Session, conversation_id: str) -> tuple[PersonView, ...]:
    """Who appointments of the conversation are for: each name and contact once, with the consents given for them."""
    query = select(Appointment.id, Appointment.name, Appointment.contact, Appointment.contact_kind)
    rows = session.execute(query.where(Appointment.conversation_id == conversation_id).order_by(Appointment.id))
    found: dict[tuple[str, str, str], list[int]] = {}
    for row in rows:
        found.setdefault((row.name, row.contact, row.contact_kind), []).append(row.id)
    return tuple(PersonView(*who, list_consents_in(session, ids)) for who, ids in found.items())


def _notes(session: Session, conversation_id: str) -> tuple[NoteView, ...]:
    query = (
        select(Note.id, Operator.name, Note.text, Note.at)
        .join(Operator, Operator.id == Note.operator_id, isouter=True)
        .where(Note.conversation_id == conversation_id).order_by(Note.id))
    return tuple(NoteView(row[0], row[1] or "", row[2], clock.local(row[3])) for row in session.execute(query))
