"""What stays of a request for an operator when its conversation is deleted: how long it waited and took, of nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.db.models import Activity, Handoff
from bot.db.models.base import table_of

KEPT = "ended"
"""The result of an activity that stands for a request whose conversation is gone; it is no conversation of its own."""


def keep_times_in(session: Session, conversations: Any) -> int:
    """Count the requests of ``conversations`` (a query or list of ids) that are about to be deleted; says how many.

    To be called in the transaction that deletes them, so that none is counted twice or never.
    """
    rows = session.execute(
        select(Handoff.reason, Handoff.office_id, Handoff.requested_at, Handoff.claimed_at, Handoff.ended_at)
        .where(Handoff.conversation_id.in_(conversations))).all()
    if rows:
        session.execute(insert(table_of(Activity)), [{
            "at": row.requested_at, "visit": "", "channel": "desk", "kind": "handoff", "topic": None,
            "item": row.office_id, "result": KEPT, "detail": {
                "reason": row.reason, "waited": minutes(row.requested_at, row.claimed_at),
                "handled": minutes(row.claimed_at, row.ended_at)}} for row in rows])
    return len(rows)


def minutes(begin: Optional[datetime], end: Optional[datetime]) -> Optional[float]:
    """Minutes from ``begin`` to ``end``, None when one of them is not known."""
    return None if begin is None or end is None else round((end - begin).total_seconds() / 60, 2)
