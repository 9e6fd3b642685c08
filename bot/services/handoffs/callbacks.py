"""Calling people back: attempts with their notes, when to try again, closing several at once."""

from __future__ import annotations

from datetime import datetime
from typing import Iterable, Optional, Union

from sqlalchemy import insert, select

from bot import clock
from bot.db.models import Appointment, ConversationNote, Handoff
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.services.handoffs.common import Desk, change_request, lock_at_desk, write_note
from bot.services.handoffs.ownership import close
from bot.services.handoffs.results import CALLBACK, ENDED, SETTLED, Ended, Gone, NoRequest, NotAllowed, Tried
from bot.services.operators import audit_in
from bot.settings import Settings

NOTE_CHARS = 2000


def note_attempt(
    settings: Settings, *, conversation_id: str, operator_id: int, text: str = "", due_at: Optional[datetime] = None,
    now: datetime,
) -> Union[Tried, NoRequest, NotAllowed, Gone]:
    """Note that the person was called and not reached; ``due_at``: when to try again, ``text``: a private note."""
    with transaction(settings.database_url, write=True) as session:
        desk = lock_at_desk(session, conversation_id=conversation_id, operator_id=operator_id, now=now)
        if not isinstance(desk, Desk):
            return desk
        if desk.request is None or desk.request.state != CALLBACK:
            return NoRequest()
        attempts = desk.request.attempts + 1
        change_request(session, desk.request.id, attempts=attempts,
                       due_at=clock.to_utc(due_at) if due_at is not None else desk.request.due_at)
        if text.strip():
            session.execute(insert(get_table(ConversationNote)).values(
                conversation_id=conversation_id, operator_id=operator_id, text=text.strip()[:NOTE_CHARS],
                at=clock.to_utc(now)))
        write_note(session, desk.conversation, "handoff_attempt", now=now, operator_id=operator_id,
                   name=desk.operator.name)
        audit_in(session, operator=desk.operator, act="handoff_attempt", target=conversation_id,
                 detail={"attempts": attempts}, now=now)
        return Tried(attempts)


def close_callbacks(
    settings: Settings, *, conversation_ids: Iterable[str], operator_id: int, outcome: str, now: datetime,
) -> int:
    """Close several call-backs with one outcome; how many were closed. What is no call-back any more stays as it is.

    Raises:
        ValueError: the outcome has another name.
    """
    closed = 0
    for each in conversation_ids:
        with transaction(settings.database_url) as session:
            still = session.execute(select(Handoff.id).where(
                Handoff.conversation_id == each, Handoff.state == CALLBACK)).first()
        if still is not None:
            closed += isinstance(close(settings, conversation_id=each, operator_id=operator_id, outcome=outcome,
                                       now=now), Ended)
    return closed


def is_settled(settings: Settings, *, conversation_id: str) -> bool:
    """Whether an operator has just settled what the person wanted: by the outcome, or by a booking of their own.

    Then the assistant does not go on with the form that the person was in.
    """
    with transaction(settings.database_url) as session:
        last = session.execute(
            select(Handoff.outcome, Handoff.claimed_at).where(
                Handoff.conversation_id == conversation_id, Handoff.state == ENDED, Handoff.ended_by == "operator")
            .order_by(Handoff.id.desc()).limit(1)).first()
        if last is None:
            return False
        booked = select(Appointment.id).where(
            Appointment.conversation_id == conversation_id, Appointment.created_at >= last.claimed_at)
        return last.outcome in SETTLED or (
            last.claimed_at is not None and session.execute(booked.limit(1)).first() is not None)
