"""Facts that want a look: about to expire or expired, never verified, or told by an old source."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from bot.db.session import transaction
from bot.services.content import store
from bot.services.content.results import FactState
from bot.services.content.tables import TABLES
from bot.settings import Settings

SOON = timedelta(days=30)
"""A fact that ends within so many days is about to expire."""
OLD = timedelta(days=365)
"""A source older than this is worth asking again."""
REASONS = ("expired", "expiring", "unverified", "old")


def list_wanting(settings: Settings, *, today: date, reason: str = "") -> list[FactState]:
    """The facts to look at on ``today`` (local date): those of one reason, or all but those that are only old.

    What ends first comes first, then the tables in the order in which the desk lists them.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    order = list(TABLES)
    chosen = [state for state in _states(settings, today)
              if (reason in state.reasons if reason else state.reasons != ("old",))]
    return sorted(chosen, key=lambda state: (
        state.valid_until or date.max, REASONS.index(state.reasons[0]), order.index(state.row.table),
        state.row.label))


def count_by_reason(settings: Settings, *, today: date) -> dict[str, int]:
    """How many facts each reason has on ``today`` (local date)."""
    states = _states(settings, today)
    return {reason: sum(reason in state.reasons for state in states) for reason in REASONS}


def _states(settings: Settings, today: date) -> list[FactState]:
    found: list[FactState] = []
    with transaction(settings.database_url) as session:
        for table in TABLES.values():
            if not table.fact:
                continue
            columns = table.stored.c
            query = select(table.stored).where(or_(
                columns.valid_until <= today + SOON, ~columns.verified, columns.source_date < today - OLD))
            found += [_state(table, row._mapping, today) for row in session.execute(query)]
    return found


def _state(table: Any, stored: Any, today: date) -> FactState:
    row = store.make_content_row(table, stored)
    until, said = row.values["valid_until"], row.values["source_date"]
    reasons = tuple(name for name, holds in (
        ("expired", until is not None and until < today),
        ("expiring", until is not None and today <= until <= today + SOON),
        ("unverified", not row.values["verified"]),
        ("old", said is not None and said < today - OLD)) if holds)
    return FactState(row, reasons, row.values["source"], said, until, row.values["verified"])


