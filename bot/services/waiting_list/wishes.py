"""Waiting wishes: left, seen, withdrawn, ended; by the conversation that left them or by their code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Optional

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, Notice, Office, Service, Slot, WaitingOffer, WaitingWish
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows, insert_row
from bot.rules import codes
from bot.rules.notice_versions import KNOWN_VERSIONS
from bot.rules.waiting_list import PartOfDay, TimesWanted, read_days, suits, write_days
from bot.services import activity, booking, code_lockout
from bot.services.booking import SlotOption, mask
from bot.services.code_lockout import TooManyAttempts, WrongCode
from bot.services.waiting_list.results import (
    NothingToWait,
    NoWaiting,
    OfferView,
    WaitingLeft,
    WaitingView,
    WaitingWithdrawn,
)
from bot.settings import Settings

LOOKED_AT = 2000
"""So many free starts are looked through for one that suits already: all of them, up to the horizon."""

_wish, _offer, _slot = get_table(WaitingWish), get_table(WaitingOffer), get_table(Slot)
_appointment, _notice = get_table(Appointment), get_table(Notice)
_office, _service = get_table(Office), get_table(Service)


@dataclass(frozen=True)
class PlaceWish:
    """What somebody waits for. ``office_id`` None is any. ``days``: weekdays from 0 (Monday), empty for any.

    ``appointment_id``: an own appointment that is to be moved to an earlier start; without one ``name`` and ``contact``
    (E.164 or an address) say who waits.
    """

    service_id: str
    office_id: Optional[str] = None
    days: frozenset[int] = frozenset()
    part: PartOfDay = "any"
    appointment_id: Optional[int] = None
    name: str = ""
    contact: str = ""
    contact_kind: str = ""


def leave_wish(
    settings: Settings, wish: PlaceWish, *, conversation_id: str, channel: str, notice_version: str, now: datetime,
) -> WaitingLeft | NothingToWait:
    """Put somebody on the waiting list; whoever waits for the same service already has the wish brought up to date.

    Where a place that suits is free now, it waits for an earlier one. That the appointment is the person's own is for
    the caller to know.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing was kept.
        ValueError: there is neither an appointment nor a name with a contact, or the privacy notice is unknown.
    """
    if notice_version not in KNOWN_VERSIONS or not wish.appointment_id and not (wish.name and wish.contact):
        raise ValueError("a wish needs a known privacy notice, and an appointment or a name with a contact")
    wanted = TimesWanted(wish.days, wish.part)
    free = [] if wish.appointment_id else booking.search_availability(
        settings, service_id=wish.service_id, office_id=wish.office_id, now=now, limit=LOOKED_AT)
    first = next((option for option in free if suits(wanted, option.starts_at)), None)
    with transaction(settings.database_url, write=True) as session:
        if not _is_known(session, wish, now):
            return NothingToWait()
        return _write(session, settings, wish, first, conversation_id, channel, notice_version, now)


def _write(
    session: Session, settings: Settings, wish: PlaceWish, first: Optional[SlotOption], conversation_id: str,
    channel: str, notice_version: str, now: datetime,
) -> WaitingLeft:
    moment = clock.to_utc(now)
    ends = clock.local(now).date() + timedelta(days=settings.waiting_days)
    owner = _wish.c.conversation_id == conversation_id
    if wish.appointment_id:
        owner = or_(owner, _wish.c.appointment_id == wish.appointment_id)
    same = session.execute(select(_wish.c.id).where(
        _wish.c.state == "waiting", _wish.c.service_id == wish.service_id, owner)).scalars().first()
    values: dict[str, Any] = {
        "office_id": wish.office_id, "days": write_days(wish.days), "part": wish.part,
        "before": clock.to_utc(first.starts_at) if first else None, "appointment_id": wish.appointment_id,
        "name": wish.name[:120] or None, "contact": wish.contact.lower()[:200] or None,
        "contact_kind": wish.contact_kind or None, "conversation_id": conversation_id,
        "notice_version": notice_version, "consent_at": moment, "changed_at": moment, "ends_on": ends, "told": 0}
    if same is not None:
        session.execute(update(_wish).where(_wish.c.id == same).values(**values))
        return WaitingLeft(find_wishes(session, _wish.c.id == same)[0], first, again=True)
    new = insert_row(session, _wish.insert().values(
        code=codes.make_random_code(codes.WAITING_PREFIX), service_id=wish.service_id, channel=channel[:20],
        created_at=moment, state="waiting", **values))
    activity.record_in(
        session, settings, conversation_id=conversation_id, channel=channel, kind="waiting", result="left",
        item=wish.office_id, detail={"service": wish.service_id}, now=now)
    return WaitingLeft(find_wishes(session, _wish.c.id == new)[0], first)


def list_wishes(settings: Settings, *, conversation_id: str) -> list[WaitingView]:
    """What this conversation waits for, the oldest first."""
    with transaction(settings.database_url) as session:
        return find_wishes(session, _wish.c.conversation_id == conversation_id, _wish.c.state == "waiting")


def open_wish(settings: Settings, *, code: str, who: str, now: datetime) -> WaitingView | WrongCode | TooManyAttempts:
    """The wish with ``code``, however it is typed; ``who`` tries, and wrong codes are counted."""
    with transaction(settings.database_url, write=True) as session:
        known = codes.find_prefixed(code, codes.WAITING_PREFIX)
        return code_lockout.open_in(session, who=who, now=now, find=lambda: next(
            iter(find_wishes(session, _wish.c.code == known) if known else ()), None))


def withdraw_wish(
    settings: Settings, *, code: str, conversation_id: str, channel: str, now: datetime,
) -> WaitingWithdrawn | NoWaiting:
    """Delete the wish with name and contact, at once; what is kept for it is free for the next one."""
    known = codes.find_prefixed(code, codes.WAITING_PREFIX)
    with transaction(settings.database_url, write=True) as session:
        found = find_wishes(session, _wish.c.code == known) if known else []
        if not found or not drop_wishes(session, _wish.c.id == found[0].id):
            return NoWaiting()
        activity.record_in(
            session, settings, conversation_id=conversation_id, channel=channel, kind="waiting", result="withdrawn",
            item=found[0].office_id, detail={"service": found[0].service_id}, now=now)
        return WaitingWithdrawn(found[0])


def drop_wishes(session: Session, *conditions: Any) -> int:
    """Delete the wishes under ``conditions`` with their offers, notices and the places that are kept for them."""
    ids = session.execute(select(_wish.c.id).where(*conditions)).scalars().all()
    for wish_id in ids:
        release_place_in(session, wish_id)
        session.execute(delete(_notice).where(_notice.c.key.startswith(make_wish_key(wish_id))))
    session.execute(delete(_offer).where(_offer.c.wish_id.in_(ids)))
    return count_rows(session, delete(_wish).where(_wish.c.id.in_(ids))) if ids else 0


def end_wishes_in(session: Session, now: datetime, *conditions: Any, state: str = "ended") -> int:
    """End the wishes under ``conditions``, else those whose day has come: name and contact are gone at once."""
    meant = conditions or (_wish.c.ends_on <= clock.local(now).date(),)
    ids = session.execute(select(_wish.c.id).where(_wish.c.state == "waiting", *meant)).scalars().all()
    for wish_id in ids:
        release_place_in(session, wish_id)
    return count_rows(session, update(_wish).where(_wish.c.id.in_(ids)).values(
        state=state, name=None, contact=None, contact_kind=None, changed_at=clock.to_utc(now))) if ids else 0


def name_place_owner(wish_id: int) -> str:
    """As whom a place is kept for a wish: no conversation has such an id."""
    return f"waiting:{wish_id}"


def make_wish_key(wish_id: int) -> str:
    """How the keys of the wish's notices begin."""
    return f"waiting:{wish_id}:"


def release_place_in(session: Session, wish_id: int) -> None:
    """Let go of the place that is kept for a wish."""
    session.execute(delete(_slot).where(_slot.c.held_by == name_place_owner(wish_id), _slot.c.appointment_id.is_(None)))


def find_wishes(session: Session, *conditions: Any) -> list[WaitingView]:
    """The wishes under ``conditions``, the oldest first."""
    rows = session.execute(
        select(_wish, _service.c.name.label("service_name"), _office.c.name.label("office_name"))
        .join(_service, _service.c.id == _wish.c.service_id).outerjoin(_office, _office.c.id == _wish.c.office_id)
        .where(*conditions).order_by(_wish.c.created_at, _wish.c.id)).all()
    offers = {row.wish_id: OfferView(row.id, row.office_id, row.name, clock.local(row.starts_at),
                                     clock.local(row.until))
              for row in session.execute(
                  select(_offer, _office.c.name).join(_office, _office.c.id == _offer.c.office_id).where(
                      _offer.c.state == "open", _offer.c.wish_id.in_([row.id for row in rows])))}
    return [WaitingView(
        id=row.id, code=row.code, service_id=row.service_id, service_name=row.service_name, office_id=row.office_id,
        office_name=row.office_name, wanted=read_times_wanted(row), appointment_id=row.appointment_id,
        contact=mask(row.contact, row.contact_kind) if row.contact else "", told=row.told, state=row.state,
        created_at=clock.local(row.created_at), ends_on=row.ends_on, offer=offers.get(row.id)) for row in rows]


def read_times_wanted(row: Any) -> TimesWanted:
    """What a row of the table waits for."""
    return TimesWanted(read_days(row.days), row.part, clock.local(row.before) if row.before is not None else None)


def _is_known(session: Session, wish: PlaceWish, now: datetime) -> bool:
    """Whether there is something to wait for: the service at the office, and the appointment still ahead."""
    if wish.appointment_id:
        return session.execute(select(_appointment.c.id).where(
            _appointment.c.id == wish.appointment_id, _appointment.c.service_id == wish.service_id,
            _appointment.c.status == "active", _appointment.c.starts_at > clock.to_utc(now))).first() is not None
    offered = session.execute(
        select(_service.c.id).where(_service.c.id == wish.service_id)).first() is not None
    return offered and (wish.office_id is None or session.execute(
        select(_office.c.id).where(_office.c.id == wish.office_id)).first() is not None)
