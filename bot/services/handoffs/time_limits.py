"""What time does to handoffs: owners who fall silent, requests that nobody takes. Every process may run it at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Optional

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Handoff, Message, Operator
from bot.db.session import transaction
from bot.rules import desk_hours
from bot.services.conversations import OWNED, WAITING
from bot.services.handoffs import texts
from bot.services.handoffs.common import (
    UNANSWERED,
    change_request,
    give_word,
    lock_conversation,
    tell_person,
    write_note,
)
from bot.services.handoffs.hours import has_waited_too_long, list_desk_plans
from bot.services.handoffs.results import CALLBACK, Gone, Requeued
from bot.settings import Settings


def offer_callbacks(settings: Settings, now: datetime) -> list[str]:
    """Leave for a call-back what nobody took within ORIENTA_HANDOFF_MINUTES of desk time, or before the desk closed.

    The assistant has the floor again and owes the turn ``/handoff_unanswered``. Returns the conversations' ids.
    """
    with transaction(settings.database_url) as session:
        waiting = session.execute(
            select(Handoff.conversation_id, Handoff.office_id, Handoff.waiting_since)
            .where(Handoff.state == WAITING).order_by(Handoff.queued_at)).all()
        plans = {office: list_desk_plans(session, office, now) for office in {row.office_id for row in waiting}}
    late = [
        row.conversation_id for row in waiting
        if has_waited_too_long(
            plans[row.office_id], since=row.waiting_since, minutes=settings.handoff_minutes, now=now)]
    return [each for each in late if _left_for_callback(settings, each, now)]


def _left_for_callback(settings: Settings, conversation_id: str, now: datetime) -> bool:
    with transaction(settings.database_url, write=True) as session:
        row = lock_conversation(session, conversation_id=conversation_id, now=now)
        if isinstance(row, Gone):
            return False
        found = _request(session, conversation_id, WAITING)
        if found is None:
            return False
        plans = list_desk_plans(session, found.office_id, now)
        if not has_waited_too_long(plans, since=found.waiting_since, minutes=settings.handoff_minutes, now=now):
            return False
        if not change_request(
                session, found.id, Handoff.state == WAITING, state=CALLBACK, offered_at=clock.to_utc(now),
                due_at=clock.to_utc(now)):
            return False
        give_word(session, row)
        tell_person(session, row, texts.say_unanswered(closed_now=not desk_hours.is_open(now, plans)), now=now,
             event="handoff_unanswered")
        write_note(session, row, "handoff_unanswered", now=now, rasa=UNANSWERED)
        return True


def requeue_silent(settings: Settings, now: datetime) -> list[Requeued]:
    """Put back in the queue, at the old place, conversations whose owner leaves the person alone.

    Offline: no request of a signed-in browser for ORIENTA_OWNER_OFFLINE_SECONDS. Silent: neither message nor act for
    ORIENTA_OWNER_MINUTES while the person waits for an answer; whoever waits for the person is not silent.
    """
    with transaction(settings.database_url) as session:
        owned = list(session.execute(select(Handoff.conversation_id).where(Handoff.state == OWNED)).scalars())
        left = [each for each in owned if _why_left(session, settings, each, now) is not None]
    done = [_requeued(settings, each, now) for each in left]
    return [each for each in done if each is not None]


def _requeued(settings: Settings, conversation_id: str, now: datetime) -> Optional[Requeued]:
    with transaction(settings.database_url, write=True) as session:
        row = lock_conversation(session, conversation_id=conversation_id, now=now)
        if isinstance(row, Gone):
            return None
        found = _request(session, conversation_id, OWNED)
        why = _why_left(session, settings, conversation_id, now)
        if found is None or why is None:
            return None
        owner = session.execute(select(Operator.name).where(Operator.id == found.owner_id)).scalar() or ""
        still = and_(Handoff.state == OWNED, Handoff.owner_id == found.owner_id)
        if not change_request(session, found.id, still, state=WAITING, owner_id=None, owner_seen_at=None,
                      waiting_since=clock.to_utc(now)):
            return None
        give_word(session, row, WAITING)
        tell_person(session, row, texts.say_requeued(owner), now=now, event="handoff_requeued")
        write_note(session, row, "handoff_requeued", line=f"handoff_requeued_{why}", now=now,
             operator_id=found.owner_id, name=owner)
        return Requeued(conversation_id, found.owner_id, why)


def _request(session: Session, conversation_id: str, state: str) -> Optional[Any]:
    return session.execute(
        select(Handoff.__table__).where(
            Handoff.conversation_id == conversation_id, Handoff.state == state)).first()


def _why_left(session: Session, settings: Settings, conversation_id: str, now: datetime) -> Optional[str]:
    """«offline», «silent», or None while the owner is there."""
    moment = clock.to_utc(now)
    query = (
        select(Handoff.owner_seen_at, Handoff.claimed_at, Operator.seen_at, Operator.active)
        .join(Operator, Operator.id == Handoff.owner_id, isouter=True)
        .where(Handoff.conversation_id == conversation_id, Handoff.state == OWNED))
    row = session.execute(query).first()
    if row is None:
        return None
    acted = row.owner_seen_at or row.claimed_at
    online = max(row.seen_at or acted, acted)
    if not row.active or online < moment - timedelta(seconds=settings.owner_offline_seconds):
        return "offline"
    if acted < moment - timedelta(minutes=settings.owner_minutes) and _person_waits(session, conversation_id):
        return "silent"
    return None


def _person_waits(session: Session, conversation_id: str) -> bool:
    """Whether the newest message between person and operator is the person's."""
    newest = (
        select(Message.author).where(
            Message.conversation_id == conversation_id, Message.author.in_(("person", "operator")))
        .order_by(Message.sequence.desc()).limit(1))
    return bool(session.execute(newest).scalar() != "operator")
