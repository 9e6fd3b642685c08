"""Moving, cancelling, saying that one comes; a new place is taken where the old one is given up, in one transaction."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, Callable, Optional

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, Slot
from bot.db.session import transaction
from bot.db.statements import count_rows
from bot.services.booking import counts, places
from bot.services.booking.access import may_change
from bot.services.booking.places import Target
from bot.services.booking.results import (
    AlreadyCancelled,
    AppointmentView,
    AttendanceConfirmed,
    Cancelled,
    Moved,
    NotBookable,
    NotYours,
    SlotTaken,
    TooLate,
)
from bot.services.booking.staff import keep_operator_if_free
from bot.services.booking.target import Wish, find_target, report_taken
from bot.services.booking.views import Also, find_view
from bot.settings import Settings


def move_appointment(
    settings: Settings, *, appointment_id: int, conversation_id: str, code: Optional[str] = None, office_id: str,
    starts_at: datetime, channel: Optional[str] = None, counted_for: Optional[str] = None,
    held_by: Optional[str] = None, also: Optional[Also] = None, now: datetime,
) -> Moved | SlotTaken | NotBookable | TooLate | AlreadyCancelled | NotYours:
    """Give an appointment another start or office; a repeat of the same move changes nothing.

    ``channel``: where, for the statistics (``booking.counts``). ``counted_for``: whose conversation it is counted for
    when that is not the one which asks. ``held_by``: whose hold is used up, when not the conversation's.
    ``also``: what else is written in the transaction that moves it.

    Raises:
        DatabaseUnavailable: the database is down or locked; the appointment is as it was.
    """
    own = may_change(
        settings, appointment_id=appointment_id, conversation_id=conversation_id, code=code, now=now)
    if own is None:
        return NotYours()
    wish = Wish(own.service_id, office_id, starts_at, held_by or conversation_id, moving=appointment_id)
    count = partial(
        counts.count_in, settings=settings, result="moved", office_id=office_id, service_id=own.service_id,
        conversation_id=counted_for or conversation_id, channel=channel, now=now)
    for _ in range(places.ATTEMPTS):
        with transaction(settings.database_url) as session:
            seen = find_view(session, Appointment.id == appointment_id)
            if seen is None:
                return NotYours()
            ended = _ended(seen, now)
            if ended is not None:
                return ended
            if seen.office_id == office_id and seen.starts_at == starts_at:
                return Moved(seen)
            target = find_target(session, settings, wish, now)
        if not isinstance(target, Target):
            return target
        try:
            moved = places.contend(
                settings.database_url, partial(
                    _swap, old=seen, wish=wish, target=target, count=count, also=also, now=now))
        except places.PlaceLost:
            continue
        return Moved(moved)
    with transaction(settings.database_url) as session:
        return report_taken(session, settings, wish, now)


def cancel_appointment(
    settings: Settings, *, appointment_id: int, conversation_id: str, code: Optional[str] = None,
    channel: Optional[str] = None, counted_for: Optional[str] = None, also: Optional[Also] = None, now: datetime,
) -> Cancelled | TooLate | AlreadyCancelled | NotYours:
    """Cancel an appointment that has not begun and free its place; however near it is, the place serves another.

    ``channel``, ``counted_for``, ``also``: as in :func:`move`.

    Raises:
        DatabaseUnavailable: the database is down or locked; the appointment stands.
    """
    own = may_change(
        settings, appointment_id=appointment_id, conversation_id=conversation_id, code=code, now=now)
    if own is None:
        return NotYours()
    with transaction(settings.database_url, write=True) as session:
        changed = _change(session, now, Appointment.id == appointment_id, status="cancelled")
        if changed:
            session.execute(delete(Slot).where(Slot.appointment_id == appointment_id), execution_options=_NO_SYNC)
            counts.count_in(
                session, settings, "cancelled", office_id=own.office_id, service_id=own.service_id,
                conversation_id=counted_for or conversation_id, channel=channel, now=now)
        seen = find_view(session, Appointment.id == appointment_id)
        if changed and seen is not None and also is not None:
            also(session, seen)
    if seen is None:
        return NotYours()
    return Cancelled(seen) if changed else _ended(seen, now) or TooLate(seen.starts_at)


def confirm_attendance(
    settings: Settings, *, appointment_id: int, conversation_id: str, now: datetime,
) -> AttendanceConfirmed | TooLate | AlreadyCancelled | NotYours:
    """Keep that the person of this conversation comes; said again, the first time stands. Moving it takes it back.

    Raises:
        DatabaseUnavailable: the database is down or locked; nothing was kept.
    """
    moment = clock.to_utc(now)
    with transaction(settings.database_url, write=True) as session:
        own = (Appointment.id == appointment_id, Appointment.conversation_id == conversation_id)
        session.execute(update(Appointment).where(
            *own, Appointment.status == "active", Appointment.starts_at > moment, Appointment.confirmed_at.is_(None),
        ).values(confirmed_at=moment), execution_options=_NO_SYNC)
        seen = find_view(session, *own)
    if seen is None:
        return NotYours()
    return _ended(seen, now) or AttendanceConfirmed(seen)


def _swap(
    session: Session, *, old: AppointmentView, wish: Wish, target: Target, count: Callable[[Session], None],
    also: Optional[Also], now: datetime,
) -> AppointmentView:
    changed = _change(
        session, now, Appointment.id == old.id, Appointment.sequence == old.sequence, office_id=wish.office_id,
        starts_at=clock.to_utc(wish.starts_at), ends_at=clock.to_utc(target.ends_at), confirmed_at=None)
    if not changed:
        raise places.PlaceLost
    session.execute(delete(Slot).where(Slot.appointment_id == old.id), execution_options=_NO_SYNC)
    places.occupy_place(
        session, target, now=now, conversation_id=wish.conversation_id, appointment_id=old.id)
    keep_operator_if_free(session, old.id)
    count(session)
    moved = find_view(session, Appointment.id == old.id)
    assert moved is not None
    if also is not None:
        also(session, moved)
    return moved


def _change(session: Session, now: datetime, *conditions: Any, **values: Any) -> bool:
    """Change an active appointment that has not begun, and raise its SEQUENCE; whether there was one."""
    moment = clock.to_utc(now)
    change = update(Appointment).where(
        *conditions, Appointment.status == "active", Appointment.starts_at > moment)
    change = change.values(sequence=Appointment.sequence + 1, changed_at=moment, **values)
    return count_rows(session, change) == 1


def _ended(seen: AppointmentView, now: datetime) -> AlreadyCancelled | TooLate | None:
    if seen.status == "cancelled":
        return AlreadyCancelled(seen)
    if seen.status != "active" or seen.starts_at <= now:
        return TooLate(seen.starts_at)
    return None


_NO_SYNC = {"synchronize_session": False}
