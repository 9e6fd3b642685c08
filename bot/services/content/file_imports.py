"""Importing a file: first what it would do and every error by row, then, when it was seen, all of it or nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Optional, Union

from sqlalchemy.orm import Session

from bot.db.models import Base
from bot.db.session import snapshot, transaction
from bot.services.content import change_log, field_values, files, hours, store
from bot.services.content.files import FileRow
from bot.services.content.results import (
    ContentRow,
    FieldChange,
    ImportPlan,
    InvalidRow,
    RowChange,
    RowError,
    SavedRow,
    UnreadableFile,
)
from bot.services.content.row_changes import Undo, put, undone
from bot.services.content.schema import ContentTable
from bot.services.content.tables import TABLES
from bot.services.operators import Actor, Nobody, audit_in
from bot.settings import Settings
from bot.texts import get_text


def plan(
    settings: Settings, *, text: str, table_name: Optional[str], now: datetime
) -> Union[ImportPlan, UnreadableFile]:
    """What the file would do; nothing is written, and nobody who writes has to wait. Rows that it does not have stay as
    they are.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    with snapshot(settings.database_url) as url:
        return _run(replace(settings, database_url=url), text, table_name, None, None, now)


def apply(
    settings: Settings, *, text: str, table_name: Optional[str], digest: str, by: Actor, now: datetime,
) -> Union[ImportPlan, UnreadableFile]:
    """Do what :func:`plan` said, in one transaction.

    The plan is made anew: with errors, or when it is no longer the one of ``digest`` because somebody has changed
    something meanwhile, nothing is written and the answer (``applied`` False) is to be shown again.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing has changed.
    """
    return _run(settings, text, table_name, digest, by, now)


def _run(
    settings: Settings, text: str, table_name: Optional[str], digest: Optional[str], by: Optional[Actor],
    now: datetime,
) -> Union[ImportPlan, UnreadableFile]:
    found = files.read(text, table_name)
    if isinstance(found, UnreadableFile):
        return found
    with undone() as undo, transaction(settings.database_url, write=True) as session:
        before = hours.find_outside(session, now)
        made = _written(session, found.rows, list(found.errors), by or Nobody(), now)
        outside = [text for number, text in hours.find_outside(session, now).items() if number not in before]
        made = _signed(replace(made, warnings=tuple(outside)))
        if by is None or made.errors or made.digest != digest:
            raise Undo(made)
        for change in made.changes:
            if change.act != "nothing":
                audit_in(
                    session, operator=by, act="content_imported", target=f"{change.table} {change.label}",
                    detail={"fields": [item.field for item in change.fields], "act": change.act}, now=now)
        return replace(made, applied=True)
    answer: ImportPlan = undo.answer
    return answer


def _written(
    session: Session, rows: tuple[FileRow, ...], errors: list[RowError], by: Actor, now: datetime,
) -> ImportPlan:
    """Write the rows, those that others name first, and say what became of each."""
    order = {table.name: number for number, table in enumerate(Base.metadata.sorted_tables)}
    changes: list[RowChange] = []
    seen: set[tuple[str, str]] = set()
    for row in sorted(rows, key=lambda row: (order[row.table], row.number)):
        table = TABLES[row.table]
        before, problem = _before(session, table, row)
        if problem is not None:
            errors.append(problem)
            continue
        if before is not None and (row.table, before.key) in seen:
            errors.append(RowError(row.table, row.number, "", get_text("content.file.row_twice")))
            continue
        answer = put(session, table, before, row.given, now)
        if isinstance(answer, InvalidRow):
            errors += [RowError(row.table, row.number, field, text) for field, text in answer.problems.items()]
            continue
        seen.add((row.table, answer.row.key))
        change_log.note_change(session, table, before, answer.row, by=by, now=now)
        changes.append(_change(table, row.number, before, answer))
    errors.sort(key=lambda error: (order.get(error.table, -1), error.row))
    return ImportPlan(tuple(changes), tuple(errors))


def _before(session: Session, table: ContentTable, row: FileRow) -> tuple[Optional[ContentRow], Optional[RowError]]:
    parts = []
    for name in table.key:
        try:
            parts.append(field_values.read(table.field(name), row.given.get(name)))
        except field_values.ValueProblem as error:
            return None, RowError(table.name, row.number, name, str(error))
    return store.find(session, table, tuple(parts), lock=True), None


def _change(table: ContentTable, number: int, before: Optional[ContentRow], saved: SavedRow) -> RowChange:
    old = before.values if before is not None else {}
    fields = tuple(
        FieldChange(name, field_values.shown(table.field(name), old.get(name)),
                    field_values.shown(table.field(name), saved.row.values[name]))
        for name in saved.changed)
    act: Any = "create" if saved.new else "update" if fields else "nothing"
    return RowChange(table.name, number, saved.row.label, act, fields)


def _signed(made: ImportPlan) -> ImportPlan:
    text = json.dumps([asdict(change) for change in made.changes] + list(made.warnings), sort_keys=True)
    return replace(made, digest=hashlib.sha256(text.encode()).hexdigest())
