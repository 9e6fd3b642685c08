"""The desk's alert: a conversation that operators should look at before all others."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert

from bot import clock
from bot.db.models import Handoff
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.services import conversations
from bot.services.handoffs.common import change_request, is_staffed, open_request, write_note
from bot.services.handoffs.results import CALLBACK, DISTRESS
from bot.settings import Settings


def alert_desk(settings: Settings, *, conversation_id: str, channel: str, now: datetime) -> bool:
    """Put the conversation of somebody in distress on top of the desk's first page; whether there is a desk.

    An open request becomes urgent and keeps its place. Without one, a request is noted that leaves the word with the
    assistant: an operator may take the conversation at any time.

    Raises:
        DatabaseUnavailable: nothing was noted.
    """
    with transaction(settings.database_url, write=True) as session:
        row = conversations.lock_in(session, conversation_id=conversation_id, channel=channel, now=now)
        if row.revoked_at is not None or not is_staffed(session):
            return False
        found, moment = open_request(session, conversation_id), clock.to_utc(now)
        if found is not None:
            change_request(session, found.id, reason=DISTRESS)
        else:
            session.execute(insert(get_table(Handoff)).values(
                conversation_id=conversation_id, state=CALLBACK, reason=DISTRESS, requested_at=moment,
                queued_at=moment, waiting_since=moment, offered_at=moment))
        write_note(session, row, "handoff_distress", now=now)
        return True
