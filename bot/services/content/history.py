"""The history of the content: what each change replaced, and taking a change back by another one that is noted too."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Mapping, Optional, Union

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import ContentChange
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.services.content import change_log, store
from bot.services.content.results import (
    Doubtful,
    FieldChange,
    HistoryEntry,
    InvalidRow,
    Overtaken,
    Referenced,
    Undone,
)
from bot.services.content.row_changes import Doubts, Undo, delete_in, put, undone
from bot.services.content.schema import ContentTable, Field
from bot.services.content.tables import TABLES
from bot.services.operators import Actor, audit_in
from bot.settings import Settings

PAGE = 50
"""Changes of one page."""

UndoResult = Union[Undone, Overtaken, InvalidRow, Referenced, Doubtful]

_change = get_table(ContentChange)


def list_changes(
    settings: Settings, *, table_name: str = "", key: str = "", before: Optional[int] = None,
) -> list[HistoryEntry]:
    """The newest changes, of all tables or of one, or of one row; older than the change ``before``."""
    query = select(_change).order_by(_change.c.id.desc()).limit(PAGE)
    if table_name:
        query = query.where(_change.c.table_name == table_name)
    if key:
        query = query.where(_change.c.row_key == key)
    if before:
        query = query.where(_change.c.id < before)
    with transaction(settings.database_url) as session:
        return [_entry(row) for row in session.execute(query) if row.table_name in TABLES]


def undo_change(
    settings: Settings, *, change_id: int, confirmed: bool, by: Actor, now: datetime,
) -> UndoResult:
    """Write back what a change replaced, when nobody has changed the same since.

    ``confirmed``: whether appointments may be left outside the hours.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing has changed.
    """
    with undone() as refused, transaction(settings.database_url, write=True) as session:
        row = session.execute(select(_change).where(_change.c.id == change_id).with_for_update()).first()
        if row is None or row.table_name not in TABLES:
            return Overtaken()
        table = TABLES[row.table_name]
        doubts = Doubts(session, table, now)
        answer = _undo(session, table, row, by, now)
        if not isinstance(answer, Undone):
            raise Undo(answer)
        doubts.settle(confirmed)
        audit_in(session, operator=by, act="content_undone", target=f"{table.name} {row.row_key}",
                 detail={"fields": list(row.old or row.new or ())}, now=now)
        return answer
    answer_of_refusal: UndoResult = refused.answer
    return answer_of_refusal


def _undo(session: Session, table: ContentTable, row: Any, by: Actor, now: datetime) -> UndoResult:
    key = store.read_key(table, row.row_key)
    current = store.find(session, table, key, lock=True) if key is not None else None
    if change_log.make_plain_values(current, list(row.new or ())) != row.new:
        return Overtaken()
    if row.old is None:
        assert current is not None and key is not None
        used = store.count_references(session, table, key)
        if used:
            return Referenced(used)
        owned = delete_in(session, table, current)
        change_log.note_change(session, table, current, None, by=by, owned=owned, now=now)
        return Undone(row.label)
    saved = put(session, table, current, row.old, now)
    if isinstance(saved, InvalidRow):
        return saved
    change_log.note_change(session, table, current, saved.row, by=by, now=now)
    for name, values in row.owned or ():
        again = put(session, TABLES[name], None, values, now)
        if isinstance(again, InvalidRow):
            return again
        change_log.note_change(session, TABLES[name], None, again.row, by=by, now=now)
    return Undone(row.label)


def _entry(row: Any) -> HistoryEntry:
    table, old, new = TABLES[row.table_name], row.old or {}, row.new or {}
    act = "created" if row.old is None else "deleted" if row.new is None else "changed"
    fields = tuple(
        FieldChange(field.label, _shown(table, field, old), _shown(table, field, new))
        for field in table.fields if old.get(field.name) != new.get(field.name))
    return HistoryEntry(row.id, clock.local(row.at), row.operator_name, row.table_name, row.row_key, row.label, act,
                        fields)


def _shown(table: ContentTable, field: Field, values: Mapping[str, Any]) -> str:
    """A stored value as people read it."""
    value = values.get(field.name)
    if field.kind == "day" and value:
        value = date.fromisoformat(value)
    return store.say_value(table, field.name, value) if value is not None else ""
