"""A process in which people book, cancel, wait for places and answer offers, until a moment or until it is killed.

The file gets a line for each place that is given up. Time is simulated: a round is an hour of the day. Everything
that people do follows from the round or from what they do it with, so that a round that a kill cut off is run again by
the same people.
"""

from __future__ import annotations

import os
import random
from datetime import datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable, Optional

from sqlalchemy import select

from bot import clock
from bot.db.models import Appointment, WaitingOffer, WaitingWish
from bot.db.session import transaction
from bot.services import booking, waiting_list
from bot.services.booking import SlotOption
from bot.services.waiting_list import PlaceWish
from bot.settings import Settings

HORIZON = 12
SERVICE = "orientamento"
CANCELS, WAITS_EARLIER, ACCEPTS, DECLINES = 0.25, 0.2, 0.65, 0.1
_KEEP_OPEN = frozenset({time(hour) for hour in range(8, 20)})


def make_settings(url: str) -> Settings:
    """The settings of the simulation: little ahead can be booked, so that people have to wait."""
    return Settings(database_url=url, secret="a key of the tests", booking_horizon_days=HORIZON, limits="off")


def next_round(now: datetime) -> datetime:
    """An hour later; the night is left out."""
    later = clock.local(now) + timedelta(hours=1)
    return later if later.time() in _KEEP_OPEN else clock.at((later + timedelta(hours=12)).date(), time(8))


def arrive(settings: Settings, now: datetime, number: float) -> None:
    """People who want an appointment: they book what suits them, or wait for it; some want it earlier.

    In a round that is run again nobody comes twice: who waits goes on waiting although a place may be free by now, who
    has booked keeps it although nothing may be free any more.
    """
    count = int(number) + (random.Random(f"arrive {now.isoformat()}").random() < number % 1)
    known_free: dict[str, list[SlotOption]] = {}
    with transaction(settings.database_url) as session:
        these = f"web_{now:%y%m%d%H}_"
        waiting = set(session.execute(select(WaitingWish.conversation_id).where(
            WaitingWish.conversation_id.startswith(these))).scalars())
        booked = {row.conversation_id: row.id for row in session.execute(select(
            Appointment.conversation_id, Appointment.id).where(Appointment.conversation_id.startswith(these)))}
    for each in range(count):
        who, chance = f"web_{now:%y%m%d%H}_{each}", random.Random(f"arrive {now.isoformat()} {each}")
        office = chance.choice(("lecco", "lecco", "merate"))
        if who in waiting:
            continue
        days = frozenset(chance.sample(range(5), 3)) if chance.random() < 0.3 else frozenset()
        if office not in known_free:
            known_free[office] = booking.search_availability(
                settings, service_id=SERVICE, office_id=office, now=now, limit=30)
        free = [option for option in known_free[office] if not days or option.starts_at.weekday() in days]
        known: dict[str, Any] = {"name": f"Persona {each}", "contact": f"{who}@example.org", "contact_kind": "email"}
        wish = PlaceWish(SERVICE, office, days, **known)
        if free and who not in booked:
            del known_free[office]
            made = booking.book_appointment(
                settings, conversation_id=who, service_id=SERVICE, office_id=office, starts_at=free[0].starts_at,
                notice_version="2026-1", idempotency_key="1", now=now, **known)
            if not isinstance(made, booking.Booked):
                continue
            booked[who] = made.appointment.id
        if who in booked:
            if chance.random() > WAITS_EARLIER:
                continue
            wish = PlaceWish(SERVICE, office, days, appointment_id=booked[who])
        waiting_list.leave_wish(
            settings, wish, conversation_id=who, channel="webchat", notice_version="2026-1", now=now)


def cancel(settings: Settings, now: datetime, freed: int) -> None:
    """A quarter cancel, each at a moment of their own between booking and appointment."""
    with transaction(settings.database_url) as session:
        rows = session.execute(select(
            Appointment.id, Appointment.code, Appointment.office_id, Appointment.starts_at, Appointment.created_at,
        ).where(Appointment.status == "active", Appointment.starts_at > clock.to_utc(now))).all()
    for row in rows:
        moment = _draw_cancellation(row.id, row.created_at, row.starts_at)
        if moment is not None and moment <= clock.to_utc(now):
            _note(freed, row.id, row.office_id, row.starts_at, now)
            booking.cancel_appointment(
                settings, appointment_id=row.id, conversation_id="x", code=row.code, now=now)


@lru_cache(maxsize=20_000)
def _draw_cancellation(appointment_id: int, made: datetime, start: datetime) -> Optional[datetime]:
    """When somebody cancels, if they do: asked for every appointment ahead, every hour."""
    chance = random.Random(f"cancel {appointment_id}")
    moment = made + chance.random() * (start - made)
    return moment if chance.random() < CANCELS else None


def answer(settings: Settings, now: datetime, freed: int) -> None:
    """Most take what they are offered, after an hour or two; some say no, the others nothing."""
    with transaction(settings.database_url) as session:
        rows = session.execute(
            select(WaitingOffer.id, WaitingOffer.offered_at, WaitingWish.code, WaitingWish.appointment_id,
                   Appointment.office_id, Appointment.starts_at)
            .join(WaitingWish, WaitingWish.id == WaitingOffer.wish_id)
            .outerjoin(Appointment, Appointment.id == WaitingWish.appointment_id)
            .where(WaitingOffer.state == "open")).all()
    for row in rows:
        chance = random.Random(f"answer {row.id}")
        if row.offered_at + timedelta(hours=chance.choice((0, 1, 2))) > clock.to_utc(now):
            continue
        share = chance.random()
        if share < ACCEPTS:
            if row.appointment_id is not None:
                _note(freed, row.appointment_id, row.office_id, row.starts_at, now)
            waiting_list.accept_offer(settings, code=row.code, channel="webchat", now=now)
        elif share < ACCEPTS + DECLINES:
            waiting_list.decline_offer(settings, code=row.code, channel="webchat", now=now)


def _note(freed: int, appointment_id: int, office_id: str, starts_at: datetime, now: datetime) -> None:
    """A place that is about to be free, and how many hours ahead; whether it was given up is seen at the end."""
    hours = (starts_at - clock.to_utc(now)) // timedelta(hours=1)
    os.write(freed, f"{appointment_id} {office_id} {starts_at.isoformat()} {hours}\n".encode())


def work(
    url: str, now: datetime, until: datetime, demand: float, file: Path, say: Callable[[str], None],
) -> None:
    """Round after round for people of whom ``demand`` come on a working day; the time that was reached is told on the
    way. ``file`` gets a line for each place that is given up."""
    settings = make_settings(url)
    freed = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    while now < until:
        if now.weekday() < 5:
            arrive(settings, now, demand / len(_KEEP_OPEN))
        cancel(settings, now, freed)
        answer(settings, now, freed)
        say("")  # a moment at which it may be killed: something is free
        waiting_list.offer_places(settings, now)
        booking.release_expired(settings, now)
        now = next_round(now)
        say(now.isoformat())
