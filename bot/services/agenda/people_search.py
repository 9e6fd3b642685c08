"""Finding somebody at the desk by name, telephone, code or words, and all that the desk has of them, always noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, AuditEntry, Conversation, ConversationNote, Handoff, Message, Operator
from bot.db.session import transaction
from bot.italian.people.contacts import find_contact
from bot.rules import codes
from bot.services.agenda.calendar import get_in, list_entries_in
from bot.services.agenda.results import Entry
from bot.services.consents import ConsentView, list_consents_in
from bot.services.handoffs import find_operator_row, make_visible_condition
from bot.services.operators import OperatorView, audit_in
from bot.settings import Settings

MOST = 25
"""Of each kind that a search shows."""
FEWEST_CHARS = 3
EXCERPT_CHARS = 140


@dataclass(frozen=True)
class FoundConversation:
    """A conversation in which the words that were looked for were said; ``excerpt``: the message, cut."""

    conversation_id: str
    channel: str
    at: datetime
    excerpt: str


@dataclass(frozen=True)
class FoundPeople:
    """What a search found, of what the operator may see; ``short``: there was too little to look for."""

    entries: tuple[Entry, ...] = ()
    conversations: tuple[FoundConversation, ...] = ()
    short: bool = False


@dataclass(frozen=True)
class PersonFile:
    """All of one name with one contact: appointments, their conversations, consents, notes, what was done.

    ``notes``: author, text, when. ``history``: who, act, when.
    """

    entry: Entry
    entries: tuple[Entry, ...]
    conversations: tuple[FoundConversation, ...]
    consents: tuple[ConsentView, ...]
    notes: tuple[tuple[str, str, datetime], ...]
    history: tuple[tuple[str, str, datetime], ...]


def search_people(settings: Settings, *, operator: OperatorView, words: str, now: datetime) -> FoundPeople:
    """Look for a code, a telephone or e-mail, a name, and words of conversations, whichever it can be.

    That somebody looked is noted; for what is not, it may be a person's name.
    """
    words = " ".join(words.split())
    if len(words) < FEWEST_CHARS:
        return FoundPeople(short=True)
    with transaction(settings.database_url, write=True) as session:
        row = find_operator_row(session, operator.id)
        entries = list_entries_in(session, _named(words), *_own_offices(operator), now=now)[-MOST:]
        said = _said(session, row, Message.text.icontains(words, autoescape=True), Message.author != "assistant")
        contact = _contact_of(words)
        if contact is not None:
            said = (*said, *_said(session, row, Message.conversation_id.in_(
                select(Handoff.conversation_id).where(Handoff.callback_contact == contact))))
        audit_in(session, operator=operator, act="people_searched", target="",
                 detail={"appointments": len(entries), "conversations": len(said)}, now=now)
        unique = {each.conversation_id: each for each in reversed(said)}
        return FoundPeople(tuple(reversed(entries)), tuple(reversed(unique.values()))[:MOST])


def open_person(
    settings: Settings, *, operator: OperatorView, appointment_id: int, now: datetime,
) -> Optional[PersonFile]:
    """The person who made an appointment, None when the operator may not see it. Every opening is noted.

    Who gave another name with the same contact is another person: a contact is no identity.
    """
    with transaction(settings.database_url, write=True) as session:
        entry = get_in(session, operator=operator, appointment_id=appointment_id, now=now)
        if entry is None:
            return None
        row = find_operator_row(session, operator.id)
        entries = list_entries_in(
            session, func.lower(Appointment.name) == entry.name.lower(), Appointment.contact == entry.contact,
            *_own_offices(operator), now=now)
        audit_in(session, operator=operator, act="person_opened", target=f"appointment {appointment_id}", now=now)
        ids = [each.conversation_id for each in entries if each.in_chat]
        consents = list_consents_in(session, [each.id for each in entries])
        talks = _said(session, row, Message.conversation_id.in_(ids), Message.author == "person")
        readable = [each.conversation_id for each in talks]
        notes = session.execute(
            select(Operator.name, ConversationNote.text, ConversationNote.at)
            .join(Operator, Operator.id == ConversationNote.operator_id, isouter=True)
            .where(ConversationNote.conversation_id.in_(readable)).order_by(ConversationNote.at)).all()
        targets = [*readable, *(f"appointment {each.id}" for each in entries)]
        history = session.execute(
            select(AuditEntry.operator_name, AuditEntry.act, AuditEntry.at).where(AuditEntry.target.in_(targets))
            .order_by(AuditEntry.id.desc()).limit(2 * MOST)).all()
        return PersonFile(
            entry, tuple(reversed(entries)), talks, consents, _dated(notes), _dated(history))


def _named(words: str) -> Any:
    """SQL condition of the appointments that ``words`` may name."""
    code, contact = codes.normalise(words), _contact_of(words)
    exact = [Appointment.code == code] if code else [Appointment.contact == contact] if contact else []
    return or_(*exact, Appointment.name.icontains(words, autoescape=True))


def _contact_of(words: str) -> Optional[str]:
    read = find_contact(words)
    return read.value if read is not None else None


def _own_offices(operator: OperatorView) -> list[Any]:
    return [] if operator.is_administrator else [Appointment.office_id.in_(operator.office_ids)]


def _said(session: Session, operator: Any, *conditions: Any) -> tuple[FoundConversation, ...]:
    """The newest message under ``conditions`` of each conversation that the operator may read, the newest first."""
    newest = (
        select(Message.conversation_id, func.max(Message.id).label("message_id"))
        .where(*conditions).group_by(Message.conversation_id).subquery())
    rows = session.execute(
        select(Message.conversation_id, Conversation.channel, Message.at, Message.text)
        .join(newest, newest.c.message_id == Message.id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.revoked_at.is_(None), make_visible_condition(session, operator))
        .order_by(Message.id.desc()).limit(MOST))
    return tuple(FoundConversation(who, channel, clock.local(at), " ".join(text.split())[:EXCERPT_CHARS])
                 for who, channel, at, text in rows)


def _dated(rows: Any) -> tuple[tuple[str, str, datetime], ...]:
    return tuple((first or "", second, clock.local(at)) for first, second, at in rows)
