"""Where conversations that hold and book come from: by network, so that one visitor cannot take what is for many."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Optional

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, BookingOrigin, Slot
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import insert_into, lock_name
from bot.rules.hold_limits import begin_holding
from bot.settings import Settings, load_signing_key

HOUR = timedelta(hours=1)
_origin = get_table(BookingOrigin)


def note_origin(settings: Settings, *, conversation_id: str, network: str, now: datetime) -> None:
    """Keep from which network a conversation comes; of the address only a keyed digest is stored.

    Raises:
        DatabaseUnavailable: the database cannot be written.
    """
    digest = hmac.new(load_signing_key(settings), b"network\0" + network.encode(), hashlib.sha256).hexdigest()
    values = {"network": digest, "seen_at": clock.to_utc(now)}
    with transaction(settings.database_url, write=True) as session:
        session.execute(insert_into(session, _origin).values(conversation_id=conversation_id, **values)
                        .on_conflict_do_update(index_elements=["conversation_id"], set_=values))


def lock_network(session: Session, conversation_id: str) -> Optional[str]:
    """The network of a conversation, if it is known; nobody else of it holds or books until the transaction ends."""
    network: Optional[str] = session.execute(
        select(_origin.c.network).where(_origin.c.conversation_id == conversation_id)).scalar_one_or_none()
    if network is not None:
        lock_name(session, f"network:{network}")
    return network


def count_holds(
    session: Session, network: str, *, conversation_id: str, office_id: str, day: tuple[datetime, datetime],
    now: datetime,
) -> tuple[int, int]:
    """How many places others of the network hold, and how many of them at the office within ``day``."""
    of_day = (Slot.office_id == office_id) & Slot.starts_at.between(clock.to_utc(day[0]), clock.to_utc(day[1]))
    rows = session.execute(
        select(of_day).select_from(Slot).join(_origin, _origin.c.conversation_id == Slot.held_by).where(
            _origin.c.network == network, Slot.held_by != conversation_id, Slot.appointment_id.is_(None),
            Slot.held_until > clock.to_utc(now))).scalars().all()
    return len(rows), sum(map(bool, rows))


def has_booked_enough(session: Session, settings: Settings, conversation_id: str, now: datetime) -> bool:
    """Whether the network of the conversation has made as many appointments within the hour as one may."""
    most = settings.site_bookings_per_hour if settings.limits == "on" else 0
    network = lock_network(session, conversation_id) if most else None
    if network is None:
        return False
    query = (
        select(func.count()).select_from(Appointment)
        .join(_origin, _origin.c.conversation_id == Appointment.conversation_id)
        .where(_origin.c.network == network, Appointment.created_at > clock.to_utc(now - HOUR)))
    return int(session.execute(query).scalar_one()) >= most


def read_holding_since(session: Session, conversation_id: str, now: datetime) -> datetime:
    """Since when the conversation has been holding places without booking one; ``now`` when it begins."""
    since = session.execute(
        select(_origin.c.holding_since).where(_origin.c.conversation_id == conversation_id)).scalar_one_or_none()
    return begin_holding(clock.local(since) if since is not None else None, now)


def write_holding_since(session: Session, conversation_id: str, since: Optional[datetime], now: datetime) -> None:
    """Keep since when the conversation has been holding; None once it has booked."""
    values = {"holding_since": clock.to_utc(since) if since is not None else None, "seen_at": clock.to_utc(now)}
    session.execute(insert_into(session, _origin).values(conversation_id=conversation_id, **values)
                    .on_conflict_do_update(index_elements=["conversation_id"], set_=values))
