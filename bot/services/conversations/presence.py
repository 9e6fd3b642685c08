"""Who is typing, and which operators are looking: short-lived marks, never history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Optional

from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Presence
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import insert_into
from bot.services.conversations.log import tell_in
from bot.settings import Settings

TYPING_SECONDS = 6
VIEWING_SECONDS = 30
PAGE_SECONDS = 12 * 3600
"""A person's page is open until it is closed; after so long nobody believes it."""
PERSON = "person"

_presence = get_table(Presence)
_CHANGED = select(_presence.c.conversation_id, _presence.c.changed_at).where(
    _presence.c.changed_at > bindparam("seen"))


@dataclass(frozen=True)
class Present:
    """``actor`` (person, or operator:<id>) is ``kind`` (typing or viewing) now."""

    actor: str
    kind: str


def mark_presence(settings: Settings, *, conversation_id: str, actor: str, kind: str, on: bool, now: datetime) -> None:
    """Note that ``actor`` is typing or viewing, or no longer is. The conversation must be in the log.

    Raises:
        DatabaseUnavailable: the database cannot be written.
    """
    moment = clock.to_utc(now)
    lasts = timedelta(seconds=_lasts(actor, kind) if on else 0)
    with transaction(settings.database_url, write=True) as session:
        statement = insert_into(session, _presence).values(
            conversation_id=conversation_id, actor=actor, kind=kind, until=moment + lasts, changed_at=moment)
        session.execute(statement.on_conflict_do_update(
            index_elements=["conversation_id", "actor", "kind"],
            set_={"until": moment + lasts, "changed_at": moment}))
        session.execute(delete(_presence).where(
            _presence.c.conversation_id == conversation_id, _presence.c.until < moment - timedelta(minutes=5),
            or_(_presence.c.actor != PERSON, _presence.c.kind != "viewing")))
        tell_in(session, conversation_id)


def find_page_closed(settings: Settings, *, conversation_id: str, now: datetime) -> Optional[datetime]:
    """When the person closed the page of the conversation; None while it is open, and when nobody saw it close."""
    query = select(_presence.c.until).where(
        _presence.c.conversation_id == conversation_id, _presence.c.actor == PERSON, _presence.c.kind == "viewing",
        _presence.c.until <= clock.to_utc(now))
    with transaction(settings.database_url) as session:
        closed = session.execute(query).scalar()
    return clock.local(closed) if closed is not None else None


def _lasts(actor: str, kind: str) -> int:
    if kind == "typing":
        return TYPING_SECONDS
    return PAGE_SECONDS if actor == PERSON else VIEWING_SECONDS


def list_present(settings: Settings, *, conversation_id: str, now: datetime) -> list[Present]:
    """Who is there at ``now``."""
    query = select(_presence.c.actor, _presence.c.kind).where(
        _presence.c.conversation_id == conversation_id, _presence.c.until > clock.to_utc(now))
    with transaction(settings.database_url) as session:
        return [Present(*row) for row in session.execute(query.order_by(_presence.c.actor))]


def list_changed_after(session: Session, moment: datetime) -> tuple[datetime, list[str]]:
    """The newest change (naive UTC, as is ``moment``) and the conversations whose marks changed after ``moment``."""
    rows = session.execute(_CHANGED, {"seen": moment}).all()
    return max([moment, *(row[1] for row in rows)]), sorted({row[0] for row in rows})
