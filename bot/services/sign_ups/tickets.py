"""Signing up for a day of an event and withdrawing: places as rows, unique; whoever comes late waits and moves up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Optional

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import BookingOrigin, Event, EventDay, Notice, SignUp
from bot.db.models.base import get_table
from bot.db.session import DatabaseUnavailable, transaction
from bot.db.statements import count_rows, insert_row
from bot.rules import codes, reminder_times
from bot.rules.notice_versions import KNOWN_VERSIONS
from bot.services import activity, booking, code_lockout
from bot.services.booking import mask
from bot.services.code_lockout import TooManyAttempts, WrongCode
from bot.services.notices import NewNotice, add_notice_in
from bot.services.sign_ups import texts
from bot.services.sign_ups.results import (
    AlreadySignedUp,
    Audience,
    Closed,
    NoTicket,
    OnWaitingList,
    SignedUp,
    SignUpClosed,
    SignUpDay,
    SignUpWithdrawn,
    TicketView,
)
from bot.settings import Settings

ATTEMPTS = 60
"""How often a lost race for a place is run again; each time that it is lost somebody else has got one."""
REMINDER, PLACE_FREE = "event_reminder", "event_place_free"
Reached = tuple[str, str, Optional[str]]
"""Contact, its kind, and the conversation that signed up."""

_sign_up, _event, _day = get_table(SignUp), get_table(Event), get_table(EventDay)
_notice, _origin = get_table(Notice), get_table(BookingOrigin)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Attendee:
    """Who takes part: a person, or somebody of a firm. ``contact``: E.164 or an address."""

    audience: Audience
    name: str
    contact: str
    contact_kind: str
    notice_version: str
    firm: Optional[str] = None


def list_event_days(settings: Settings, now: datetime) -> list[SignUpDay]:
    """The days for which there is sign-up and that are not over, the nearest first."""
    today = clock.local(now).date()
    with transaction(settings.database_url) as session:
        return [_day_of(session, row, now) for row in session.execute(_days().where(
            _day.c.places.is_not(None), _day.c.day >= today).order_by(_day.c.day, _event.c.position))]


def list_open_days(settings: Settings, now: datetime, audience: Optional[Audience] = None) -> list[SignUpDay]:
    """The days for which one can sign up now: all of them, or those for people or for firms."""
    fitting = ("both", audience) if audience else ("people", "firms", "both")
    return [day for day in list_event_days(settings, now) if day.closed is None and day.audience in fitting]


def find_event_day(settings: Settings, event_id: str, day: date, now: datetime) -> Optional[SignUpDay]:
    """That day of that event; None when there is no sign-up for it."""
    with transaction(settings.database_url) as session:
        row = read_day(session, event_id, day)
        return None if row is None or row.places is None else _day_of(session, row, now)


def sign_up(
    settings: Settings, *, event_id: str, day: date, who: Attendee, conversation_id: str, channel: str, now: datetime,
) -> SignedUp | OnWaitingList | AlreadySignedUp | SignUpClosed:
    """Give ``who`` a place, or put them on the waiting list. Sent twice, it is one.

    Of others who gave the same contact nothing is asked, told or changed.

    Raises:
        DatabaseUnavailable: the database is down or locked; nothing has changed.
        ValueError: a firm without a name, a name of a firm for a person, or a privacy notice nobody was ever shown.
    """
    if who.notice_version not in KNOWN_VERSIONS:
        raise ValueError("unknown version of the privacy notice")
    if (who.audience == "firms") != bool(who.firm):
        raise ValueError("firms sign up with the firm's name, people without one")
    for _ in range(ATTEMPTS):
        try:
            with transaction(settings.database_url, write=True) as session:
                return _give_place(session, settings, event_id, day, who, conversation_id, channel, now)
        except IntegrityError:
            continue  # that place was taken in between, or the same was sent twice: it is looked at again
    raise DatabaseUnavailable("every place was taken by somebody else in the same moment")


def list_tickets(settings: Settings, *, conversation_id: str, now: datetime) -> list[TicketView]:
    """The sign-ups that this conversation made for days that are not over."""
    with transaction(settings.database_url) as session:
        return find_tickets(session, _sign_up.c.conversation_id == conversation_id,
                            _sign_up.c.day >= clock.local(now).date())


def open_ticket(
    settings: Settings, *, code: str, who: str, now: datetime,
) -> TicketView | WrongCode | TooManyAttempts:
    """The sign-up with ``code``; wrong ones are counted for ``who``."""
    with transaction(settings.database_url, write=True) as session:
        known = codes.find_prefixed(code, codes.TICKET_PREFIX)
        return code_lockout.open_in(session, who=who, now=now, find=lambda: next(
            iter(find_tickets(session, _sign_up.c.code == known) if known else ()), None))


def withdraw(
    settings: Settings, *, code: str, conversation_id: str, channel: str, now: datetime,
) -> SignUpWithdrawn | NoTicket | SignUpClosed:
    """Delete the sign-up; the first on the waiting list gets the place and is told, in the same transaction."""
    known = codes.find_prefixed(code, codes.TICKET_PREFIX)
    with transaction(settings.database_url, write=True) as session:
        found = find_tickets(session, _sign_up.c.code == known) if known else []
        if not found:
            return NoTicket()
        ticket = found[0]
        if ticket.day < clock.local(now).date():
            return SignUpClosed("over")
        place = session.execute(select(_sign_up.c.place).where(_sign_up.c.id == ticket.id)).scalar_one()
        if not drop_tickets(session, settings, now, _sign_up.c.id == ticket.id):
            return NoTicket()  # somebody else was quicker
        activity.record_in(session, settings, conversation_id=conversation_id, channel=channel, kind="event",
                           result="withdrawn", item=ticket.event_id, now=now)
        promoted = place is not None and session.execute(select(_sign_up.c.id).where(
            _sign_up.c.event_id == ticket.event_id, _sign_up.c.day == ticket.day,
            _sign_up.c.place == place)).first() is not None
        return SignUpWithdrawn(ticket, promoted)


def drop_tickets(session: Session, settings: Settings, now: datetime, *conditions: Any) -> int:
    """Delete sign-ups with their notices; each place of a day to come goes to the first who waits. How many."""
    rows = session.execute(select(_sign_up).where(*conditions)).all()
    dropped = 0
    for row in rows:
        gone = count_rows(session, delete(_sign_up).where(_sign_up.c.id == row.id))
        dropped += gone
        session.execute(delete(_notice).where(_notice.c.key.startswith(f"sign_up:{row.id}:")))
        if gone and row.place is not None and row.day >= clock.local(now).date():
            promote(session, row.event_id, row.day, row.place, now)
    return dropped


def find_tickets(session: Session, *conditions: Any) -> list[TicketView]:
    """The sign-ups under ``conditions``, by day."""
    rows = session.execute(
        select(_sign_up, _event.c.title, _day.c.starts, _day.c.ends, _day.c.daypart,
               _day.c.place.label("where"))
        .join(_event, _event.c.id == _sign_up.c.event_id)
        .outerjoin(_day, (_day.c.event_id == _sign_up.c.event_id) & (_day.c.day == _sign_up.c.day))
        .where(*conditions).order_by(_sign_up.c.day, _sign_up.c.id)).all()
    return [TicketView(
        id=row.id, code=row.code, event_id=row.event_id, title=row.title, day=row.day, starts=row.starts,
        ends=row.ends, daypart=row.daypart, where=row.where or "", audience=row.audience, firm=row.firm,
        name=row.name, contact=mask(row.contact, row.contact_kind), status=row.status,
        position=_position(session, row) if row.status == "waiting" else None) for row in rows]


def find_event_start(day: date, starts: Optional[time]) -> datetime:
    """The moment (aware) at which a day of an event begins; where no hour is published, nine."""
    return clock.at(day, starts or time(9))


def _values_of(row: Any, who: Attendee, conversation_id: str, channel: str, now: datetime) -> dict[str, Any]:
    moment = clock.to_utc(now)
    return {
        "code": codes.make_random_code(codes.TICKET_PREFIX), "event_id": row.event_id, "day": row.day,
        "audience": who.audience, "firm": who.firm, "name": who.name, "contact": who.contact,
        "contact_kind": who.contact_kind, "conversation_id": conversation_id, "channel": channel[:20],
        "notice_version": who.notice_version, "consent_at": moment, "created_at": moment, "changed_at": moment}


def _give_place(
    session: Session, settings: Settings, event_id: str, day: date, who: Attendee, conversation_id: str, channel: str,
    now: datetime,
) -> SignedUp | OnWaitingList | AlreadySignedUp | SignUpClosed:
    row = read_day(session, event_id, day)
    closed = "no_event" if row is None else _closed(row, who.audience, now)
    if row is None or closed is not None:
        return SignUpClosed(closed or "no_event")
    own = find_tickets(
        session, _sign_up.c.event_id == event_id, _sign_up.c.day == day, _sign_up.c.name == who.name,
        _sign_up.c.contact == who.contact, _sign_up.c.conversation_id == conversation_id)
    if own:
        return AlreadySignedUp(own[0])
    if _has_enough(session, settings, conversation_id, now):
        return SignUpClosed("too_many")
    place = find_place(session, event_id, day, row.places)
    new = insert_row(session, _sign_up.insert().values(
        place=place, status="waiting" if place is None else "signed",
        **_values_of(row, who, conversation_id, channel, now)))
    activity.record_in(session, settings, conversation_id=conversation_id, channel=channel, kind="event",
                       result="waiting" if place is None else "signed", item=event_id, now=now)
    ticket = find_tickets(session, _sign_up.c.id == new)[0]
    if place is None:
        return OnWaitingList(ticket)
    _remind(session, ticket, (who.contact, who.contact_kind, conversation_id), now)
    return SignedUp(ticket)


def _has_enough(session: Session, settings: Settings, conversation_id: str, now: datetime) -> bool:
    """Whether the network of the conversation has signed up as many people within the hour as may be booked for."""
    most = settings.site_bookings_per_hour if settings.limits == "on" else 0
    network = booking.lock_network(session, conversation_id) if most else None
    if network is None:
        return False
    of_network = select(_origin.c.conversation_id).where(_origin.c.network == network)
    made = session.execute(select(func.count()).select_from(_sign_up).where(
        _sign_up.c.conversation_id.in_(of_network), _sign_up.c.created_at > clock.to_utc(now - HOUR))).scalar_one()
    return int(made) >= most


def find_place(session: Session, event_id: str, day: date, places: int) -> Optional[int]:
    """The lowest place that nobody has; None when all are taken or somebody waits already."""
    rows = session.execute(select(_sign_up.c.place).where(
        _sign_up.c.event_id == event_id, _sign_up.c.day == day)).scalars().all()
    taken = {place for place in rows if place is not None}
    if len(taken) < len(rows) or len(taken) >= places:
        return None  # who waits comes first
    return next((number for number in range(1, places + 1) if number not in taken), None)


def list_free_places(session: Session, event_id: str, day: date, places: int) -> list[int]:
    """The places that nobody has, also while somebody waits."""
    taken = set(session.execute(select(_sign_up.c.place).where(
        _sign_up.c.event_id == event_id, _sign_up.c.day == day)).scalars())
    return [number for number in range(1, places + 1) if number not in taken]


def promote(session: Session, event_id: str, day: date, place: int, now: datetime) -> None:
    """Give ``place`` to the first who waits, where the day still has as many."""
    waiting = select(_sign_up).where(
        _sign_up.c.event_id == event_id, _sign_up.c.day == day, _sign_up.c.status == "waiting",
    ).order_by(_sign_up.c.created_at, _sign_up.c.id).limit(1)
    if session.get_bind().dialect.name == "postgresql":
        waiting = waiting.with_for_update(skip_locked=True)
    first = session.execute(waiting).first()
    places = session.execute(select(_day.c.places).where(
        _day.c.event_id == event_id, _day.c.day == day)).scalar_one_or_none()
    if first is None or places is None or place > places:
        return
    session.execute(update(_sign_up).where(_sign_up.c.id == first.id, _sign_up.c.status == "waiting").values(
        place=place, status="signed", changed_at=clock.to_utc(now)))
    ticket = find_tickets(session, _sign_up.c.id == first.id)[0]
    reached = (first.contact, first.contact_kind, first.conversation_id)
    _tell(session, PLACE_FREE, ticket, reached, now, now)
    _remind(session, ticket, reached, now)


def make_reminder_key(ticket_id: int) -> str:
    """The key of the notice that reminds of a ticket."""
    return f"sign_up:{ticket_id}:{REMINDER}"


def _remind(session: Session, ticket: TicketView, reached: Reached, now: datetime) -> None:
    due = reminder_times.find_due_time(reminder_times.DAY_BEFORE, find_event_start(ticket.day, ticket.starts))
    if due > now:  # else it is tomorrow or today: who signs up now knows
        _tell(session, REMINDER, ticket, reached, due, now)


def _tell(session: Session, kind: str, ticket: TicketView, reached: Reached, due: datetime, now: datetime) -> None:
    """Have somebody told, in the conversation that signed up where there is one, else on the contact."""
    contact, contact_kind, conversation_id = reached
    add_notice_in(session, NewNotice(
        kind=kind, key=f"sign_up:{ticket.id}:{kind}", due_at=due, until=find_event_start(ticket.day, ticket.starts),
        contact=contact, contact_kind=contact_kind, conversation_id=conversation_id,
        about=texts.word_notice(kind, ticket)), now)


def _days() -> Any:
    return select(_day, _event.c.title, _event.c.position, _event.c.kind, _event.c.course_id).join(
        _event, _event.c.id == _day.c.event_id)


def read_day(session: Session, event_id: str, day: date) -> Any:
    """The row of that day with the event's title, kind and course; None when it is not in the programme."""
    return session.execute(_days().where(_day.c.event_id == event_id, _day.c.day == day)).first()


def _day_of(session: Session, row: Any, now: datetime) -> SignUpDay:
    counts: dict[bool, int] = {}
    for waits, found in session.execute(select(_sign_up.c.place.is_(None), func.count()).where(
            _sign_up.c.event_id == row.event_id, _sign_up.c.day == row.day).group_by(_sign_up.c.place.is_(None))):
        counts[bool(waits)] = found
    audience = row.sign_up_for or "people"
    return SignUpDay(
        event_id=row.event_id, kind=row.kind, title=row.title, course_id=row.course_id, day=row.day,
        starts=row.starts, ends=row.ends, daypart=row.daypart, where=row.place, places=row.places,
        free=max(0, row.places - counts.get(False, 0)),
        waiting=counts.get(True, 0), until=row.sign_up_until, audience=audience,
        closed=_closed(row, "firms" if audience == "firms" else "people", now))


def _closed(row: Any, audience: Audience, now: datetime) -> Optional[Closed]:
    if row.places is None:
        return "not_offered"
    if find_event_start(row.day, row.starts) <= now:
        return "over"
    if row.sign_up_until is not None and clock.local(now).date() > row.sign_up_until:
        return "deadline"
    wanted = row.sign_up_for or "people"
    if wanted == "both" or wanted == audience:
        return None
    return "only_people" if wanted == "people" else "only_firms"


def _position(session: Session, row: Any) -> int:
    before = select(func.count()).where(
        _sign_up.c.event_id == row.event_id, _sign_up.c.day == row.day, _sign_up.c.status == "waiting",
        (_sign_up.c.created_at < row.created_at) | (
            (_sign_up.c.created_at == row.created_at) & (_sign_up.c.id < row.id)))
    return int(session.execute(before).scalar_one()) + 1
