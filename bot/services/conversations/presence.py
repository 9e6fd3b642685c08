"""Who is typing, and which operators are looking: short-lived marks, never history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.core import clock
from bot.db.models import Presence
from bot.db.session import transaction
from bot.services.conversations.log import tell_in
from bot.settings import Settings

TYPING_SECONDS = 6
VIEWING_SECONDS = 30

_presence: Any = Presence.__table__


@dataclass(frozen=True)
class Present:
    """``actor`` (person, or operator:<id>) is ``kind`` (typing or viewing) now."""

    actor: str
    kind: str


def mark(settings: Settings, *, conversation_id: str, actor: str, kind: str, on: bool, now: datetime) -> None:
    """Note that ``actor`` is typing or viewing, or no longer is. The conversation must be in the log.

    Raises:
        DatabaseUnavailable: the database cannot be written.
    """
    moment = clock.to_utc(now)
    lasts = timedelta(seconds=(TYPING_SECONDS if kind == "typing" else VIEWING_SECONDS) if on else 0)
    with transaction(settings.database_url, write=True) as session:
        dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        statement = dialect.insert(_presence).values(
            conversation_id=conversation_id, actor=actor, kind=kind, until=moment + lasts, changed_at=moment)
        session.execute(statement.on_conflict_do_update(
            index_elements=["conversation_id", "actor", "kind"],
            set_={"until": moment + lasts, "changed_at": moment}))
        session.execute(delete(_presence).where(
            _presence.c.conversation_id == conversation_id, _presence.c.until < moment - timedelta(minutes=5)))
        tell_in(session, conversation_id)


def present(settings: Settings, *, conversation_id: str, now: datetime) -> list[Present]:
    """Who is there at ``now``."""
    query = select(_presence.c.actor, _presence.c.kind).where(
        _presence.c.conversation_id == conversation_id, _presence.c.until > clock.to_utc(now))
    with transaction(settings.database_url) as session:
        return [Present(*row) for row in session.execute(query.order_by(_presence.c.actor))]


def changed_after(settings: Settings, *, moment: datetime) -> tuple[datetime, list[str]]:
    """The newest change (naive UTC, as is ``moment``) and the conversations whose marks changed after ``moment``."""
    query = select(_presence.c.conversation_id, _presence.c.changed_at).where(_presence.c.changed_at > moment)
    with transaction(settings.database_url) as session:
        rows = session.execute(query).all()
    return max([moment, *(row[1] for row in rows)]), sorted({row[0] for row in rows})
