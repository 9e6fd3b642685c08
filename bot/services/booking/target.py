"""A start that somebody wants: either it cannot be had, with the reason and alternatives, or it has free places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.core import clock
from bot.core.slot_calendar import Reason, Why, end_of, why_not
from bot.services.booking import places, plans
from bot.services.booking.availability import nearest_in
from bot.services.booking.places import Place
from bot.services.booking.plans import OfficePlan
from bot.services.booking.results import NotBookable, SlotOption, SlotTaken
from bot.services.booking.tables import Slot
from bot.settings import Settings

ALTERNATIVES = 3


@dataclass(frozen=True)
class Wish:
    """Who wants which start of which service where. ``conversation_id``: whose hold counts as free."""

    service_id: str
    office_id: str
    starts_at: datetime
    conversation_id: Optional[str]


@dataclass(frozen=True)
class Target:
    """A start that can be booked, when its slot ends, and the places that were free when it was looked at."""

    ends_at: datetime
    places: list[Place]


def look(session: Session, settings: Settings, wish: Wish, now: datetime) -> Target | SlotTaken | NotBookable:
    """Whether the wish can be had at this moment; nothing is locked."""
    found = plans.load(session, settings, service_id=wish.service_id, office_id=wish.office_id, now=now)
    if not found:
        return NotBookable(Reason(Why.NOT_OFFERED), [])
    plan = found[0].plan
    reason = why_not(wish.starts_at, plan)
    if reason is not None and not (reason.kind is Why.TOO_SOON and _holds(session, wish, now)):
        return NotBookable(reason, _others(session, found, wish, now))
    free = places.free_places(
        session, office_id=wish.office_id, starts_at=wish.starts_at, capacity=found[0].capacity, now=now,
        conversation_id=wish.conversation_id)
    if not free:
        return SlotTaken(_others(session, found, wish, now))
    return Target(end_of(wish.starts_at, plan.slot_minutes), free)


def taken(session: Session, settings: Settings, wish: Wish, now: datetime) -> SlotTaken:
    """The answer when the places are lost to others again and again."""
    found = plans.load(session, settings, service_id=wish.service_id, office_id=wish.office_id, now=now)
    return SlotTaken(_others(session, found, wish, now))


def withdrawn(session: Session, settings: Settings, wish: Wish, now: datetime) -> NotBookable:
    """The answer to a confirmation that comes again after its appointment has been cancelled."""
    found = plans.load(session, settings, service_id=wish.service_id, office_id=wish.office_id, now=now)
    return NotBookable(Reason(Why.WITHDRAWN), _others(session, found, wish, now))


def _others(session: Session, found: list[OfficePlan], wish: Wish, now: datetime) -> list[SlotOption]:
    return nearest_in(
        session, found, wanted=wish.starts_at, now=now, limit=ALTERNATIVES, conversation_id=wish.conversation_id)


def _holds(session: Session, wish: Wish, now: datetime) -> bool:
    """Whether the conversation got the place in time and its hold still lasts: then notice was given."""
    query = select(Slot.id).where(
        Slot.held_by == wish.conversation_id, Slot.held_until > clock.to_utc(now),
        Slot.office_id == wish.office_id, Slot.starts_at == clock.to_utc(wish.starts_at))
    return session.execute(query).first() is not None
