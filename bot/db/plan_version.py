"""The number that tells bookings in progress that hours, closures, lengths or capacities were changed meanwhile."""

from __future__ import annotations

from typing import Iterable

from sqlalchemy.orm import Session

from bot.db.models import PlanVersion
from bot.db.models.base import table_of
from bot.db.statements import insert_into

PLAN_TABLES = frozenset({"office", "office_service", "opening_interval", "closure", "extra_opening", "absence"})
"""The tables that decide when and how many people can be received."""


def raise_plan_version(session: Session, tables: Iterable[str]) -> None:
    """Say that rows of ``tables`` change in this transaction; nothing when none of them matters to a plan."""
    if PLAN_TABLES.isdisjoint(tables):
        return
    stored = table_of(PlanVersion)
    insert = insert_into(session, stored).values(id=1, version=1)
    session.execute(insert.on_conflict_do_update(index_elements=["id"], set_={"version": stored.c.version + 1}))
