"""How long a person can return to a conversation: the one rule for session ids, rows, reminders and housekeeping.

A session id opens its conversation for ``session_hours`` after it was issued and after the last message, and as long as
an appointment or a day of an event signed up for there is ahead, or was over less than :data:`AFTERWARDS` ago, or
somebody waits for a place or for news there. The row stays at least as long.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from bot import clock
from bot.db.models import Appointment, Conversation, Interest, SignUp, WaitingWish
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.settings import Settings

AFTERWARDS = timedelta(days=1)
"""So long after an appointment its conversation is still there for «come è andata» and «ne voglio un altro»."""

_appointment = get_table(Appointment)
_conversation = get_table(Conversation)
_interest = get_table(Interest)
_sign_up, _wish = get_table(SignUp), get_table(WaitingWish)


def may_return(settings: Settings, *, conversation_id: str, now: datetime) -> bool:
    """Whether the conversation is still there for whoever has a session id of it, however old that is."""
    with transaction(settings.database_url) as session:
        return session.execute(select(_conversation.c.id).where(
            _conversation.c.id == conversation_id, _conversation.c.revoked_at.is_(None),
            is_returned_to(settings, now))).first() is not None


def is_returned_to(settings: Settings, now: datetime) -> Any:
    """The condition (SQL, of ``conversation``) that somebody may still come back with a session id."""
    since = clock.to_utc(now - timedelta(hours=settings.session_hours))
    with_appointment = select(_appointment.c.conversation_id).where(
        _appointment.c.status != "cancelled", _appointment.c.ends_at > clock.to_utc(now - AFTERWARDS),
        _appointment.c.conversation_id.is_not(None))
    with_interest = select(_interest.c.conversation_id).where(  # that is told in the conversation itself
        _interest.c.state == "active", _interest.c.contact_kind == "conversation",
        _interest.c.conversation_id.is_not(None))
    with_sign_up = select(_sign_up.c.conversation_id).where(
        _sign_up.c.day >= clock.local(now - AFTERWARDS).date(), _sign_up.c.conversation_id.is_not(None))
    with_wish = select(_wish.c.conversation_id).where(_wish.c.state == "waiting")
    return or_(_conversation.c.changed_at >= since, *(_conversation.c.id.in_(kept) for kept in (
        with_appointment, with_interest, with_sign_up, with_wish)))
