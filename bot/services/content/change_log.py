"""Noting what each change of the content replaced, in the transaction that makes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional, Sequence

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import ContentChange
from bot.db.models.base import get_table
from bot.services.content import field_values
from bot.services.content.results import ContentRow
from bot.services.content.schema import ContentTable
from bot.services.operators import Actor

LABEL_CHARS = 300


def note_change(
    session: Session, table: ContentTable, before: Optional[ContentRow], after: Optional[ContentRow], *, by: Actor,
    owned: Optional[list[Any]] = None, now: datetime,
) -> None:
    """Note what a change replaced, in the transaction that makes it; nothing where nothing changed."""
    noted = _values_of(table, before, after, by=by, owned=owned, now=now)
    if noted is not None:
        session.execute(insert(get_table(ContentChange)).values(**noted))


def note_changes(
    session: Session, changes: Sequence[tuple[ContentTable, Optional[ContentRow], ContentRow]], *, by: Actor,
    now: datetime,
) -> None:
    """:func:`note_change` for many rows, in one statement: table, row before and row after of each."""
    found = [_values_of(table, before, after, by=by, owned=None, now=now) for table, before, after in changes]
    session.execute(insert(get_table(ContentChange)), [noted for noted in found if noted is not None])


def _values_of(
    table: ContentTable, before: Optional[ContentRow], after: Optional[ContentRow], *, by: Actor,
    owned: Optional[list[Any]], now: datetime,
) -> Optional[dict[str, Any]]:
    names = [field.name for field in table.fields if before is None or after is None
             or before.values[field.name] != after.values[field.name]]
    row = after or before
    if row is None or not names:
        return None
    return {"at": clock.to_utc(now), "operator_name": by.name, "table_name": table.name, "row_key": row.key,
            "label": row.label[:LABEL_CHARS], "old": make_plain_values(before, names),
            "new": make_plain_values(after, names), "owned": owned}


def make_plain_values(row: Optional[ContentRow], names: list[str]) -> Optional[dict[str, Any]]:
    """Those values of a row as JSON has them, None for no row."""
    return {name: field_values.make_plain(row.values[name]) for name in names} if row is not None else None
