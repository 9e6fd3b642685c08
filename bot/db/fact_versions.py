"""Two numbers that rise with what is known: with any fact, and with hours, closures, lengths or capacities.

By the first a process sees that what it has read of the facts is old; by the second a booking in progress sees that
the plan it went by was changed meanwhile.
"""

from __future__ import annotations

from typing import Any, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import PlanVersion
from bot.db.models.base import get_table
from bot.db.statements import insert_into

PLAN_TABLES = frozenset({"office", "office_service", "opening_interval", "closure", "extra_opening", "absence"})
"""The tables that decide when and how many people can be received."""

PLANS, FACTS = 1, 2
"""The rows of the two numbers; that of the facts is made at the first change."""

_version = get_table(PlanVersion)

FACTS_VERSION: Any = select(_version.c.version).where(_version.c.id == FACTS).scalar_subquery()
"""The number of the facts, as a column of another query; null while nothing was changed."""


def raise_versions(session: Session, tables: Iterable[str]) -> None:
    """Say that rows of ``tables``, which hold facts, change in this transaction."""
    for row in (FACTS,) if PLAN_TABLES.isdisjoint(tables) else (PLANS, FACTS):
        insert = insert_into(session, _version).values(id=row, version=1)
        session.execute(insert.on_conflict_do_update(index_elements=["id"], set_={"version": _version.c.version + 1}))
