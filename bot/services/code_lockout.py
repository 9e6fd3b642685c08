"""Wrong codes are counted: too many within an hour close the door of whoever tries, for whatever kind of code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Callable, Optional, TypeVar, Union

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import CodeAttempt

Found = TypeVar("Found")
MAX_WRONG_CODES = 5
CODE_WINDOW = timedelta(hours=1)


@dataclass(frozen=True)
class Standing:
    """How many codes were wrong within the window; ``closed_until`` (aware) when they were too many."""

    wrong: int
    closed_until: Optional[datetime]


@dataclass(frozen=True)
class WrongCode:
    """Nothing has that code. ``left``: how many more wrong ones are allowed within the hour."""

    left: int


@dataclass(frozen=True)
class TooManyAttempts:
    """Too many wrong codes of whoever tries; codes are read again from ``until``."""

    until: datetime


def open_in(
    session: Session, *, who: str, find: Callable[[], Optional[Found]], now: datetime,
) -> Union[Found, WrongCode, TooManyAttempts]:
    """What ``find`` gives for the code that ``who`` tries (None: wrong); while locked out nothing is looked up."""
    standing = find_standing_in(session, who=who, now=now)
    if standing.closed_until is not None:
        return TooManyAttempts(standing.closed_until)
    found = find()
    if found is not None:
        return found
    count_in(session, who=who, now=now)
    return WrongCode(MAX_WRONG_CODES - standing.wrong - 1)


def find_standing_in(session: Session, *, who: str, now: datetime, most: int = MAX_WRONG_CODES) -> Standing:
    """How ``who``, who may try ``most`` times, stands; others of that name wait until this writing transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        # many at once would all see the same count
        session.execute(text("select pg_advisory_xact_lock(hashtext(:who))"), {"who": f"code:{who}"})
    session.execute(delete(CodeAttempt).where(
        CodeAttempt.conversation_id == who, CodeAttempt.tried_at <= clock.to_utc(now) - CODE_WINDOW))
    wrong, oldest = session.execute(
        select(func.count(), func.min(CodeAttempt.tried_at)).where(CodeAttempt.conversation_id == who)).one()
    return Standing(wrong, clock.local(oldest + CODE_WINDOW) if wrong >= most else None)


def count_in(session: Session, *, who: str, now: datetime) -> None:
    """Note one more wrong code of ``who``."""
    session.add(CodeAttempt(conversation_id=who, tried_at=clock.to_utc(now)))
