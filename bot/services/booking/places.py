"""Taking a place for a time. Safe because of the unique constraints on the cells of the grid, not of its timing.

Places are looked up in a transaction of their own, which locks nobody, and taken in a second, short one by INSERT … ON
CONFLICT DO NOTHING; whoever comes second takes nothing, and looks again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Callable, Optional, TypeVar

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Slot, SlotCell
from bot.db.models.base import get_table
from bot.db.session import DatabaseUnavailable, transaction
from bot.db.statements import count_rows, insert_into, insert_row
from bot.rules.place_grid import list_cells, list_free_numbers
from bot.services.booking import plans
from bot.services.booking.occupancy import match_taken
from bot.services.booking.plans import OfficePlan

ATTEMPTS = 8
"""How often a lost race is run again; each time that it is lost somebody else has got a place."""

_TRY_AGAIN = {"40P01", "40001"}
"""PostgreSQL's deadlock and serialization failures: the transaction has done nothing and may be repeated."""

Result = TypeVar("Result")


class PlaceLost(Exception):
    """Somebody else was quicker; the transaction is to be rolled back and the situation looked at again."""


@dataclass(frozen=True)
class FreePlace:
    """A place that was free when looked at: for each cell its number among all and among those of the service."""

    numbers: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Target:
    """A time of a service at an office that can be booked, and the places that were free when it was looked at."""

    office_id: str
    service_id: str
    starts_at: datetime
    ends_at: datetime
    places: list[FreePlace]
    plan_version: int


def find_free_places(
    session: Session, office: OfficePlan, *, starts_at: datetime, ends_at: datetime, now: datetime,
    conversation_id: Optional[str], moving: Optional[int] = None,
) -> list[FreePlace]:
    """The places from ``starts_at`` to ``ends_at`` that ``conversation_id`` may take, each another number in each cell.

    ``moving``: an appointment whose own place is given up for the new one.
    """
    cells = list_cells(starts_at, ends_at)
    people: dict[int, list[int]] = {cell: [] for cell in cells}
    of_service: dict[int, list[int]] = {cell: [] for cell in cells}
    query = (
        select(SlotCell.cell, SlotCell.place, SlotCell.service_id, SlotCell.service_place)
        .join(Slot, Slot.id == SlotCell.slot_id)
        .where(
            SlotCell.office_id == office.office_id, SlotCell.cell.between(cells[0], cells[-1]),
            match_taken(now, conversation_id)))
    if moving is not None:
        query = query.where(or_(Slot.appointment_id.is_(None), Slot.appointment_id != moving))
    for row in session.execute(query):
        people[row.cell].append(row.place)
        if row.service_id == office.service_id:
            of_service[row.cell].append(row.service_place)
    free = [(cell, list_free_numbers(people[cell], office.capacity_in(cell)),
             list_free_numbers(of_service[cell], office.service_capacity_in(cell))) for cell in cells]
    number = min(min(len(all_free), len(service_free)) for _, all_free, service_free in free)
    return [FreePlace(tuple((cell, all_free[rank], service_free[rank]) for cell, all_free, service_free in free))
            for rank in range(number)]


def occupy_place(
    session: Session, target: Target, *, now: datetime, conversation_id: Optional[str],
    held_until: Optional[datetime] = None, appointment_id: Optional[int] = None,
) -> None:
    """Take one of the target's places: for an appointment, or held by the conversation until ``held_until``.

    What the conversation held before is given up, and what nobody holds any more is cleared away.

    Raises:
        PlaceLost: all of them were taken since they were looked up, or the plan was changed.
    """
    if plans.read_version(session, lock=True) != target.plan_version:
        raise PlaceLost
    if conversation_id is not None:
        drop_holds(session, conversation_id)
    starts_at, ends_at = clock.to_utc(target.starts_at), clock.to_utc(target.ends_at)
    drop(session, Slot.office_id == target.office_id, Slot.appointment_id.is_(None),
         Slot.held_until <= clock.to_utc(now), Slot.starts_at < ends_at, Slot.ends_at > starts_at)
    values: dict[str, Any] = {
        "office_id": target.office_id, "service_id": target.service_id, "starts_at": starts_at, "ends_at": ends_at}
    if held_until is not None:
        values.update(held_by=conversation_id, held_until=clock.to_utc(held_until))
    slot_id = insert_row(session, insert(_slot).values(**values, appointment_id=appointment_id))
    for place in target.places:
        rows = [{"slot_id": slot_id, "office_id": target.office_id, "service_id": target.service_id, "cell": cell,
                 "place": number, "service_place": of_service} for cell, number, of_service in place.numbers]
        if count_rows(session, insert_into(session, _cell).values(rows).on_conflict_do_nothing()) == len(rows):
            return
        session.execute(delete(_cell).where(_cell.c.slot_id == slot_id))
    raise PlaceLost


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
        PlaceLost: a constraint, a deadlock or ``work`` itself says that somebody else was quicker; nothing is written.
        DatabaseUnavailable: the database is down or locked.
    """
    try:
        with transaction(url, write=True) as session:
            return work(session)
    except IntegrityError as error:
        raise PlaceLost from error
    except DatabaseUnavailable as error:
        if getattr(getattr(error.__cause__, "orig", None), "pgcode", None) in _TRY_AGAIN:
            raise PlaceLost from error
        raise


_slot = get_table(Slot)
_cell = get_table(SlotCell)
_NO_SYNC = {"synchronize_session": False}
