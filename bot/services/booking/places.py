"""Taking one of a start's places. Safe because of the unique constraint on (office, start, place), not of its timing.

Places are looked up in a transaction of their own, which locks nobody, and taken in a second, short one by INSERT … ON
CONFLICT DO NOTHING or by a compare-and-swap UPDATE; whoever comes second takes nothing, and looks again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Callable, Optional, TypeVar

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.core import clock
from bot.db.session import DatabaseUnavailable, transaction
from bot.services.booking.plans import unavailable
from bot.services.booking.tables import Slot

ATTEMPTS = 8
"""How often a lost race is run again; each time that it is lost somebody else has got a place."""

_TRY_AGAIN = {"40P01", "40001"}
"""PostgreSQL's deadlock and serialization failures: the transaction has done nothing and may be repeated."""

Result = TypeVar("Result")


class Lost(Exception):
    """Somebody else was quicker; the transaction is to be rolled back and the situation looked at again."""


@dataclass(frozen=True)
class Place:
    """A place that was free when looked at; ``slot_id`` of the row to take over, None when there is no row yet."""

    number: int
    slot_id: Optional[int]


def free_places(
    session: Session, *, office_id: str, starts_at: datetime, capacity: int, now: datetime,
    conversation_id: Optional[str],
) -> list[Place]:
    """The places of a start that ``conversation_id`` may take, the one it holds already first."""
    query = select(Slot.id, Slot.place, Slot.held_by, unavailable(now, conversation_id).label("blocked"))
    rows = session.execute(
        query.where(Slot.office_id == office_id, Slot.starts_at == clock.to_utc(starts_at))).all()
    by_place = {row.place: row for row in rows}
    own: list[Place] = []
    other: list[Place] = []
    for number in range(1, capacity + 1):
        row = by_place.get(number)
        if row is None:
            other.append(Place(number, None))
        elif not row.blocked:
            (own if row.held_by == conversation_id else other).append(Place(number, row.id))
    # places above a capacity that has since been lowered are taken all the same
    return (own + other)[:max(0, capacity - sum(bool(row.blocked) for row in rows))]


def take(
    session: Session, places: list[Place], *, office_id: str, starts_at: datetime, now: datetime,
    conversation_id: Optional[str], held_until: Optional[datetime] = None, appointment_id: Optional[int] = None,
) -> None:
    """Take one of ``places``: for an appointment, or held by the conversation until ``held_until``.

    Raises:
        Lost: all of them were taken since they were looked up.
    """
    values: dict[str, Any] = {"appointment_id": appointment_id, "held_by": None, "held_until": None}
    if held_until is not None:
        values.update(held_by=conversation_id, held_until=clock.to_utc(held_until))
    for place in places:
        if place.slot_id is None:
            taken = _insert(
                session, office_id=office_id, starts_at=clock.to_utc(starts_at), place=place.number, **values)
        else:
            swap = update(Slot).where(Slot.id == place.slot_id, ~unavailable(now, conversation_id))
            taken = session.execute(swap.values(**values), execution_options=_NO_SYNC).rowcount == 1
        if taken:
            return
    raise Lost


def drop_holds(session: Session, conversation_id: str) -> None:
    """Release what the conversation holds. A row that another transaction is taking over right now is left to it."""
    drop(session, Slot.held_by == conversation_id, Slot.appointment_id.is_(None))


def drop(session: Session, *conditions: Any) -> int:
    """Delete the slot rows under ``conditions`` that no other transaction is working on; says how many."""
    chosen = select(Slot.id).where(*conditions)
    if session.get_bind().dialect.name == "postgresql":
        chosen = chosen.with_for_update(skip_locked=True)
    ids = list(session.execute(chosen).scalars())
    if ids:
        session.execute(delete(Slot).where(Slot.id.in_(ids)), execution_options=_NO_SYNC)
    return len(ids)


def contend(url: str, work: Callable[[Session], Result]) -> Result:
    """Run ``work`` in one writing transaction.

    Raises:
        Lost: a constraint, a deadlock or ``work`` itself says that somebody else was quicker; nothing is written.
        DatabaseUnavailable: the database is down or locked.
    """
    try:
        with transaction(url, write=True) as session:
            return work(session)
    except IntegrityError as error:
        raise Lost from error
    except DatabaseUnavailable as error:
        if getattr(getattr(error.__cause__, "orig", None), "pgcode", None) in _TRY_AGAIN:
            raise Lost from error
        raise


_NO_SYNC = {"synchronize_session": False}


def _insert(session: Session, **values: Any) -> bool:
    """Insert a slot row unless a constraint says that it exists; whether it was inserted."""
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return bool(session.execute(dialect.insert(Slot).values(**values).on_conflict_do_nothing()).rowcount == 1)
