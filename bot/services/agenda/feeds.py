"""Calendar feeds: secret addresses that show appointments to a calendar program, as long as they are not taken back.

Whose address it is decides what it shows, at each reading: an account that is closed or works elsewhere shows nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Optional

from sqlalchemy import delete, insert, select

from bot import clock
from bot.db.models import Appointment, CalendarFeed, Office
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows
from bot.services import operators
from bot.services.agenda.calendar import list_entries_in, may_see
from bot.services.agenda.results import Entry, NotThere
from bot.services.operators import OperatorView, audit_in
from bot.settings import Settings

BEFORE, AHEAD = timedelta(days=7), timedelta(days=120)
"""What part of the calendar a feed shows."""
TOKEN_BYTES = 32


@dataclass(frozen=True)
class FeedView:
    """An address that was given out: of an office, or of what the operator has themselves."""

    id: int
    office_name: str
    made_at: datetime


@dataclass(frozen=True)
class FeedContent:
    """What a feed shows; ``office_name`` is empty for what the operator ``name`` has themselves."""

    name: str
    office_name: str
    entries: tuple[Entry, ...]


def make_feed(
    settings: Settings, *, operator: OperatorView, office_id: Optional[str], now: datetime,
) -> str | NotThere:
    """A new secret, shown this once; ``office_id``: of all that an office has, None: of what the operator has."""
    if office_id is not None and not may_see(operator, office_id):
        return NotThere()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction(settings.database_url, write=True) as session:
        if office_id is not None and session.get(Office, office_id) is None:
            return NotThere()
        session.execute(insert(get_table(CalendarFeed)).values(
            digest=_digest(token), operator_id=operator.id, office_id=office_id, made_at=clock.to_utc(now)))
        audit_in(session, operator=operator, act="feed_made", target=office_id or operator.username, now=now)
    return token


def list_feeds(settings: Settings, *, operator: OperatorView) -> list[FeedView]:
    """The addresses that an operator has, the newest first."""
    query = (
        select(CalendarFeed.id, Office.name, CalendarFeed.made_at)
        .outerjoin(Office, Office.id == CalendarFeed.office_id)
        .where(CalendarFeed.operator_id == operator.id).order_by(CalendarFeed.id.desc()))
    with transaction(settings.database_url) as session:
        return [FeedView(row.id, row.name or "", clock.local(row.made_at)) for row in session.execute(query)]


def revoke_feed(settings: Settings, *, operator: OperatorView, feed_id: int, now: datetime) -> bool:
    """Take an own address back: from now on it opens nothing. Whether there was one."""
    with transaction(settings.database_url, write=True) as session:
        gone = count_rows(session, delete(CalendarFeed).where(
            CalendarFeed.id == feed_id, CalendarFeed.operator_id == operator.id)) == 1
        if gone:
            audit_in(session, operator=operator, act="feed_revoked", target=operator.username, now=now)
    return gone


def read_feed(settings: Settings, *, token: str, now: datetime) -> Optional[FeedContent]:
    """What the address shows, None when it opens nothing (any more)."""
    with transaction(settings.database_url) as session:
        feed = session.execute(
            select(CalendarFeed.operator_id, CalendarFeed.office_id, Office.name)
            .outerjoin(Office, Office.id == CalendarFeed.office_id)
            .where(CalendarFeed.digest == _digest(token))).first()
    owner = operators.find_operator(settings, feed.operator_id) if feed is not None else None
    if feed is None or owner is None or not owner.active:
        return None
    whose = (Appointment.operator_id == owner.id if feed.office_id is None
             else Appointment.office_id == feed.office_id)
    with transaction(settings.database_url) as session:
        entries = list_entries_in(
            session, whose, Appointment.status != "cancelled", Appointment.starts_at >= clock.to_utc(now - BEFORE),
            Appointment.starts_at < clock.to_utc(now + AHEAD), now=now)
    return FeedContent(
        owner.name, feed.name or "", tuple(entry for entry in entries if may_see(owner, entry.office_id)))


def _digest(token: str) -> str:
    return hashlib.sha256(b"calendar feed\0" + token.encode(errors="replace")).hexdigest()
