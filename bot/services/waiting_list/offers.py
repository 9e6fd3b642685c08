"""Freed places offered to those who wait, one after the other: each is kept for one person until the answer is due.

What is free is looked for, not announced: a cancellation, a move, a closure that was lifted or new hours all come to
the same. The hold, the offer and the notice are one transaction, so that nothing is offered twice or kept for nobody.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, Iterable, Optional

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, Notice, WaitingOffer, WaitingWish
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows, insert_row
from bot.rules.interests import move_out_of_night
from bot.rules.waiting_list import MOST_OFFERS, TimesWanted, find_answer_limit, may_tell, suits
from bot.services import activity, booking
from bot.services.booking import AppointmentView, SlotOption
from bot.services.notices import NewNotice, add_notice_in
from bot.services.operators import Actor, audit_in
from bot.services.waiting_list.results import (
    NoWaiting,
    OfferAccepted,
    OfferDeclined,
    OfferOver,
    OffersMade,
    WaitingView,
)
from bot.services.waiting_list.texts import word_offer
from bot.services.waiting_list.wishes import (
    LOOKED_AT,
    drop_wishes,
    end_wishes_in,
    find_wishes,
    make_wish_key,
    name_place_owner,
    read_times_wanted,
    release_place_in,
)
from bot.settings import Settings

OFFER = "waiting_offer"
PURPOSE = "waiting_list"

_wish, _offer = get_table(WaitingWish), get_table(WaitingOffer)
_appointment, _notice = get_table(Appointment), get_table(Notice)


def offer_places(settings: Settings, now: datetime) -> OffersMade:
    """One round: end offers whose time is over, then offer every free place to the first whom it suits.

    At night a place is kept already, and its offer told in the morning.

    Raises:
        DatabaseUnavailable: the database cannot be read or written; what was not offered is free and waits.
    """
    with transaction(settings.database_url, write=True) as session:
        expired = _expire(session, settings, now)
        ended = _end_served(session, now)
    offered = sum(_offer_of_service(settings, service_id, rows, now) for service_id, rows in _waiting(
        settings, now).items())
    return OffersMade(offered, expired, ended)


def offer_place(
    settings: Settings, *, wish_id: int, office_id: str, starts_at: datetime, operator: Actor, now: datetime,
) -> bool:
    """Offer a free place to somebody an operator has chosen, whoever comes first and whatever was offered today."""
    with transaction(settings.database_url) as session:
        row = session.execute(select(_wish).where(_wish.c.id == wish_id, _wish.c.state == "waiting")).first()
    return row is not None and _keep_for(
        booking.leave_out_lead_time(settings), row, office_id, starts_at, now, operator=operator)


def accept_offer(
    settings: Settings, *, code: str, channel: str, now: datetime,
) -> OfferAccepted | OfferOver | NoWaiting:
    """Make what is kept for the wish of ``code`` an appointment, or move the one that there is; in one transaction.

    Raises:
        DatabaseUnavailable: the database cannot be written; the place is still kept.
    """
    with transaction(settings.database_url) as session:
        row = session.execute(select(_wish).where(_wish.c.code == code)).first()
        view = None if row is None else find_wishes(session, _wish.c.id == row.id)[0]
        own = None if row is None else _appointment_of(session, row, now)
    if row is None or view is None:
        return NoWaiting()
    if view.find_kept_offer(now) is None:
        done = _accepted_before(settings, row, now)
        return OfferOver(view) if done is None else OfferAccepted(done, moved=row.appointment_id is not None)
    return _take(settings, row, view, own, channel, now)


def decline_offer(
    settings: Settings, *, code: str, channel: str, now: datetime,
) -> OfferDeclined | OfferOver | NoWaiting:
    """Give back what is kept for the wish of ``code``: the next one is offered it."""
    with transaction(settings.database_url, write=True) as session:
        found = find_wishes(session, _wish.c.code == code)
        if not found:
            return NoWaiting()
        row = session.execute(select(_wish).where(_wish.c.id == found[0].id)).one()
        if not _settle(session, settings, row, "declined", now, _offer.c.until > clock.to_utc(now), channel=channel):
            return OfferOver(found[0])
        release_place_in(session, row.id)
        if row.told >= MOST_OFFERS:
            end_wishes_in(session, now, _wish.c.id == row.id)
        return OfferDeclined(find_wishes(session, _wish.c.id == row.id)[0])


def remove_wish(settings: Settings, *, wish_id: int, operator: Actor, now: datetime) -> bool:
    """Take somebody off the list at the desk; False when they were gone already."""
    with transaction(settings.database_url, write=True) as session:
        removed = drop_wishes(session, _wish.c.id == wish_id)
        if removed:
            audit_in(session, operator=operator, act="waiting_removed", target=f"waiting wish {wish_id}", now=now)
        return bool(removed)


def _take(
    settings: Settings, row: Any, view: WaitingView, own: Optional[AppointmentView], channel: str, now: datetime,
) -> OfferAccepted | OfferOver:
    offer = view.offer
    assert offer is not None

    def settle(session: Session, appointment: AppointmentView) -> None:
        if not _settle(session, settings, row, "accepted", now, _offer.c.id == offer.id, channel=channel):
            raise booking.PlaceLost
        end_wishes_in(session, now, _wish.c.id == row.id, state="booked")

    known: dict[str, Any] = {"office_id": offer.office_id, "starts_at": offer.starts_at, "channel": channel, "now": now,
                             "held_by": name_place_owner(row.id), "also": settle}
    if own is not None:
        result: Any = booking.move_appointment(
            settings, appointment_id=own.id, conversation_id=row.conversation_id, code=own.code,
            counted_for=row.conversation_id, **known)
        return OfferAccepted(result.appointment, True) if isinstance(result, booking.Moved) else OfferOver(view)
    if row.name is None:
        return OfferOver(view)
    result = booking.book_appointment(
        settings, conversation_id=row.conversation_id, service_id=row.service_id, name=row.name, contact=row.contact,
        contact_kind=row.contact_kind, notice_version=row.notice_version, idempotency_key=f"waiting:{offer.id}",
        purpose=PURPOSE, limited=False, **known)
    return OfferAccepted(result.appointment, False) if isinstance(result, booking.Booked) else OfferOver(view)


def _accepted_before(settings: Settings, row: Any, now: datetime) -> Optional[AppointmentView]:
    """The appointment of an offer that was accepted before: the same answer to a confirmation that comes again."""
    with transaction(settings.database_url) as session:
        offer = session.execute(select(_offer.c.starts_at).where(
            _offer.c.wish_id == row.id, _offer.c.state == "accepted")).first()
        if offer is None:
            return None
        whose = Appointment.id == row.appointment_id if row.appointment_id else (
            Appointment.conversation_id == row.conversation_id)
        return booking.find_view(
            session, whose, Appointment.service_id == row.service_id, Appointment.status == "active",
            Appointment.starts_at == offer.starts_at, Appointment.starts_at > clock.to_utc(now))


def _appointment_of(session: Session, row: Any, now: datetime) -> Optional[AppointmentView]:
    """The appointment that an earlier place would move: the one that was named, else that of the conversation."""
    whose = Appointment.id == row.appointment_id if row.appointment_id else (
        Appointment.conversation_id == row.conversation_id)
    return booking.find_view(
        session, whose, Appointment.service_id == row.service_id, Appointment.status == "active",
        Appointment.starts_at > clock.to_utc(now))


def _settle(session: Session, settings: Settings, row: Any, state: str, now: datetime, *conditions: Any,
            channel: Optional[str] = None) -> bool:
    """Close the open offer of a wish; what was said of it and not read needs no other channel any more."""
    closed = count_rows(session, update(_offer).where(
        _offer.c.wish_id == row.id, _offer.c.state == "open", *conditions).values(state=state))
    if not closed:
        return False
    session.execute(delete(_notice).where(
        _notice.c.key.startswith(make_wish_key(row.id)), _notice.c.state.in_(("due", "placed"))))
    activity.record_in(
        session, settings, conversation_id=row.conversation_id, channel=channel or row.channel, kind="waiting",
        result=state, item=row.office_id, detail={"service": row.service_id}, now=now)
    return True


def _expire(session: Session, settings: Settings, now: datetime) -> int:
    """Close the offers whose time is over; whoever was offered enough waits no more."""
    moment = clock.to_utc(now)
    rows = session.execute(
        select(_wish).join(_offer, _offer.c.wish_id == _wish.c.id)
        .where(_offer.c.state == "open", _offer.c.until <= moment)).all()
    for row in rows:
        _settle(session, settings, row, "expired", now, _offer.c.until <= moment)
    return len(rows)


def _end_served(session: Session, now: datetime) -> int:
    """End the wishes that can have nothing any more: all was offered, their last moment passed, their day has come."""
    open_ones = select(_offer.c.wish_id).where(_offer.c.state == "open")
    enough = end_wishes_in(session, now, _wish.c.told >= MOST_OFFERS, _wish.c.id.not_in(open_ones))
    gone = select(_appointment.c.id).where(
        (_appointment.c.status != "active") | (_appointment.c.starts_at <= clock.to_utc(now)))
    late = end_wishes_in(session, now, (_wish.c.before <= clock.to_utc(now)) | _wish.c.appointment_id.in_(gone))
    return enough + late + end_wishes_in(session, now)


def _waiting(settings: Settings, now: datetime) -> dict[str, list[Any]]:
    """Who may be told of a place now, by service, in their order: nobody who was told today, by whatever wish."""
    today = move_out_of_night(now).date()
    with transaction(settings.database_url) as session:
        since = clock.to_utc(clock.at(today, time()))
        told = session.execute(select(_wish.c.conversation_id, _wish.c.contact).where(
            _wish.c.told_at >= since)).all()
        people = {each for row in told for each in row if each}
        rows = session.execute(select(_wish).where(
            _wish.c.state == "waiting", _wish.c.told < MOST_OFFERS,
            _wish.c.id.not_in(select(_offer.c.wish_id).where(_offer.c.state == "open")),
        ).order_by(_wish.c.created_at, _wish.c.id)).all()
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if may_tell(row.told, _day_of(row.told_at), today) and not {row.conversation_id, row.contact} & people:
            found[row.service_id].append(row)
    return found


def _day_of(moment: Optional[datetime]) -> Optional[date]:
    return None if moment is None else clock.local(moment).date()


def _offer_of_service(settings: Settings, service_id: str, rows: list[Any], now: datetime) -> int:
    """Offer what is free for a service; how many places."""
    near = replace(settings, booking_min_notice_hours=min(
        settings.booking_min_notice_hours, settings.waiting_notice_hours))
    free = _find_free(settings, near, service_id, now)
    if not free:
        return 0
    with transaction(settings.database_url) as session:
        before = _starts_of_own(session, rows, now)
        had = {(row.wish_id, row.office_id, clock.local(row.starts_at)) for row in session.execute(select(
            _offer.c.wish_id, _offer.c.office_id, _offer.c.starts_at).where(
                _offer.c.wish_id.in_([row.id for row in rows])))}
    offered = 0
    told: set[str] = set()
    for row in rows:
        if {row.conversation_id, row.contact} & told:
            continue
        place = next((option for option in _suiting(row, free, before.get(row.id)) if (
            row.id, option.office_id, option.starts_at) not in had), None)
        if place is not None and _keep_for(near, row, place.office_id, place.starts_at, now):
            offered += 1
            told |= {each for each in (row.conversation_id, row.contact) if each}
            free = [_less(option) if option == place else option for option in free]
    return offered


def _find_free(settings: Settings, near: Settings, service_id: str, now: datetime) -> list[SlotOption]:
    """The free starts that anybody may book, and those with less notice that were offered to somebody before."""
    def look(by: Settings) -> list[SlotOption]:
        return booking.search_availability(by, service_id=service_id, office_id=None, now=now, limit=LOOKED_AT)

    usual = look(settings)
    with transaction(settings.database_url) as session:
        begun = {(row.office_id, clock.local(row.starts_at)) for row in session.execute(
            select(_offer.c.office_id, _offer.c.starts_at).where(_offer.c.starts_at > clock.to_utc(now)))}
    known = {(option.office_id, option.starts_at) for option in usual}
    if not begun - known:
        return usual
    return [option for option in look(near) if (
        option.office_id, option.starts_at) in known | begun]


def _suiting(row: Any, free: Iterable[SlotOption], own_start: Optional[datetime]) -> Iterable[SlotOption]:
    """Those of the ``free`` starts that a wish asks for, earliest first; earlier than the appointment that there is."""
    wanted = read_times_wanted(row)
    if own_start is not None:
        wanted = TimesWanted(wanted.days, wanted.part, min(own_start, wanted.before or own_start))
    return (option for option in free if option.places_left > 0 and row.office_id in (None, option.office_id)
            and suits(wanted, option.starts_at))


def _less(option: SlotOption) -> SlotOption:
    return replace(option, places_left=option.places_left - 1)


def _starts_of_own(session: Session, rows: list[Any], now: datetime) -> dict[int, datetime]:
    """When the appointments begin that people of these wishes have already, by wish."""
    conversations = {row.conversation_id for row in rows if not row.appointment_id}
    ids = {row.appointment_id for row in rows if row.appointment_id}
    known = session.execute(select(
        _appointment.c.id, _appointment.c.conversation_id, _appointment.c.service_id, _appointment.c.starts_at).where(
            _appointment.c.conversation_id.in_(conversations) | _appointment.c.id.in_(ids),
            _appointment.c.status == "active", _appointment.c.starts_at > clock.to_utc(now))).all()
    by_id = {each.id: clock.local(each.starts_at) for each in known}
    by_conversation = {(each.conversation_id, each.service_id): clock.local(each.starts_at) for each in known}
    found = {row.id: by_id.get(row.appointment_id) if row.appointment_id else by_conversation.get(
        (row.conversation_id, row.service_id)) for row in rows}
    return {wish_id: start for wish_id, start in found.items() if start is not None}


def _keep_for(
    settings: Settings, row: Any, office_id: str, starts_at: datetime, now: datetime,
    operator: Optional[Actor] = None,
) -> bool:
    """Hold the place for a wish, with its offer and the notice of it; whether it was to be had."""
    told_at = move_out_of_night(now)
    until = find_answer_limit(told_at, starts_at, settings.waiting_answer_minutes)
    if until is None:
        return False

    def tell(session: Session, ends_at: datetime) -> bool:
        told = count_rows(session, update(_wish).where(
            _wish.c.id == row.id, _wish.c.state == "waiting", _wish.c.told == row.told,
        ).values(told=row.told + 1, told_at=clock.to_utc(told_at), changed_at=clock.to_utc(now)))
        if operator is not None:  # who did not answer may be offered it again by hand
            session.execute(delete(_offer).where(
                _offer.c.wish_id == row.id, _offer.c.office_id == office_id,
                _offer.c.starts_at == clock.to_utc(starts_at), _offer.c.state != "open"))
        twice = session.execute(select(_offer.c.id).where(_offer.c.wish_id == row.id, (_offer.c.state == "open") | (
            (_offer.c.office_id == office_id) & (_offer.c.starts_at == clock.to_utc(starts_at))))).first()
        if not told or twice is not None:
            return False
        offer_id = insert_row(session, _offer.insert().values(
            wish_id=row.id, office_id=office_id, starts_at=clock.to_utc(starts_at), ends_at=clock.to_utc(ends_at),
            state="open", offered_at=clock.to_utc(now), until=clock.to_utc(until),
            offered_by=None if operator is None else operator.id))
        view = find_wishes(session, _wish.c.id == row.id)[0]
        add_notice_in(session, NewNotice(
            kind=OFFER, key=f"{make_wish_key(row.id)}{offer_id}", due_at=told_at, until=until,
            about=word_offer(settings, view, moved=bool(row.appointment_id)), **_address(row)), now)
        activity.record_in(
            session, settings, conversation_id=row.conversation_id, channel=row.channel, kind="waiting",
            result="offered", item=office_id, detail={"service": row.service_id}, now=now)
        if operator is not None:
            audit_in(session, operator=operator, act="waiting_offered", target=f"waiting wish {row.id}", now=now)
        return True

    return booking.reserve_place(
        settings, owner=name_place_owner(row.id), service_id=row.service_id, office_id=office_id, starts_at=starts_at,
        until=until, also=tell, now=now)


def _address(row: Any) -> dict[str, Any]:
    """Where the person is told: the conversation first, then the contact; or those of the appointment."""
    if row.appointment_id:
        return {"appointment_id": row.appointment_id}
    return {"conversation_id": row.conversation_id, "contact": row.contact, "contact_kind": row.contact_kind}
