"""Turning a chosen start into an appointment: person, consent, appointment and place in one transaction, or none."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.core import clock, codes
from bot.db.session import transaction
from bot.services.booking import places
from bot.services.booking.holding import close_past
from bot.services.booking.results import AlreadyBooked, AppointmentView, Booked, NotBookable, SlotTaken
from bot.services.booking.tables import Appointment, Consent, Person
from bot.services.booking.target import Target, Wish, look, taken, withdrawn
from bot.services.booking.views import view
from bot.settings import Settings

PURPOSE = "booking"
Outcome = Booked | SlotTaken | AlreadyBooked | NotBookable


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


def confirm(
    settings: Settings, *, conversation_id: str, service_id: str, office_id: str, starts_at: datetime, name: str,
    contact: str, contact_kind: str, notice_version: str, idempotency_key: str, now: datetime,
    purpose: str = PURPOSE,
) -> Outcome:
    """Book ``starts_at``; a hold of the conversation is used up, an expired or missing one is no obstacle.

    Args:
        contact: E.164 for a ``contact_kind`` of phone, an address for email; one person a contact, latest name kept.
        notice_version: of the privacy notice that was consented to.
        purpose: what the consent is recorded for, and how it was given when not in the chat.
        idempotency_key: of this confirmation within the conversation; a repeated one gets the same appointment.

    Raises:
        DatabaseUnavailable: the database is down or locked; nothing has changed.
    """
    order = _Order(
        wish=Wish(service_id, office_id, starts_at, conversation_id), conversation_id=conversation_id,
        name=_clean(name, 120), contact=_clean(contact, 200).lower(), contact_kind=contact_kind,
        notice_version=notice_version, key=_scoped(conversation_id, idempotency_key), now=now,
        purpose=purpose)
    for _ in range(places.ATTEMPTS):
        with transaction(settings.database_url) as session:
            seen = _settled(session, settings, order) or look(session, settings, order.wish, now)
            if not isinstance(seen, Target):
                # a twin of this confirmation may have been carried out between these queries
                return _done(session, settings, order) or seen
        try:
            booked = places.contend(settings.database_url, partial(_write, order=order, target=seen))
        except places.Lost:
            continue
        return Booked(booked)
    with transaction(settings.database_url) as session:
        return _settled(session, settings, order) or taken(session, settings, order.wish, now)


def _settled(session: Session, settings: Settings, order: _Order) -> Booked | AlreadyBooked | NotBookable | None:
    """The answer when this confirmation was carried out before, or the contact has an appointment already."""
    done = _done(session, settings, order)
    if done is not None:
        return done
    other = session.execute(
        select(Appointment.id, Appointment.conversation_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Person.contact == order.contact, Appointment.service_id == order.wish.service_id,
            Appointment.status == "active", Appointment.ends_at > clock.to_utc(order.now))).first()
    if other is None:
        return None
    own = other.conversation_id == order.conversation_id
    return AlreadyBooked(view(session, Appointment.id == other.id) if own else None)


def _done(session: Session, settings: Settings, order: _Order) -> Booked | NotBookable | None:
    """The answer when this very confirmation was carried out before."""
    done = view(session, Appointment.idempotency_key == order.key)
    if done is None:
        return None
    return Booked(done) if done.status != "cancelled" else withdrawn(session, settings, order.wish, order.now)


def _write(session: Session, *, order: _Order, target: Target) -> AppointmentView:
    moment = clock.to_utc(order.now)
    person_id = _person(session, order)
    close_past(session, order.now, Appointment.person_id == person_id)
    appointment = Appointment(
        code=codes.new_code(), person_id=person_id, service_id=order.wish.service_id, office_id=order.wish.office_id,
        starts_at=clock.to_utc(order.wish.starts_at), ends_at=clock.to_utc(target.ends_at), status="active",
        sequence=0, conversation_id=order.conversation_id, idempotency_key=order.key, created_at=moment,
        changed_at=moment)
    session.add(appointment)
    session.add(Consent(
        person_id=person_id, purpose=order.purpose, notice_version=order.notice_version, given_at=moment))
    session.flush()
    places.take(
        session, target.places, office_id=order.wish.office_id, starts_at=order.wish.starts_at, now=order.now,
        conversation_id=order.conversation_id, appointment_id=appointment.id)
    places.drop_holds(session, order.conversation_id)
    booked = view(session, Appointment.id == appointment.id)
    assert booked is not None
    return booked


def _person(session: Session, order: _Order) -> int:
    """The id of the person with this contact, made when new; the latest name is kept."""
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Person).values(
        name=order.name, contact=order.contact, contact_kind=order.contact_kind, created_at=clock.to_utc(order.now))
    session.execute(insert.on_conflict_do_update(index_elements=[Person.contact], set_={"name": order.name}))
    return int(session.execute(select(Person.id).where(Person.contact == order.contact)).scalar_one())


def _clean(text: str, longest: int) -> str:
    """One line without control characters, which PostgreSQL and letters to print refuse."""
    printable = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)
    return " ".join(printable.split())[:longest]


def _scoped(conversation_id: str, key: str) -> str:
    """The key as stored: bound to its conversation, so that another's key opens nothing."""
    return hashlib.sha256(f"{conversation_id}\0{key}".encode()).hexdigest()
