"""Keeping a place for a while for a person who has not confirmed yet, and giving it back."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import partial

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot.core import clock
from bot.db.session import transaction
from bot.services.attempts import CODE_WINDOW
from bot.services.booking import places
from bot.services.booking.results import Held, NotBookable, SlotTaken
from bot.services.booking.tables import Appointment, CodeAttempt, Slot
from bot.services.booking.target import Target, Wish, look, taken
from bot.settings import Settings


def hold(
    settings: Settings, *, conversation_id: str, service_id: str, office_id: str, starts_at: datetime, now: datetime,
) -> Held | SlotTaken | NotBookable:
    """Keep a place at ``starts_at`` for the conversation; what it held elsewhere is released, a repeat lasts anew.

    Raises:
        DatabaseUnavailable: the database is down or locked; nothing has changed.
    """
    until = clock.local(now.astimezone(timezone.utc) + timedelta(minutes=settings.booking_hold_minutes))
    wish = Wish(service_id, office_id, starts_at, conversation_id)
    for _ in range(places.ATTEMPTS):
        with transaction(settings.database_url) as session:
            target = look(session, settings, wish, now)
        if not isinstance(target, Target):
            return target
        try:
            places.contend(settings.database_url, partial(
                _keep, wish=wish, conversation_id=conversation_id, target=target, until=until, now=now))
        except places.Lost:
            continue
        return Held(until)
    with transaction(settings.database_url) as session:
        return taken(session, settings, wish, now)


def release(settings: Settings, conversation_id: str) -> None:
    """Give back what the conversation holds; appointments stay."""
    with transaction(settings.database_url, write=True) as session:
        places.drop_holds(session, conversation_id)


def release_expired(settings: Settings, now: datetime) -> int:
    """Housekeeping: delete expired holds and old code attempts, mark past appointments as over; says how many holds.

    Nothing depends on it: an expired hold counts as free, and a past appointment as over, the moment it is.
    """
    moment = clock.to_utc(now)
    with transaction(settings.database_url, write=True) as session:
        session.execute(delete(CodeAttempt).where(CodeAttempt.tried_at <= moment - CODE_WINDOW))
        close_past(session, now)
        return places.drop(session, Slot.appointment_id.is_(None), Slot.held_until <= moment)


def close_past(session: Session, now: datetime, *conditions: object) -> None:
    """Mark active appointments under ``conditions`` whose time is up as over."""
    past = update(Appointment).where(
        Appointment.status == "active", Appointment.ends_at <= clock.to_utc(now), *conditions)
    session.execute(past.values(status="over"), execution_options={"synchronize_session": False})


def _keep(
    session: Session, *, wish: Wish, conversation_id: str, target: Target, until: datetime, now: datetime,
) -> None:
    elsewhere = (Slot.office_id != wish.office_id) | (Slot.starts_at != clock.to_utc(wish.starts_at))
    places.drop(session, Slot.held_by == conversation_id, Slot.appointment_id.is_(None), elsewhere)
    places.take(
        session, target.places, office_id=wish.office_id, starts_at=wish.starts_at, now=now,
        conversation_id=conversation_id, held_until=until)
