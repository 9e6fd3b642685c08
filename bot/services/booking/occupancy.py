"""How many people are at an office at the same time, by appointments and by holds that last."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, Optional

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Slot
from bot.rules.place_grid import LONGEST_MINUTES, list_cells
from bot.services.booking.plans import OfficePlan

_NOBODY: Counter[int] = Counter()


class Occupancy:
    """What is taken at some offices, by cell of the grid."""

    def __init__(self) -> None:
        self._people: dict[str, Counter[int]] = {}
        self._for_service: dict[tuple[str, str], Counter[int]] = {}

    def add(self, office_id: str, service_id: str, starts_at: datetime, ends_at: datetime, number: int = 1) -> None:
        """Add ``number`` slots for that time."""
        people = self._people.setdefault(office_id, Counter())
        for_service = self._for_service.setdefault((office_id, service_id), Counter())
        for cell in list_cells(starts_at, ends_at):
            people[cell] += number
            for_service[cell] += number

    def count_left(self, office: OfficePlan, starts_at: datetime, ends_at: datetime) -> int:
        """How many more can be received from ``starts_at`` to ``ends_at``: as many as in its fullest cell."""
        people = self._people.get(office.office_id, _NOBODY)
        if not office.absences and not people:
            return max(office.service_capacity_in(0), 0)
        cells = list_cells(starts_at, ends_at)
        if not office.absences and people.keys().isdisjoint(cells):  # most starts of most days
            return max(office.service_capacity_in(cells.start), 0)
        for_service = self._for_service.get((office.office_id, office.service_id or ""), _NOBODY)
        return max(0, min(
            min(office.capacity_in(cell) - people[cell], office.service_capacity_in(cell) - for_service[cell])
            for cell in cells))


def count_occupied(
    session: Session, offices: list[OfficePlan], *, start: datetime, end: datetime, now: datetime,
    conversation_id: Optional[str],
) -> Occupancy:
    """What is taken of the offices from ``start`` to ``end``; a hold of ``conversation_id`` is not."""
    asked = {
        "offices": [office.office_id for office in offices], "start": clock.to_utc(start), "end": clock.to_utc(end),
        "earliest": clock.to_utc(start) - timedelta(minutes=LONGEST_MINUTES), "now": clock.to_utc(now)}
    if conversation_id is not None:
        asked["conversation"] = conversation_id
    found = Occupancy()
    for row in session.execute(_COUNT if conversation_id is None else _COUNT_BUT_OWN, asked):
        found.add(row.office_id, row.service_id, row.starts_at, row.ends_at, row.number)
    return found


def match_taken(now: datetime, conversation_id: Optional[str]) -> Any:
    """SQL condition of a slot that nobody else may use: an appointment's, or another conversation's live hold."""
    return _taken(clock.to_utc(now), conversation_id)


def _taken(now: Any, conversation_id: Any) -> Any:
    held = and_(Slot.held_by.is_not(None), Slot.held_until > now)
    if conversation_id is not None:
        held = and_(held, Slot.held_by != conversation_id)
    return or_(Slot.appointment_id.is_not(None), held)


def _make_count(conversation_id: Any) -> Any:
    return (
        select(Slot.office_id, Slot.service_id, Slot.starts_at, Slot.ends_at, func.count().label("number"))
        .where(
            Slot.office_id.in_(bindparam("offices", expanding=True)),
            Slot.starts_at.between(bindparam("earliest"), bindparam("end")), Slot.ends_at > bindparam("start"),
            _taken(bindparam("now"), conversation_id))
        .group_by(Slot.office_id, Slot.service_id, Slot.starts_at, Slot.ends_at))


# made once, as those of the log: SQLAlchemy takes longer to build them than the database to answer
_COUNT, _COUNT_BUT_OWN = _make_count(None), _make_count(bindparam("conversation"))
