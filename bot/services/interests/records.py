"""Interests: left, seen, changed, kept, withdrawn; by the conversation that left them or by their code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional, Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Course, Interest, Notice, Sector
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows, insert_row
from bot.rules import codes
from bot.rules.interests import AVAILABILITIES, Availability, find_interest_end
from bot.services import activity, code_lockout
from bot.services.booking import mask
from bot.services.code_lockout import TooManyAttempts, WrongCode
from bot.services.interests.results import (
    InterestChanged,
    InterestKept,
    InterestLeft,
    InterestView,
    InterestWithdrawn,
    NoInterest,
    UnknownWish,
)
from bot.services.operators import Actor, audit_in
from bot.settings import Settings

_interest = get_table(Interest)
_course = get_table(Course)
_sector = get_table(Sector)
_notice = get_table(Notice)
CONVERSATION = "conversation"
"""Kind of contact: notices go into the conversation that left the interest."""
INTEREST_TEXT_VERSION = "2026-1"
"""Version of what is said where the consent for notices is asked; raise it whenever that changes its meaning."""


@dataclass(frozen=True)
class InterestWish:
    """What somebody wants to be told of. ``contact``: E.164 or an address, empty for the conversation itself.

    ``fits``: the verdict of the eligibility check when one is known.
    """

    course_id: Optional[str] = None
    sector_id: Optional[str] = None
    place: Optional[str] = None
    availability: Availability = "any"
    contact: str = ""
    contact_kind: str = CONVERSATION
    fits: Optional[str] = None


def leave_interest(
    settings: Settings, wish: InterestWish, *, conversation_id: str, channel: str, now: datetime,
) -> InterestLeft | UnknownWish:
    """Keep the interest; the conversation that left the same one before, under the same contact, brings it up to date.

    Of others who gave the same contact nothing is asked, told or changed; news reaches a contact once all the same.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing was kept.
        ValueError: the availability is none, or there is no contact.
    """
    if wish.availability not in AVAILABILITIES or (wish.contact_kind == CONVERSATION) == bool(wish.contact):
        raise ValueError("an interest needs a known availability, and a contact unless it is the conversation")
    with transaction(settings.database_url, write=True) as session:
        if not _is_known(session, wish):
            return UnknownWish()
        same = session.execute(select(_interest.c.id).where(
            _interest.c.state == "active", _interest.c.course_id.is_not_distinct_from(wish.course_id),
            _interest.c.sector_id.is_not_distinct_from(wish.sector_id),
            _interest.c.conversation_id == conversation_id, _interest.c.contact_kind == wish.contact_kind,
            _interest.c.contact.is_not_distinct_from(wish.contact or None))).scalars().first()
        moment = clock.to_utc(now)
        values: dict[str, Any] = {
            "place": wish.place, "availability": wish.availability, "fits": wish.fits, "changed_at": moment,
            "consent_at": moment, "notice_version": INTEREST_TEXT_VERSION,
            "ends_on": find_interest_end(clock.local(now).date(), settings.interest_days), "asked_at": None}
        if same is not None:
            session.execute(update(_interest).where(_interest.c.id == same).values(**values))
        else:
            same = insert_row(session, _interest.insert().values(
                code=codes.make_random_code(codes.INTEREST_PREFIX), course_id=wish.course_id,
                sector_id=wish.sector_id, contact=wish.contact or None, contact_kind=wish.contact_kind,
                conversation_id=conversation_id, channel=channel[:20], created_at=moment, state="active", **values))
            activity.record_in(
                session, settings, conversation_id=conversation_id, channel=channel, kind="interest", result="left",
                item=wish.course_id, now=now, detail={
                    "sector": wish.sector_id, "municipality": wish.place, "availability": wish.availability})
            return InterestLeft(_view_of(session, same))
        return InterestLeft(_view_of(session, same), again=True)


def list_interests(settings: Settings, *, conversation_id: str) -> list[InterestView]:
    """The active interests that this conversation left, the oldest first."""
    with transaction(settings.database_url) as session:
        return find_views(session, _interest.c.conversation_id == conversation_id, _interest.c.state == "active")


def open_by_code(
    settings: Settings, *, code: str, who: str, now: datetime,
) -> InterestView | WrongCode | TooManyAttempts:
    """The interest with ``code``, however it is typed; ``who`` tries, and wrong codes are counted."""
    with transaction(settings.database_url, write=True) as session:
        known = codes.find_prefixed(code, codes.INTEREST_PREFIX)
        return code_lockout.open_in(session, who=who, now=now, find=lambda: next(
            iter(find_views(session, _interest.c.code == known) if known else ()), None))


def change_interest(
    settings: Settings, *, code: str, wish: InterestWish, now: datetime,
) -> InterestChanged | NoInterest | UnknownWish:
    """Make the interest what is wanted now; an empty contact of a kind that needs one leaves the old one."""
    with transaction(settings.database_url, write=True) as session:
        if not _is_known(session, wish):
            return UnknownWish()
        values: dict[str, Any] = {
            "course_id": wish.course_id, "sector_id": wish.sector_id, "place": wish.place,
            "availability": wish.availability, "fits": wish.fits, "changed_at": clock.to_utc(now)}
        if wish.contact:
            values.update(contact=wish.contact, contact_kind=wish.contact_kind)
        changed = count_rows(session, update(_interest).where(_active(code)).values(**values))
        return InterestChanged(_view_of(session, _id_of(session, code))) if changed else NoInterest()


def keep_interest(settings: Settings, *, code: str, now: datetime) -> InterestKept | NoInterest:
    """It still holds: it lasts anew, as if left today."""
    with transaction(settings.database_url, write=True) as session:
        kept = count_rows(session, update(_interest).where(_active(code)).values(
            ends_on=find_interest_end(clock.local(now).date(), settings.interest_days), asked_at=None,
            changed_at=clock.to_utc(now)))
        return InterestKept(_view_of(session, _id_of(session, code))) if kept else NoInterest()


def withdraw_interest(
    settings: Settings, *, code: str, conversation_id: str, channel: str, now: datetime,
) -> InterestWithdrawn | NoInterest:
    """Delete the interest with its contact, at once and without a question: as easy as leaving it."""
    with transaction(settings.database_url, write=True) as session:
        known = codes.find_prefixed(code, codes.INTEREST_PREFIX)
        found = find_views(session, _interest.c.code == known)
        if not found:
            return NoInterest()
        drop_interests(session, _interest.c.code == known)
        activity.record_in(session, settings, conversation_id=conversation_id, channel=channel, kind="interest",
                           result="withdrawn", item=found[0].course_id, now=now)
        return InterestWithdrawn(found[0])


def drop_interests(session: Session, *conditions: Any) -> int:
    """Delete the interests under ``conditions`` with the notices of them; that they were told goes on being counted."""
    ids = session.execute(select(_interest.c.id).where(*conditions)).scalars().all()
    for interest_id in ids:
        session.execute(delete(_notice).where(_notice.c.key.startswith(f"interest:{interest_id}:")))
    return count_rows(session, delete(_interest).where(_interest.c.id.in_(ids))) if ids else 0


def count_waiting(settings: Settings) -> list[tuple[str, int]]:
    """How many active interests there are, by what for; any course is the empty name."""
    with transaction(settings.database_url) as session:
        name = func.coalesce(_course.c.title, _sector.c.name, "")
        return [(row[0], int(row[1])) for row in session.execute(
            select(name, func.count()).select_from(_interest)
            .outerjoin(_course, _course.c.id == _interest.c.course_id)
            .outerjoin(_sector, _sector.c.id == _interest.c.sector_id)
            .where(_interest.c.state == "active").group_by(name).order_by(func.count().desc(), name))]


def mark_enrolled(settings: Settings, *, code: str, operator: Actor, now: datetime) -> bool:
    """Note that the owner of the code has enrolled; nothing more is sent. False when there is no such interest."""
    known = codes.find_prefixed(code, codes.INTEREST_PREFIX)
    with transaction(settings.database_url, write=True) as session:
        row = session.execute(select(_interest).where(
            _interest.c.code == known, _interest.c.state == "active")).first()
        if row is None:
            return False
        session.execute(update(_interest).where(_interest.c.id == row.id).values(
            state="enrolled", contact=None, changed_at=clock.to_utc(now)))
        audit_in(session, operator=operator, act="interest_enrolled", target=f"interest {row.id}", now=now)
        if row.conversation_id is not None:
            activity.record_in(session, settings, conversation_id=row.conversation_id, channel=row.channel,
                               kind="interest", result="enrolled", item=row.course_id, now=now)
        return True


def note_opened(settings: Settings, view: InterestView, now: datetime) -> None:
    """Count that the link of a notice was followed."""
    with transaction(settings.database_url) as session:
        row = session.execute(select(_interest.c.conversation_id, _interest.c.channel).where(
            _interest.c.id == view.id)).first()
    if row is not None and row.conversation_id is not None:
        activity.record(settings, conversation_id=row.conversation_id, channel=row.channel, kind="interest",
                        result="opened", item=view.course_id, now=now)


def end_interests_in(session: Session, now: datetime) -> int:
    """End the interests whose day has come: their contact is gone at once, the rest later on; how many."""
    today = clock.local(now).date()
    return count_rows(session, update(_interest).where(
        _interest.c.state == "active", _interest.c.ends_on <= today,
    ).values(state="ended", contact=None, conversation_id=None, place=None, changed_at=clock.to_utc(now)))


def find_views(session: Session, *conditions: Any) -> list[InterestView]:
    """The interests under ``conditions``, the oldest first."""
    query = (
        select(_interest, _course.c.title.label("course_title"), _sector.c.name.label("sector_name"))
        .outerjoin(_course, _course.c.id == _interest.c.course_id)
        .outerjoin(_sector, _sector.c.id == _interest.c.sector_id)
        .where(*conditions).order_by(_interest.c.created_at, _interest.c.id))
    return [InterestView(
        id=row.id, code=row.code, course_id=row.course_id, course_title=row.course_title, sector_id=row.sector_id,
        sector_name=row.sector_name, place=row.place, availability=row.availability,
        contact=mask(row.contact, row.contact_kind) if row.contact else "", contact_kind=row.contact_kind,
        state=row.state, created_at=clock.local(row.created_at), ends_on=row.ends_on) for row in session.execute(query)]


def _active(code: str) -> Any:
    return (_interest.c.code == codes.find_prefixed(code, codes.INTEREST_PREFIX)) & (_interest.c.state == "active")


def _id_of(session: Session, code: str) -> int:
    known = codes.find_prefixed(code, codes.INTEREST_PREFIX)
    return int(session.execute(select(_interest.c.id).where(_interest.c.code == known)).scalar_one())


def _view_of(session: Session, interest_id: int) -> InterestView:
    views: Sequence[InterestView] = find_views(session, _interest.c.id == interest_id)
    return views[0]


def _is_known(session: Session, wish: InterestWish) -> bool:
    if wish.course_id is not None and wish.sector_id is not None:
        return False
    for table, key in ((_course, wish.course_id), (_sector, wish.sector_id)):
        if key is not None and session.execute(select(table.c.id).where(table.c.id == key)).first() is None:
            return False
    return True
