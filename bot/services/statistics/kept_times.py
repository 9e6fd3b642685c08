"""What stays of a request for an operator when its conversation is deleted: how long it waited and took, how it ended.

And the words under which operators filed the conversation. Both lead to nobody.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Optional

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.db.models import Activity, Conversation, ConversationTag, Handoff
from bot.db.models.base import get_table
from bot.italian.masking import mask

RequestEnd = Literal["answered", "unanswered", "left", "open"]
"""What became of a request: an operator answered, none did in time, the person left before, somebody still waits."""
ENDS: tuple[RequestEnd, ...] = ("answered", "unanswered", "left", "open")
TIMES = (Handoff.reason, Handoff.state, Handoff.requested_at, Handoff.claimed_at, Handoff.offered_at, Handoff.ended_at,
         Handoff.ended_by, Handoff.outcome)
"""The columns that tell how a request went."""
TAGGED = "tag"
"""The kind of an activity that stands for a tag of a conversation that is gone."""
KEPT = "ended"
"""The result of an activity that stands for a request whose conversation is gone; it is no conversation of its own."""


def keep_times_in(session: Session, conversations: Any) -> int:
    """Count the requests of ``conversations`` (a query or list of ids) that are about to be deleted; says how many.

    To be called in the transaction that deletes them, so that none is counted twice or never.
    """
    rows = session.execute(
        select(*TIMES, Handoff.office_id)
        .where(Handoff.conversation_id.in_(conversations))).all()
    if rows:
        session.execute(insert(get_table(Activity)), [{
            "at": row.requested_at, "visit": "", "channel": "desk", "kind": "handoff", "topic": None,
            "item": row.office_id, "result": KEPT, "detail": {
                "reason": row.reason, "waited": count_minutes_waited(row),
                "handled": count_minutes(row.claimed_at, row.ended_at), "end": read_request_end(row),
                "outcome": row.outcome}} for row in rows])
    return len(rows)


def keep_tags_in(session: Session, conversations: Any) -> None:
    """Count the tags of ``conversations`` (a query or list of ids) that are about to be deleted, contacts taken out.

    To be called in the transaction that deletes them.
    """
    rows = session.execute(
        select(ConversationTag.tag, Conversation.created_at)
        .join(Conversation, Conversation.id == ConversationTag.conversation_id)
        .where(ConversationTag.conversation_id.in_(conversations))).all()
    if rows:
        session.execute(insert(get_table(Activity)), [{
            "at": row.created_at, "visit": "", "channel": "desk", "kind": TAGGED, "item": mask(row.tag)[:60]}
            for row in rows])


def read_request_end(row: Any) -> RequestEnd:
    """What became of the request of a row with ``TIMES``."""
    if row.claimed_at is not None:
        return "answered"
    if row.state == "waiting":
        return "open"
    return "left" if row.ended_by == "person" else "unanswered"


def count_minutes_waited(row: Any, now: Optional[datetime] = None) -> Optional[float]:
    """Minutes until somebody answered; of a request that nobody answered, until it was given up on, by either side.

    As long as somebody waits, until ``now`` (UTC); None where that is not told.
    """
    return count_minutes(row.requested_at, row.claimed_at or row.offered_at or row.ended_at or now)


def count_minutes(begin: Optional[datetime], end: Optional[datetime]) -> Optional[float]:
    """Minutes from ``begin`` to ``end``, None when one of them is not known."""
    return None if begin is None or end is None else round((end - begin).total_seconds() / 60, 2)
