"""A start that somebody wants: either it cannot be had, with the reason and alternatives, or it has free places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Slot
from bot.rules.place_grid import GRID_MINUTES
from bot.rules.slot_calendar import Plan, Reason, Why, explain_no_start, explain_outside, find_slot_end, starts_on
from bot.services.booking import places, plans
from bot.services.booking.availability import list_nearest_in
from bot.services.booking.occupancy import count_occupied
from bot.services.booking.places import Target
from bot.services.booking.plans import OfficePlan
from bot.services.booking.results import NotBookable, SlotOption, SlotTaken
from bot.settings import Settings

ALTERNATIVES = 3


@dataclass(frozen=True)
class Wish:
    """Who wants which start of which service where.

    ``conversation_id``: whose hold counts as free; ``moving``: the appointment whose own place does. ``walk_in``: for
    somebody who is at the desk: within the opening hours, on no grid, from the present cell on.
    """

    service_id: str
    office_id: str
    starts_at: datetime
    conversation_id: Optional[str]
    moving: Optional[int] = None
    walk_in: bool = False


def find_target(session: Session, settings: Settings, wish: Wish, now: datetime) -> Target | SlotTaken | NotBookable:
    """Whether the wish can be had at this moment; nothing is locked."""
    version = plans.read_version(session)
    found = plans.load_plans(session, settings, service_id=wish.service_id, office_id=wish.office_id, now=now)
    if not found:
        return NotBookable(Reason(Why.NOT_OFFERED), [])
    plan = found[0].plan
    reason = explain_no_start(wish.starts_at, plan) if not wish.walk_in else _why_not_now(wish.starts_at, plan)
    if reason is not None and not (reason.kind is Why.TOO_SOON and _holds(session, wish, now)):
        return NotBookable(reason, _others(session, found, wish, now))
    ends_at = find_slot_end(wish.starts_at, plan.slot_minutes)
    free = places.find_free_places(
        session, found[0], starts_at=wish.starts_at, ends_at=ends_at, now=now, conversation_id=wish.conversation_id,
        moving=wish.moving)
    if not free:
        return SlotTaken(_others(session, found, wish, now))
    return Target(wish.office_id, wish.service_id, wish.starts_at, ends_at, free, version)


def _why_not_now(starts_at: datetime, plan: Plan) -> Optional[Reason]:
    if starts_at <= plan.now - timedelta(minutes=GRID_MINUTES):
        return Reason(Why.PAST)
    return explain_outside(starts_at, find_slot_end(starts_at, plan.slot_minutes), plan)


def count_free_of_day(session: Session, settings: Settings, wish: Wish, now: datetime) -> int:
    """How many places are still free that day; the conversation's own hold counts as free."""
    found = plans.load_plans(session, settings, service_id=wish.service_id, office_id=wish.office_id, now=now)
    day = clock.local(wish.starts_at).date()
    begin = clock.at(day, time())
    occupied = count_occupied(
        session, found, start=begin, end=begin + timedelta(days=1), now=now, conversation_id=wish.conversation_id)
    return sum(occupied.count_left(office, start, find_slot_end(start, office.plan.slot_minutes))
               for office in found for start in starts_on(day, office.plan))


def report_taken(session: Session, settings: Settings, wish: Wish, now: datetime) -> SlotTaken:
    """The answer when the places are lost to others again and again."""
    found = plans.load_plans(session, settings, service_id=wish.service_id, office_id=wish.office_id, now=now)
    return SlotTaken(_others(session, found, wish, now))


def report_withdrawn(session: Session, settings: Settings, wish: Wish, now: datetime) -> NotBookable:
    """The answer to a confirmation that comes again after its appointment has been cancelled."""
    found = plans.load_plans(session, settings, service_id=wish.service_id, office_id=wish.office_id, now=now)
    return NotBookable(Reason(Why.WITHDRAWN), _others(session, found, wish, now))


def _others(session: Session, found: list[OfficePlan], wish: Wish, now: datetime) -> list[SlotOption]:
    return list_nearest_in(
        session, found, wanted=wish.starts_at, now=now, limit=ALTERNATIVES, conversation_id=wish.conversation_id)


def _holds(session: Session, wish: Wish, now: datetime) -> bool:
    """Whether the conversation got the place in time and its hold still lasts: then it was early enough."""
    query = select(Slot.id).where(
        Slot.held_by == wish.conversation_id, Slot.held_until > clock.to_utc(now),
        Slot.office_id == wish.office_id, Slot.starts_at == clock.to_utc(wish.starts_at))
    return session.execute(query).first() is not None
