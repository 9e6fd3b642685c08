"""Updates of Telegram: stored before anything else, so that none is lost and none is worked twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Sequence

from sqlalchemy import delete, null, select, update

from bot import clock
from bot.db.models import TelegramUpdate
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows, insert_into
from bot.services.conversations import tell_in
from bot.settings import Settings

WAKE = "telegram"
"""What followers are told, in place of a conversation's id, when updates were stored (PostgreSQL)."""

REMEMBERED = timedelta(days=2)
"""How long an update's number is kept: Telegram repeats an update for a day at most."""

_update = get_table(TelegramUpdate)


@dataclass(frozen=True)
class StoredUpdate:
    """An update that is not done yet, as Telegram sent it."""

    update_id: int
    body: dict[str, Any]


def store_updates(settings: Settings, *, updates: Sequence[dict[str, Any]], now: datetime) -> int:
    """Keep those of ``updates`` that are new; how many they were. Each must have an integer ``update_id``.

    Raises:
        DatabaseUnavailable: the database cannot be written; none of them is kept.
    """
    if not updates:
        return 0
    moment = clock.to_utc(now)
    rows = [{"update_id": item["update_id"], "body": item, "received_at": moment} for item in updates]
    with transaction(settings.database_url, write=True) as session:
        new = 0
        for row in rows:
            statement = insert_into(session, _update).values(**row).on_conflict_do_nothing()
            new += count_rows(session, statement)
        tell_in(session, WAKE)
        return new


def list_waiting_updates(settings: Settings, *, limit: int = 1000) -> list[StoredUpdate]:
    """The updates that are not done, oldest first."""
    query = (
        select(_update.c.update_id, _update.c.body).where(_update.c.done_at.is_(None))
        .order_by(_update.c.update_id).limit(limit))
    with transaction(settings.database_url) as session:
        return [StoredUpdate(row[0], row[1] or {}) for row in session.execute(query)]


def finish_updates(settings: Settings, *, update_ids: Sequence[int], now: datetime) -> None:
    """Mark updates as done and forget what stood in them."""
    if not update_ids:
        return
    statement = update(_update).where(_update.c.update_id.in_(list(update_ids))).values(
        done_at=clock.to_utc(now), body=null())
    with transaction(settings.database_url, write=True) as session:
        session.execute(statement)


def forget_updates(settings: Settings, *, now: datetime) -> int:
    """Delete the numbers of updates that were done longer than :data:`REMEMBERED` ago; how many they were."""
    statement = delete(_update).where(_update.c.done_at < clock.to_utc(now - REMEMBERED))
    with transaction(settings.database_url, write=True) as session:
        return count_rows(session, statement)
