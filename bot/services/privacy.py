"""Erasure on request, and the regular deletion of what is older than its retention time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy
from sqlalchemy import delete, func, or_, select, text, update

from bot.core import clock
from bot.db.models import (
    Appointment,
    CodeAttempt,
    Consent,
    Conversation,
    ConversationNote,
    ConversationTag,
    Feedback,
    Handoff,
    LinkCode,
    Message,
    NotUnderstood,
    Person,
    Presence,
    Slot,
    TelegramChat,
    TelegramUpdate,
)
from bot.db.session import transaction
from bot.services.conversations import ASSISTANT, tell_in
from bot.services.statistics.keeping import keep_times_in
from bot.services.telegram.updates import REMEMBERED
from bot.settings import Settings

NOTICE_VERSION = "2026-1"
"""Version of the privacy notice (the answer ``ask_privacy``); raise it whenever that text changes its meaning."""

TRACKER_TABLE = "events"
"""Where Rasa's SQLTrackerStore keeps conversations, in the same database."""
CODE_ATTEMPT_DAYS = 1


@dataclass(frozen=True)
class Erased:
    """How many rows an erasure deleted.

    ``persons_kept``: people of this conversation who also have appointments made elsewhere. Those stay, with the
    person's data: a conversation may erase only what it made, or anybody who types a contact could erase its owner.
    """

    persons: int
    appointments: int
    consents: int
    feedback: int
    code_attempts: int
    holds: int
    messages: int
    handoffs: int
    persons_kept: int

    @property
    def anything(self) -> bool:
        """Whether something was deleted."""
        return any((self.persons, self.appointments, self.consents, self.feedback, self.code_attempts, self.holds,
                    self.messages, self.handoffs))


@dataclass(frozen=True)
class Purged:
    """How many rows were too old. ``conversations`` and ``tracker_events`` are Rasa's, 0 also when it has no table.

    ``messages``: of the log. ``handoffs``: whose personal data were taken out. ``not_understood``: messages that the
    desk has had long enough to read. ``updates``: of Telegram. ``callbacks``: requests that nobody closed, now ended.
    """

    persons: int
    appointments: int
    comments: int
    code_attempts: int
    holds: int
    conversations: int
    tracker_events: int
    messages: int
    handoffs: int
    not_understood: int
    updates: int
    callbacks: int


_appointment: Any = Appointment.__table__
_attempt: Any = CodeAttempt.__table__
_consent: Any = Consent.__table__
_conversation: Any = Conversation.__table__
_feedback: Any = Feedback.__table__
_handoff: Any = Handoff.__table__
_message: Any = Message.__table__
_not_understood: Any = NotUnderstood.__table__
_person: Any = Person.__table__
_slot: Any = Slot.__table__
_telegram_chat: Any = TelegramChat.__table__
_telegram_update: Any = TelegramUpdate.__table__

_OF_THE_LOG: tuple[Any, ...] = tuple(
    model.__table__ for model in (Presence, ConversationNote, ConversationTag, LinkCode))
"""What hangs on a conversation besides its messages and requests, and goes with them."""


def erase(settings: Settings, *, conversation_id: str, now: datetime) -> Erased:
    """Delete everything that this conversation stored, in one transaction, and revoke its id.

    Of the conversation stays a row without anything of the person: it says that the id opens nothing any more. What
    Rasa goes on to say in the same turn is for the tracker store to leave out.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing was deleted.
    """
    with transaction(settings.database_url, write=True) as session:
        here = _appointment.c.conversation_id == conversation_id
        mine = select(_appointment.c.id).where(here)
        people = _ids(session, select(_appointment.c.person_id).where(here))
        _delete(session, _slot, _slot.c.appointment_id.in_(mine))
        holds = _delete(session, _slot, _slot.c.held_by == conversation_id, _slot.c.appointment_id.is_(None))
        appointments = _delete(session, _appointment, here)
        messages, handoffs = _erase_log(session, conversation_id, now)
        gone = people - _ids(session, select(_appointment.c.person_id).where(_appointment.c.person_id.in_(people)))
        consents = _delete(session, _consent, _consent.c.person_id.in_(gone))
        return Erased(
            persons=_delete(session, _person, _person.c.id.in_(gone)),
            appointments=appointments, consents=consents,
            feedback=_delete(session, _feedback, _feedback.c.conversation_id == conversation_id),
            code_attempts=_delete(session, _attempt, _attempt.c.conversation_id == conversation_id),
            holds=holds, messages=messages, handoffs=handoffs, persons_kept=len(people - gone))


def _erase_log(session: Any, conversation_id: str, now: datetime) -> tuple[int, int]:
    """How many messages and requests for an operator were deleted."""
    revoked = update(_conversation).where(_conversation.c.id == conversation_id, _conversation.c.revoked_at.is_(None))
    session.execute(revoked.values(revoked_at=clock.to_utc(now), state=ASSISTANT))
    for table in (*_OF_THE_LOG, _not_understood):
        _delete(session, table, table.c.conversation_id == conversation_id)
    keep_times_in(session, [conversation_id])
    handoffs = _delete(session, _handoff, _handoff.c.conversation_id == conversation_id)
    messages = _delete(session, _message, _message.c.conversation_id == conversation_id)
    if _has_tracker(session):
        session.execute(text(f"delete from {TRACKER_TABLE} where sender_id = :sender"), {"sender": conversation_id})
    tell_in(session, conversation_id)
    return messages, handoffs


def purge(settings: Settings, now: datetime) -> Purged:
    """Delete what is past its retention time on ``now``: people, comments, old attempts and holds, conversations.

    A person goes ``person_retention_days`` after the end of the last appointment (or after being stored, when there
    is none), and as long stay messages that were not understood and call-backs that nobody closed; a conversation goes
    ``conversation_retention_hours`` after its newest event.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing was deleted.
    """
    moment = clock.to_utc(now)
    person_limit = moment - timedelta(days=settings.person_retention_days)
    with transaction(settings.database_url, write=True) as session:
        people = _expired_people(session, person_limit)
        theirs = select(_appointment.c.id).where(_appointment.c.person_id.in_(people))
        _delete(session, _slot, _slot.c.appointment_id.in_(theirs))
        appointments = _delete(session, _appointment, _appointment.c.person_id.in_(people))
        _delete(session, _consent, _consent.c.person_id.in_(people))
        persons = _delete(session, _person, _person.c.id.in_(people))
        comments = session.execute(
            update(_feedback).where(_feedback.c.given_at < person_limit, _feedback.c.comment.isnot(None))
            .values(comment=None)).rowcount
        attempts = _delete(session, _attempt, _attempt.c.tried_at < moment - timedelta(days=CODE_ATTEMPT_DAYS))
        holds = _delete(session, _slot, _slot.c.appointment_id.is_(None), or_(
            _slot.c.held_until.is_(None), _slot.c.held_until < moment))
        oldest = now - timedelta(hours=settings.conversation_retention_hours)
        callbacks = session.execute(update(_handoff).where(
            _handoff.c.state == "callback", _handoff.c.queued_at < person_limit,
        ).values(state="ended", ended_at=moment, ended_by="system", outcome="expired")).rowcount
        messages, handoffs = _purge_log(session, settings, oldest, now)
        conversations, events = _purge_tracker(session, oldest)
        return Purged(
            persons, appointments, comments, attempts, holds, conversations, events, messages, handoffs,
            not_understood=_delete(session, _not_understood, _not_understood.c.at < person_limit),
            # also with the channel off; an update that waits longer is no longer a question to be answered
            updates=_delete(session, _telegram_update, _telegram_update.c.received_at < min(
                clock.to_utc(oldest), moment - REMEMBERED)), callbacks=callbacks)


def _purge_log(session: Any, settings: Settings, oldest: datetime, now: datetime) -> tuple[int, int]:
    """Empty conversations without a message since ``oldest``, unless a request for an operator is open in them.

    Their rows stay as long as a session id can come back, so that messages go on being numbered after the last one;
    then they go too, and with them the requests and the chats of Telegram. A conversation with an appointment ahead
    stays until that is over: its reminder must reach somebody.
    """
    quiet = select(_conversation.c.id).where(
        _conversation.c.changed_at < clock.to_utc(oldest), _conversation.c.id.not_in(_in_operators_hands()))
    for table in _OF_THE_LOG:
        _delete(session, table, table.c.conversation_id.in_(quiet))
    session.execute(update(_not_understood).where(_not_understood.c.conversation_id.in_(quiet))
                    .values(conversation_id=None).execution_options(synchronize_session=False))
    blank = dict.fromkeys((
        "subject", "wants", "card", "callback_contact", "callback_kind", "callback_notice", "callback_consent_at"))
    handoffs = session.execute(update(_handoff).where(
        _handoff.c.conversation_id.in_(quiet), or_(*(_handoff.c[name].is_not(None) for name in blank if name != "card"),
                                                  _handoff.c.card.cast(sqlalchemy.Text) != "null"),
    ).values({**blank, "card": sqlalchemy.null()}).execution_options(synchronize_session=False)).rowcount
    messages = _delete(session, _message, _message.c.conversation_id.in_(quiet))
    gone = clock.to_utc(now - timedelta(hours=max(settings.session_hours, settings.conversation_retention_hours)))
    ahead = select(_appointment.c.conversation_id).where(
        _appointment.c.status == "active", _appointment.c.ends_at > clock.to_utc(now),
        _appointment.c.conversation_id.is_not(None))
    over = select(_conversation.c.id).where(
        _conversation.c.changed_at < gone, _conversation.c.id.in_(quiet), _conversation.c.id.not_in(ahead))
    keep_times_in(session, over)
    _delete(session, _conversation, _conversation.c.id.in_(over))
    revoked = select(_conversation.c.id).where(_conversation.c.revoked_at < clock.to_utc(oldest))
    _delete(session, _telegram_chat, _telegram_chat.c.conversation_id.in_(revoked))
    return messages, int(handoffs)


def _in_operators_hands() -> Any:
    return select(_handoff.c.conversation_id).where(_handoff.c.state != "ended")


def _expired_people(session: Any, limit: datetime) -> set[int]:
    last_seen = func.coalesce(func.max(_appointment.c.ends_at), _person.c.created_at)
    query = (
        select(_person.c.id).select_from(_person).outerjoin(_appointment, _appointment.c.person_id == _person.c.id)
        .group_by(_person.c.id, _person.c.created_at).having(last_seen < limit))
    return _ids(session, query)


def _purge_tracker(session: Any, oldest: datetime) -> tuple[int, int]:
    """Delete what the tracker has of conversations that are over: neither it nor the log has anything younger."""
    if not _has_tracker(session):
        return 0, 0
    alive = select(_conversation.c.id).where(or_(
        _conversation.c.changed_at >= clock.to_utc(oldest), _conversation.c.id.in_(_in_operators_hands())))
    query = text(f"select sender_id from {TRACKER_TABLE} group by sender_id having max(timestamp) < :oldest")
    senders = {row[0] for row in session.execute(query, {"oldest": oldest.timestamp()})} - _ids(session, alive)
    deleted = 0
    for sender in senders:
        statement = text(f"delete from {TRACKER_TABLE} where sender_id = :sender")
        deleted += session.execute(statement, {"sender": sender}).rowcount
    return len(senders), deleted


def _has_tracker(session: Any) -> bool:
    return bool(sqlalchemy.inspect(session.connection()).has_table(TRACKER_TABLE))


def _ids(session: Any, query: Any) -> set[int]:
    return set(session.execute(query).scalars())


def _delete(session: Any, table: Any, *where: Any) -> int:
    statement = delete(table).where(*where)
    return int(session.execute(statement).rowcount)
