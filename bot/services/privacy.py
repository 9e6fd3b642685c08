"""Erasure on request, and the regular deletion of what is older than its retention time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy
from sqlalchemy import delete, func, or_, select, text, update

from bot.core import clock
from bot.db.models import Appointment, CodeAttempt, Consent, Feedback, Person, Slot
from bot.db.session import transaction
from bot.settings import Settings

NOTICE_VERSION = "2025-1"
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
    persons_kept: int

    @property
    def anything(self) -> bool:
        """Whether something was deleted."""
        return any((self.persons, self.appointments, self.consents, self.feedback, self.code_attempts, self.holds))


@dataclass(frozen=True)
class Purged:
    """How many rows were too old. ``tracker_events`` is 0 also when Rasa's table does not exist."""

    persons: int
    appointments: int
    comments: int
    code_attempts: int
    holds: int
    conversations: int
    tracker_events: int


_appointment: Any = Appointment.__table__
_attempt: Any = CodeAttempt.__table__
_consent: Any = Consent.__table__
_feedback: Any = Feedback.__table__
_person: Any = Person.__table__
_slot: Any = Slot.__table__


def erase(settings: Settings, *, conversation_id: str, now: datetime) -> Erased:
    """Delete everything that this conversation stored outside Rasa's tracker, in one transaction.

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
        gone = people - _ids(session, select(_appointment.c.person_id).where(_appointment.c.person_id.in_(people)))
        consents = _delete(session, _consent, _consent.c.person_id.in_(gone))
        return Erased(
            persons=_delete(session, _person, _person.c.id.in_(gone)),
            appointments=appointments, consents=consents,
            feedback=_delete(session, _feedback, _feedback.c.conversation_id == conversation_id),
            code_attempts=_delete(session, _attempt, _attempt.c.conversation_id == conversation_id),
            holds=holds, persons_kept=len(people - gone))


def purge(settings: Settings, now: datetime) -> Purged:
    """Delete what is past its retention time on ``now``: people, comments, old attempts and holds, conversations.

    A person goes ``person_retention_days`` after the end of the last appointment (or after being stored, when there
    is none); a conversation ``conversation_retention_hours`` after its newest event.

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
        conversations, events = _purge_tracker(session, oldest.timestamp())
        return Purged(persons, appointments, comments, attempts, holds, conversations, events)


def _expired_people(session: Any, limit: datetime) -> set[int]:
    last_seen = func.coalesce(func.max(_appointment.c.ends_at), _person.c.created_at)
    query = (
        select(_person.c.id).select_from(_person).outerjoin(_appointment, _appointment.c.person_id == _person.c.id)
        .group_by(_person.c.id, _person.c.created_at).having(last_seen < limit))
    return _ids(session, query)


def _purge_tracker(session: Any, oldest: float) -> tuple[int, int]:
    inspector = sqlalchemy.inspect(session.connection())
    if not inspector.has_table(TRACKER_TABLE):
        return 0, 0
    query = text(f"select sender_id from {TRACKER_TABLE} group by sender_id having max(timestamp) < :oldest")
    senders = [row[0] for row in session.execute(query, {"oldest": oldest})]
    deleted = 0
    for sender in senders:
        statement = text(f"delete from {TRACKER_TABLE} where sender_id = :sender")
        deleted += session.execute(statement, {"sender": sender}).rowcount
    return len(senders), deleted


def _ids(session: Any, query: Any) -> set[int]:
    return set(session.execute(query).scalars())


def _delete(session: Any, table: Any, *where: Any) -> int:
    statement = delete(table).where(*where)
    return int(session.execute(statement).rowcount)
