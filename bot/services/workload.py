"""How much waits in the database: messages, places held, notices, people at the desk. Numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bot import clock
from bot.db.models import Handoff, Message, Notice, Slot
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.services.conversations import IS_PENDING, WAITING
from bot.settings import Settings

LATE_NOTICE = timedelta(minutes=5)
"""A notice that is due for longer is late: a round is every 15 seconds."""

LATE_TURN = timedelta(seconds=30)
"""A message that waits longer for its turn is an alarm: no turn takes as long by itself."""

_handoff = get_table(Handoff)
_message = get_table(Message)
_notice = get_table(Notice)
_slot = get_table(Slot)


@dataclass(frozen=True)
class Workload:
    """Counts of all processes together, and the age in seconds of the oldest that waits (0: none does).

    ``notices_late``: due for more than :data:`LATE_NOTICE`, and still worth sending. ``people_waiting``: for an
    operator.
    """

    turns_pending: int = 0
    turn_age: float = 0.0
    places_held: int = 0
    notices_due: int = 0
    notices_late: int = 0
    people_waiting: int = 0
    person_age: float = 0.0


def measure_late_turns(settings: Settings, now: datetime) -> tuple[int, float]:
    """How many messages wait for their turn for more than :data:`LATE_TURN`, and for how many seconds the first does.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    moment = clock.to_utc(now)
    query = (select(func.count(), func.min(_message.c.at)).select_from(_message)
             .where(IS_PENDING, _message.c.at < moment - LATE_TURN))
    with transaction(settings.database_url) as session:
        count, oldest = session.execute(query).one()
    return count, (moment - oldest).total_seconds() if count else 0.0


def measure_workload(settings: Settings, now: datetime) -> Workload:
    """Look at all of it at ``now``.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    moment = clock.to_utc(now)

    def age(oldest: Any) -> float:
        return 0.0 if oldest is None else max(0.0, (moment - oldest).total_seconds())

    due = _notice.c.state.in_(("due", "sending")), _notice.c.until > moment
    with transaction(settings.database_url) as session:
        turns, turn = session.execute(
            select(func.count(), func.min(_message.c.at)).select_from(_message).where(IS_PENDING)).one()
        held = session.execute(select(func.count()).select_from(_slot).where(_slot.c.held_until > moment)).scalar()
        ready, late = (
            session.execute(select(func.count()).select_from(_notice).where(*due, _notice.c.due_at <= until)).scalar()
            for until in (moment, moment - LATE_NOTICE))
        people, person = session.execute(
            select(func.count(), func.min(_handoff.c.queued_at)).select_from(_handoff)
            .where(_handoff.c.state == WAITING)).one()
    return Workload(turns, age(turn), held or 0, ready or 0, late or 0, people, age(person))
