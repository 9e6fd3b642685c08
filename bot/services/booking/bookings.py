"""Turning a chosen start into an appointment: appointment, consent and place in one transaction, or none."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Optional

from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, Consent
from bot.db.session import transaction
from bot.db.statements import lock_name
from bot.rules import codes
from bot.rules.notice_versions import KNOWN_VERSIONS
from bot.services.booking import counts, origins, places
from bot.services.booking.holds import close_past
from bot.services.booking.places import Target
from bot.services.booking.results import AlreadyBooked, AppointmentView, Booked, NotBookable, SlotTaken, TooManyBookings
from bot.services.booking.target import Wish, find_target, report_taken, report_withdrawn
from bot.services.booking.views import Also, find_view
from bot.settings import Settings

PURPOSE = "booking"
Outcome = Booked | SlotTaken | AlreadyBooked | NotBookable | TooManyBookings


@dataclass(frozen=True)
class _Order:
    wish: Wish
    conversation_id: str
    name: str
    contact: str
    contact_kind: str
    notice_version: str
    key: str
    now: datetime
    purpose: str
    channel: Optional[str]
    given_by: str
    on_behalf: bool
    limited: bool


class _BookedEnough(Exception):
    """The network of the conversation has made as many appointments as one may."""


def book_appointment(
    settings: Settings, *, conversation_id: str, service_id: str, office_id: str, starts_at: datetime, name: str,
    contact: str, contact_kind: str, notice_version: str, idempotency_key: str, now: datetime,
    channel: Optional[str] = None, purpose: str = PURPOSE, given_by: Optional[str] = None, on_behalf: bool = False,
    limited: bool = True, walk_in: bool = False, held_by: Optional[str] = None, also: Optional[Also] = None,
) -> Outcome:
    """Book ``starts_at``; a hold of the conversation is used up, an expired or missing one is no obstacle.

    A conversation has one active appointment a service; of other conversations nothing is asked, told or changed.

    Args:
        contact: E.164 for a ``contact_kind`` of phone, an address for email; others may have the same.
        notice_version: of the privacy notice that was consented to, one of ``KNOWN_VERSIONS``.
        channel: where it is booked, for the statistics (``booking.counts``).
        limited: by how many appointments one network may make in an hour; not at the desk.
        walk_in: the person is at the desk (``Wish``).
        held_by: whose hold is used up, when not the conversation's (:func:`reserve_place`).
        purpose: what the consent is recorded for, and how it was given when not in the chat.
        given_by: who consented, when not the conversation. ``on_behalf``: for somebody else.
        also: what else is written in the transaction that books; not for a repeated confirmation.
        idempotency_key: of this confirmation within the conversation; a repeated one gets the same appointment.

    Raises:
        ValueError: nobody was ever shown a notice of that version.
        DatabaseUnavailable: the database is down or locked; nothing has changed.
    """
    if notice_version not in KNOWN_VERSIONS:
        raise ValueError("unknown version of the privacy notice")
    order = _Order(
        wish=Wish(service_id, office_id, starts_at, held_by or conversation_id, walk_in=walk_in),
        conversation_id=conversation_id,
        name=_clean(name, 120), contact=_clean(contact, 200).lower(), contact_kind=contact_kind,
        notice_version=notice_version, key=_scoped(conversation_id, idempotency_key), now=now,
        purpose=purpose, channel=channel, given_by=given_by or conversation_id, on_behalf=on_behalf, limited=limited)
    for _ in range(places.ATTEMPTS):
        with transaction(settings.database_url) as session:
            seen = _settled(session, settings, order) or find_target(session, settings, order.wish, now)
            if not isinstance(seen, Target):
                # a twin of this confirmation may have been carried out between these queries
                return _done(session, settings, order) or seen
        try:
            booked = places.contend(settings.database_url, partial(
                _write, settings=settings, order=order, target=seen, also=also))
        except places.PlaceLost:
            continue
        except _BookedEnough:
            return TooManyBookings()
        return Booked(booked)
    with transaction(settings.database_url) as session:
        return _settled(session, settings, order) or report_taken(session, settings, order.wish, now)


def _settled(session: Session, settings: Settings, order: _Order) -> Booked | AlreadyBooked | NotBookable | None:
    """The answer when this confirmation was carried out before, or the conversation has an appointment already."""
    done = _done(session, settings, order)
    if done is not None:
        return done
    own = _own(session, order)
    return AlreadyBooked(own) if own is not None else None


def _own(session: Session, order: _Order) -> Optional[AppointmentView]:
    return find_view(
        session, Appointment.conversation_id == order.conversation_id,
        Appointment.service_id == order.wish.service_id, Appointment.status == "active",
        Appointment.ends_at > clock.to_utc(order.now))


def _done(session: Session, settings: Settings, order: _Order) -> Booked | NotBookable | None:
    """The answer when this very confirmation was carried out before."""
    done = find_view(session, Appointment.idempotency_key == order.key)
    if done is None:
        return None
    return Booked(done) if done.status != "cancelled" else report_withdrawn(session, settings, order.wish, order.now)


def _write(
    session: Session, *, settings: Settings, order: _Order, target: Target, also: Optional[Also],
) -> AppointmentView:
    moment = clock.to_utc(order.now)
    lock_name(session, f"booking:{order.conversation_id}")
    if _own(session, order) is not None:  # a twin with another key was quicker
        raise places.PlaceLost
    if order.limited and origins.has_booked_enough(session, settings, order.conversation_id, order.now):
        raise _BookedEnough
    close_past(session, order.now, Appointment.conversation_id == order.conversation_id)
    appointment = Appointment(
        code=codes.make_random_code(), name=order.name, contact=order.contact, contact_kind=order.contact_kind,
        service_id=order.wish.service_id, office_id=order.wish.office_id,
        starts_at=clock.to_utc(order.wish.starts_at), ends_at=clock.to_utc(target.ends_at), status="active",
        sequence=0, conversation_id=order.conversation_id, idempotency_key=order.key, created_at=moment,
        changed_at=moment)
    session.add(appointment)
    session.flush()
    session.add(Consent(
        appointment_id=appointment.id, purpose=order.purpose, notice_version=order.notice_version,
        given_by=order.given_by, on_behalf=order.on_behalf, given_at=moment))
    places.occupy_place(
        session, target, now=order.now, conversation_id=order.wish.conversation_id, appointment_id=appointment.id)
    origins.write_holding_since(session, order.conversation_id, None, order.now)
    counts.count_in(
        session, settings, "booked", office_id=order.wish.office_id, service_id=order.wish.service_id,
        conversation_id=order.conversation_id, channel=order.channel, now=order.now)
    booked = find_view(session, Appointment.id == appointment.id)
    assert booked is not None
    if also is not None:
        also(session, booked)
    return booked


def _clean(text: str, longest: int) -> str:
    """One line without control characters, which PostgreSQL and letters to print refuse."""
    printable = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)
    return " ".join(printable.split())[:longest]


def _scoped(conversation_id: str, key: str) -> str:
    """The key as stored: bound to its conversation, so that another's key opens nothing."""
    return hashlib.sha256(f"{conversation_id}\0{key}".encode()).hexdigest()
