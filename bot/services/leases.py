"""Leases: work that one of several processes does at a time, and another takes over when that one has died."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Optional

from sqlalchemy import delete, select

from bot import clock
from bot.db.models import Lease
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows, insert_into
from bot.settings import Settings

_lease = get_table(Lease)


def hold(settings: Settings, *, name: str, holder: str, seconds: float, now: datetime) -> bool:
    """Whether ``holder`` has the lease until ``seconds`` from ``now``: it was free, expired, or already its own.

    The clocks of the machines must agree to within the lifetime that is left when it is renewed.

    Raises:
        DatabaseUnavailable: the database cannot be written; nobody's lease has changed.
    """
    moment = clock.to_utc(now)
    values = {"holder": holder, "expires_at": moment + timedelta(seconds=seconds)}
    with transaction(settings.database_url, write=True) as session:
        statement = insert_into(session, _lease).values(name=name, **values)
        taken = count_rows(session, statement.on_conflict_do_update(
            index_elements=["name"], set_=values,
            where=(_lease.c.holder == holder) | (_lease.c.expires_at <= moment)))
        return taken > 0


def release(settings: Settings, *, name: str, holder: str) -> None:
    """Give the lease back at once; nothing happens when it is somebody else's."""
    with transaction(settings.database_url, write=True) as session:
        statement = delete(_lease).where(_lease.c.name == name, _lease.c.holder == holder)
        session.execute(statement)


def find_end(settings: Settings, name: str) -> Optional[datetime]:
    """Until when somebody has, or had, the lease; None when nobody ever did.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    with transaction(settings.database_url) as session:
        moment = session.execute(select(_lease.c.expires_at).where(_lease.c.name == name)).scalar()
    return None if moment is None else clock.local(moment)
