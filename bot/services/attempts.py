"""Wrong codes are counted: too many within an hour close the door of whoever tries, for whatever kind of code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Optional

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from bot.core import clock
from bot.db.models import CodeAttempt

MAX_WRONG_CODES = 5
CODE_WINDOW = timedelta(hours=1)


@dataclass(frozen=True)
class Standing:
    """How many codes were wrong within the window; ``closed_until`` (aware) when they were too many."""

    wrong: int
    closed_until: Optional[datetime]


def look_in(session: Session, *, who: str, now: datetime) -> Standing:
    """How ``who`` stands; others who try in the same name wait until this writing transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        # many at once would all see the same count
        session.execute(text("select pg_advisory_xact_lock(hashtext(:who))"), {"who": f"code:{who}"})
    session.execute(delete(CodeAttempt).where(
        CodeAttempt.conversation_id == who, CodeAttempt.tried_at <= clock.to_utc(now) - CODE_WINDOW))
    wrong, oldest = session.execute(
        select(func.count(), func.min(CodeAttempt.tried_at)).where(CodeAttempt.conversation_id == who)).one()
    return Standing(wrong, clock.local(oldest + CODE_WINDOW) if wrong >= MAX_WRONG_CODES else None)


def count_in(session: Session, *, who: str, now: datetime) -> None:
    """Note one more wrong code of ``who``."""
    session.add(CodeAttempt(conversation_id=who, tried_at=clock.to_utc(now)))
