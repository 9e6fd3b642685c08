"""Leases: work that one of several processes does at a time, and another takes over when that one has died."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from bot.core import clock
from bot.db.models import Lease
from bot.db.session import transaction
from bot.settings import Settings

_lease: Any = Lease.__table__


def hold(settings: Settings, *, name: str, holder: str, seconds: float, now: datetime) -> bool:
    """Whether ``holder`` has the lease until ``seconds`` from ``now``: it was free, expired, or already its own.

    The clocks of the machines must agree to within the lifetime that is left when it is renewed.

    Raises:
        DatabaseUnavailable: the database cannot be written; nobody's lease has changed.
    """
    moment = clock.to_utc(now)
    values = {"holder": holder, "expires_at": moment + timedelta(seconds=seconds)}
    with transaction(settings.database_url, write=True) as session:
        dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        statement = dialect.insert(_lease).values(name=name, **values)
        taken = session.execute(statement.on_conflict_do_update(
            index_elements=["name"], set_=values,
            where=(_lease.c.holder == holder) | (_lease.c.expires_at <= moment)))
        return bool(taken.rowcount)


def release(settings: Settings, *, name: str, holder: str) -> None:
    """Give the lease back at once; nothing happens when it is somebody else's."""
    with transaction(settings.database_url, write=True) as session:
        statement = delete(_lease).where(_lease.c.name == name, _lease.c.holder == holder)
        session.execute(statement)
