"""Keeping a place for a while for a person who has not confirmed yet, and giving it back."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import Callable, Optional

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, CodeAttempt, Slot, SlotCell
from bot.db.session import transaction
from bot.rules.hold_limits import find_hold_end, may_hold
from bot.rules.place_grid import list_cells
from bot.services.booking import origins, places
from bot.services.booking.places import Target
from bot.services.booking.results import Held, NotBookable, NotHeld, SlotTaken
from bot.services.booking.target import Wish, count_free_of_day, find_target, report_taken
from bot.services.code_lockout import CODE_WINDOW
from bot.settings import Settings

CELLS_KEPT = timedelta(days=1)
"""How long the cells of the past are kept: nobody can book there any more."""


def hold_place(
    settings: Settings, *, conversation_id: str, service_id: str, office_id: str, starts_at: datetime, now: datetime,
) -> Held | NotHeld | SlotTaken | NotBookable:
    """Keep a place at ``starts_at`` for the conversation; what it held elsewhere is released.

    A repeat lasts anew, but all holds together no longer than the total time of the settings; and one network holds
    neither many places nor most of a day (``bot.rules.hold_limits``). Beyond that the place stays free for everybody.

    Raises:
        DatabaseUnavailable: the database is down or locked; nothing has changed.
    """
    wish = Wish(service_id, office_id, starts_at, conversation_id)
    for _ in range(places.ATTEMPTS):
        with transaction(settings.database_url) as session:
            target = find_target(session, settings, wish, now)
            free = count_free_of_day(session, settings, wish, now) if isinstance(target, Target) else 0
        if not isinstance(target, Target):
            return target
        try:
            until = places.contend(settings.database_url, partial(
                _keep, settings=settings, target=target, conversation_id=conversation_id, free=free, now=now))
        except places.PlaceLost:
            continue
        return Held(until) if until is not None else NotHeld()
    with transaction(settings.database_url) as session:
        return report_taken(session, settings, wish, now)


def _keep(
    session: Session, *, settings: Settings, target: Target, conversation_id: str, free: int, now: datetime,
) -> Optional[datetime]:
    """Hold the target if the limits allow it; until when. ``free``: places of that day that were free."""
    since = origins.read_holding_since(session, conversation_id, now)
    until = find_hold_end(
        since, now, minutes=settings.booking_hold_minutes, total_minutes=settings.booking_hold_total_minutes)
    if until is None or not _network_may_hold(session, settings, target, conversation_id, free, now):
        places.drop_holds(session, conversation_id)
        return None
    places.occupy_place(session, target, now=now, conversation_id=conversation_id, held_until=until)
    origins.write_holding_since(session, conversation_id, since, now)
    return until


def _network_may_hold(
    session: Session, settings: Settings, target: Target, conversation_id: str, free: int, now: datetime,
) -> bool:
    network = origins.lock_network(session, conversation_id) if settings.limits == "on" else None
    if network is None:
        return True
    begin = clock.at(clock.local(target.starts_at).date(), time())
    held, of_day = origins.count_holds(
        session, network, conversation_id=conversation_id, office_id=target.office_id,
        day=(begin, begin + timedelta(days=1)), now=now)
    return may_hold(held=held, most=settings.network_holds, held_that_day=of_day, free_that_day=free)


def reserve_place(
    settings: Settings, *, owner: str, service_id: str, office_id: str, starts_at: datetime, until: datetime,
    also: Callable[[Session, datetime], bool], now: datetime,
) -> bool:
    """Keep a place until ``until`` for ``owner``, which is no conversation; whether it was to be had.

    ``also``: what else is written in the same transaction, told when the place ends; False undoes all of it. An owner
    has one place at a time.

    Raises:
        DatabaseUnavailable: the database is down or locked; nothing has changed.
    """
    wish = Wish(service_id, office_id, starts_at, owner)
    with transaction(settings.database_url) as session:
        target = find_target(session, settings, wish, now)
    if not isinstance(target, Target):
        return False

    def keep(session: Session) -> None:
        places.occupy_place(session, target, now=now, conversation_id=owner, held_until=until)
        if not also(session, target.ends_at):
            raise places.PlaceLost

    try:
        places.contend(settings.database_url, keep)
    except places.PlaceLost:
        return False
    return True


def release_holds(settings: Settings, conversation_id: str) -> None:
    """Give back what the conversation holds; appointments stay."""
    with transaction(settings.database_url, write=True) as session:
        places.drop_holds(session, conversation_id)


def release_expired(settings: Settings, now: datetime) -> int:
    """Housekeeping: delete expired holds, past cells and old code attempts, mark past appointments as over.

    Says how many holds.

    Nothing depends on it: an expired hold counts as free, and a past appointment as over, the moment it is.
    """
    moment = clock.to_utc(now)
    with transaction(settings.database_url, write=True) as session:
        session.execute(delete(CodeAttempt).where(CodeAttempt.tried_at <= moment - CODE_WINDOW))
        close_past(session, now)
        session.execute(delete(SlotCell).where(SlotCell.cell < list_cells(moment - CELLS_KEPT, moment)[0]))
        return places.drop(session, Slot.appointment_id.is_(None), Slot.held_until <= moment)


def close_past(session: Session, now: datetime, *conditions: ColumnElement[bool]) -> None:
    """Mark active appointments under ``conditions`` whose time is up as over."""
    past = update(Appointment).where(
        Appointment.status == "active", Appointment.ends_at <= clock.to_utc(now), *conditions)
    session.execute(past.values(status="over"), execution_options={"synchronize_session": False})
