"""Which session ids still open their conversation: fresh ones, and older ones of a conversation that is in use."""

from __future__ import annotations

from datetime import datetime
from typing import Union

from bot.services import conversations
from bot.services.errors import DatabaseUnavailable
from bot.settings import Settings
from connectors.webchat.session_ids import Refused, Session, SessionIds


def find_open_session(
    settings: Settings, session_ids: SessionIds, session_id: object, now: datetime,
) -> Union[Session, Refused]:
    """The session that ``session_id`` names while it opens something; reads the database only for an old one."""
    read = session_ids.read(session_id, now)
    if isinstance(read, Refused) and read.session is not None and is_open(settings, session_ids, read.session, now):
        return read.session
    return read


def is_open(settings: Settings, session_ids: SessionIds, session: Session, now: datetime) -> bool:
    """Whether ``session`` is within its time, or its conversation is in use or has an appointment ahead.

    With the database down nobody is sent away for an id that was ours.
    """
    if session_ids.is_current(session.issued_at, now):
        return True
    try:
        return conversations.may_return(settings, conversation_id=session.sender, now=now)
    except DatabaseUnavailable:
        return True
